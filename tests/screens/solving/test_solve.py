"""The solver against brute force on small modes, and against the checker on everything."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, Slots, check, get_mode, modes, nearest, solve, with_slots
from pixelstyle.screens.solving.costs import distances
from pixelstyle.screens.solving.slots.branch_and_bound import best_sets, with_next_best

SHARED_AND_CELLS = (Slots(1, name="background"), Slots(1, (2, 4)), Slots(1, (2, 4)))
TINY = {
    "shared": SHARED_AND_CELLS,
    "cells": (Slots(2, (2, 2)),),
    "two levels": (Slots(1, (2, 4)), Slots(1, (2, 1))),
    "three levels": (Slots(1), Slots(1, (4, 2)), Slots(1, (2, 1))),
    "choices": (Slots(1, choices=(2, 3)), Slots(1, (2, 2), choices=(0, 1)), Slots(1, (2, 2))),
    "fixed": (Slots(1, name="border"), Slots(1, (4, 4))),
}


def tiny(name: str, **more: object) -> ScreenMode:
    fixed = {"border": 1} if name == "fixed" else {}
    return ScreenMode("tiny", "tiny", 4, 4, "p", slots=TINY[name], fixed=fixed, **more)  # type: ignore[arg-type]


def grey(colours: int) -> Palette:
    return Palette.from_array("grey", np.linspace(0, 255, colours).astype(int)[:, None].repeat(3, axis=1))


def ways(mode: ScreenMode, colours: int) -> Iterator[np.ndarray]:
    """Every way of holding colours, as a legal-colours mask [H, W, K]; straight from the meaning of Slots."""
    holders = []
    for slots in mode.slots:
        choices: Sequence[int] = range(colours) if slots.choices is None else slots.choices
        choices = [mode.fixed[slots.name]] if slots.name in mode.fixed else choices
        width, height = slots.cell or (mode.width, mode.height)
        for y, x in itertools.product(range(0, mode.height, height), range(0, mode.width, width)):
            area = np.s_[y : y + height, x : x + width]
            holders.append([(area, held) for held in itertools.combinations(choices, slots.count)])
    for way in itertools.product(*holders):
        mask = np.zeros((mode.height, mode.width, colours), bool)
        for area, held in way:
            mask[area][..., list(held)] = True
        yield mask


def brute_force(mode: ScreenMode, costs: np.ndarray) -> float:
    return min(float(np.where(mask, costs, np.inf).min(axis=2).sum()) for mask in ways(mode, costs.shape[2]))


def total(native: NativePicture, costs: np.ndarray) -> float:
    return float(np.take_along_axis(costs, native.indices[..., None].astype(int), axis=2).sum())


@pytest.mark.parametrize("name", ["shared", "cells", "choices", "fixed"])
@given(seed=st.integers(0, 2**32 - 1), levels=st.sampled_from([2, 5, 1000]))
@settings(max_examples=4, deadline=None)
def test_solve_finds_the_least_total_there_is(name: str, seed: int, levels: int) -> None:
    mode = tiny(name)
    costs = np.random.default_rng(seed).integers(-levels, levels, (4, 4, 4)).astype(np.float32)
    native = solve(mode, costs, grey(4))
    assert total(native, costs) == brute_force(mode, costs)
    assert not check(native)


@pytest.mark.parametrize("name", ["two levels", "three levels"])
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=3, deadline=None)
def test_solve_finds_the_least_total_with_cells_in_cells(name: str, seed: int) -> None:
    mode = replace(tiny(name), height=4 if name == "two levels" else 2, width=2 if name == "two levels" else 4)
    costs = np.random.default_rng(seed).integers(-9, 9, (mode.height, mode.width, 3)).astype(np.float32)
    assert total(solve(mode, costs, grey(3)), costs) == brute_force(mode, costs)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_costs_in_pairs_decide_what_cells_hold(seed: int) -> None:
    random = np.random.default_rng(seed)
    mode, (low, high) = tiny("cells"), np.triu_indices(5)
    costs, pairs = random.random((4, 4, 5), np.float32), random.random((4, 4, len(low)), np.float32)
    pairs[..., low == high] += 1  # unmixed is one of the mixtures of two colours, so it never costs less
    held = solve(mode, costs, grey(5), pairs).slots[0]
    for row, column in itertools.product(range(2), repeat=2):
        best = pairs[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].sum(axis=(0, 1)).argmin()
        assert sorted(held[row, column]) == [low[best], high[best]]


@given(
    slots=st.sampled_from([*TINY.values(), ()]),
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    colours=st.integers(1, 6),
    grouped=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=80, deadline=None)
def test_any_result_is_legal_with_its_slots_known(
    slots: tuple[Slots, ...], size: tuple[int, int], colours: int, grouped: bool, seed: int
) -> None:
    groups = ((0, 1, 2), (2, 3, 4, 5)) if grouped and slots == TINY["cells"] else ()
    mode = ScreenMode("m", "m", *size, "p", slots=slots, groups=groups, any_size=True)
    costs = np.random.default_rng(seed).normal(size=(size[1], size[0], colours)).astype(np.float32)
    if slots == TINY["choices"] and colours < 3:
        with pytest.raises(PixelStyleError, match="at least 3 colours"):
            solve(mode, costs, grey(colours))
        return
    native = solve(mode, costs, grey(colours))
    assert check(native) == []
    assert (native.choices() == native.indices[..., None]).any(axis=2).all()
    assert [held.shape[2] for held in native.slots] == [entry.count for entry in slots]
    for entry, held in zip(slots, native.slots, strict=True):
        assert np.isin(held, entry.choices or range(colours)).all()
    # What the slots hold allows nothing better: no pixel would rather have another of its choices.
    assert (np.take_along_axis(costs, native.choices().astype(int), 2).min(axis=2).sum()) == pytest.approx(
        total(native, costs), abs=1e-4
    )
    derived = with_slots(replace(native, slots=()))
    assert (derived.indices == native.indices).all()
    assert (derived.choices() == native.indices[..., None]).any(axis=2).all()


def test_idle_slots_hold_what_a_pixel_would_take_next() -> None:
    mode = ScreenMode("m", "m", 2, 2, "p", slots=(Slots(1, name="background"), Slots(2, (2, 2))))
    costs = np.zeros((2, 2, 6), np.float32) + 9
    costs[..., 5] = 0  # every pixel wants colour 5 ...
    costs[0, 1, 2], costs[1, 0, 4] = 0.5, 0.25  # ... two of them could almost do with others
    native = solve(mode, costs, grey(6))
    assert set(native.choices()[0, 0].tolist()) == {5, 4, 2}


@pytest.mark.parametrize("mode", [m for m in modes() if m.palette and m.slots], ids=lambda mode: mode.name)
def test_random_pictures_become_legal_in_every_mode(mode: ScreenMode) -> None:
    rng = np.random.default_rng(7)
    count = 16 if mode.usable is None else max(16, min(256, max(mode.usable) + 1))
    palette = Palette.from_array("random", rng.integers(0, 256, (count, 3)))
    native = nearest(mode, rng.random((mode.height, mode.width, 3), np.float32), palette)
    assert check(native) == []
    again = solve(mode, np.where(np.arange(count) == native.indices[..., None], -1, 0), palette)
    assert (again.indices == native.indices).all()


def test_what_cannot_be_solved_is_said_in_one_line() -> None:
    mode, palette = get_mode("c64-hires"), grey(16)
    for costs in (np.zeros((200, 320, 15)), np.full((200, 320, 16), np.nan)):
        with pytest.raises(PixelStyleError):
            solve(mode, costs.astype(np.float32), palette)
    with pytest.raises(PixelStyleError, match="shows every colour"):
        solve(get_mode("none"), np.zeros((512, 512, 16), np.float32), palette)
    with pytest.raises(UnknownNameError, match=r"c64-hires.*pixelstyle modes"):
        get_mode("c64-hire")
    with pytest.raises(PixelStyleError, match="breaks the rules"):
        with_slots(NativePicture(mode, palette, (np.arange(64000) % 3).astype(np.uint8).reshape(200, 320)))


@given(
    seed=st.integers(0, 2**32 - 1),
    sizes=st.sampled_from([(1, 70), (2, 14), (2, 70), (3, 14), (3, 37), (9, 10)]),
    spread=st.sampled_from([0, 2, 50]),
    floored=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_leaving_out_beaten_and_hopeless_colours_loses_nothing(
    seed: int, sizes: tuple[int, int], spread: int, floored: bool
) -> None:
    count, colours = sizes
    rng = np.random.default_rng(seed)
    points, places = rng.integers(-9, 9, (4, 9, 3)), rng.integers(-9, 9, (colours, 1, 1, 3))
    cells = rng.integers(-spread, spread + 1, (colours, 4, 9)) + ((points - places) ** 2).sum(axis=3)
    cells = np.concatenate([cells[:1] - 1000, cells]).astype(np.float32)  # the first is no candidate
    floor = cells[1 + colours // 2] + 1 if floored else None
    chosen, totals = best_sets(cells, count, np.arange(1, colours + 1), floor)
    lowered = cells if floor is None else np.minimum(cells, floor)
    every = [
        lowered[list(held)].min(axis=0).sum(axis=0) for held in itertools.combinations(range(1, colours + 1), count)
    ]
    assert (totals == np.min(every, axis=0)).all()
    assert (np.take_along_axis(lowered, chosen.T[:, None], axis=0).min(axis=0).sum(axis=0) == totals).all()
    assert all(len(set(held)) == count and min(held) >= 1 for held in chosen.tolist())


def test_a_colour_that_a_cell_does_not_need_is_the_next_cheapest() -> None:
    """For the dither: cells of one grey, where all but the nearest of 64 greys are idle."""
    greys = np.arange(64, dtype=np.float32)
    costs = (greys[:, None, None] - np.array([0, 20.2, 41.7])) ** 2 + np.zeros((64, 4, 3))
    cells, candidates = costs.astype(np.float32), np.arange(64)
    for floor in (None, np.full((4, 3), 1.0, np.float32)):
        chosen, _ = best_sets(cells, 2, candidates, floor)
        filled = with_next_best(cells, chosen, candidates, floor)
        assert [sorted(held) for held in filled.tolist()] == [[0, 1], [20, 21], [41, 42]]
    kept = with_next_best(np.array([[0, 9], [9, 0], [5, 5]], np.float32)[:, :, None], np.array([[0, 1]]), np.arange(3))
    assert kept.tolist() == [[0, 1]]


def test_a_picture_without_rules_is_found_in_parts_as_of_all_costs() -> None:
    rng = np.random.default_rng(3)
    mode = ScreenMode("wide", "wide", 300, 7, "p", usable=tuple(range(1, 250)))
    palette = Palette.from_array("p", rng.integers(0, 256, (256, 3)))
    picture = rng.random((7, 300, 3), np.float32)
    whole = solve(mode, distances(picture, palette, "oklab"), palette)
    assert (nearest(mode, picture, palette).indices == whole.indices).all()
    with pytest.raises(PixelStyleError, match=r"shape \(7, 300, 256\), not \(6, 300, 256\)"):
        nearest(mode, picture[:6], palette)
