"""Registers written from band to band: against all that could be held, and by the checker's own reading of the rule."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, Slots, check, check_rgb, solve, with_slots

PALETTE = Palette.from_array("p", np.arange(15).reshape(5, 3) * 17)
BANDS = 7


def mode(count: int, writes: int | None, height: int = 1) -> ScreenMode:
    return ScreenMode("m", "m", 4, BANDS * height, "p", slots=(Slots(count, (4, height), writes=writes),))


def least_total(costs: np.ndarray, count: int, writes: int) -> float:
    """By all sets of colours that the bands can hold."""
    sets = list(combinations(range(costs.shape[2]), count))
    of_band = np.array([[band[:, list(held)].min(axis=1).sum() for held in sets] for band in costs])
    near = np.array([[len(set(a) - set(b)) <= writes for a in sets] for b in sets])
    values = of_band[0]
    for row in of_band[1:]:
        values = np.where(near, values, np.inf).min(axis=1) + row
    return float(values.min())


@pytest.mark.parametrize("writes", [0, 1, 2])
@pytest.mark.parametrize("count", [2, 3])
def test_no_band_holds_more_and_the_total_is_near_the_least(count: int, writes: int) -> None:
    rng, excess = np.random.default_rng(count * 10 + writes), []
    for _ in range(20):
        costs = rng.random((BANDS, 4, 5), np.float32)
        native = solve(mode(count, writes), costs, PALETTE)
        held = native.slots[0][:, 0]
        assert ((held[1:] != held[:-1]).sum(axis=1) <= writes).all() and check(native) == []
        paid = np.take_along_axis(costs, native.indices[..., None].astype(int), axis=2).sum()
        least = least_total(costs, count, writes)
        excess.append(paid / least - 1)
    assert min(excess) < 1e-5 and np.mean(excess) < 0.1


def test_lines_that_are_to_be_steady_keep_their_colours_for_a_trace() -> None:
    rng = np.random.default_rng(5)
    costs = np.ones((BANDS, 4, 5), np.float32)
    costs[:4, :2, 0] = costs[4:, :2, 3] = 0  # one change that is of use
    costs[:, 2, 1] = costs[:, 3, 4] = 0.5  # and two colours too many
    costs += 0.05 * rng.random(costs.shape, np.float32)
    eager, steady = (solve(mode(2, 1), costs, PALETTE, steady=wish) for wish in (False, True))
    changes = [(np.diff(native.slots[0][:, 0].astype(int), axis=0) != 0).sum() for native in (eager, steady)]
    paid = [np.take_along_axis(costs, n.indices[..., None].astype(int), axis=2).sum() for n in (eager, steady)]
    assert changes[1] < changes[0] and paid[0] < paid[1] < 1.02 * paid[0]


def test_lines_of_one_group_each_get_the_best_and_keep_it_for_a_trace() -> None:
    groups = ((0, 1), (1, 2), (3, 4))
    grouped = ScreenMode("m", "m", 4, BANDS, "p", slots=(Slots(2, (4, 1)),), groups=groups)
    rng = np.random.default_rng(10)
    costs = 0.05 * rng.random((BANDS, 4, 5), np.float32)
    costs[:4, :, 3] += 1  # for half the picture one group is plainly worse, for the other half all but one
    costs[4:, :, :3] += 1
    eager, steady = (solve(grouped, costs, PALETTE, steady=wish) for wish in (False, True))
    of_group = np.stack([costs[..., list(group)].min(axis=2).sum(axis=1) for group in groups], 1)
    paid = np.take_along_axis(costs, eager.indices[..., None].astype(int), axis=2).sum()
    assert paid == pytest.approx(of_group.min(axis=1).sum()) and check(eager) == check(steady) == []
    assert len(np.unique(eager.slots[0][:, 0], axis=0)) == 3 and len(np.unique(steady.slots[0][:, 0], axis=0)) == 2


@pytest.mark.parametrize("height", [1, 2])
def test_the_checker_finds_what_no_registers_could_show(height: int) -> None:
    rng, outcomes = np.random.default_rng(3), set()
    for _ in range(60):
        count, writes = int(rng.integers(1, 4)), int(rng.integers(0, 3))
        shown = rng.integers(0, 4, (BANDS, 1)) + rng.integers(0, 2, (BANDS, 4)) * rng.integers(0, 2, (BANDS, 1))
        indices = shown.astype(np.uint8).repeat(height, axis=0)
        wanted = np.where(np.arange(5) == shown[..., None], 0.0, 1.0)
        possible = least_total(wanted, count, min(writes, count)) == 0
        native = NativePicture(mode(count, min(writes, count), height), PALETTE, indices)
        assert (check(native) == []) == possible
        assert (check_rgb(native.native_rgb(), native.mode, PALETTE) == []) == possible
        if possible:
            held = with_slots(native).slots[0][:, 0]
            assert ((held[1:] != held[:-1]).sum(axis=1) <= writes).all()
        outcomes.add(possible)
    assert outcomes == {True, False}


def test_a_clash_says_where_and_how_many() -> None:
    indices = np.zeros((BANDS, 4), np.uint8)
    indices[:3, 1:], indices[3:] = 4, [1, 2, 3, 3]  # one stands ready, one is written
    (clash,) = check(NativePicture(mode(3, 1), PALETTE, indices))
    assert (clash.cell, clash.rule, len(clash.found)) == ((0, 3), "new colours", 3)
