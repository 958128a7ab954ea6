"""Registers written within the line: against all that could be held, and by the checker's own reading of the rule."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, Slots, check, check_rgb, get_mode, solve, with_slots
from pixelstyle.screens.checking import spans
from tests.formats.legal.pictures import random_picture

PALETTE = Palette.from_array("p", np.arange(12).reshape(4, 3) * 17)
SPANS = ((0, 1), (0, 3), (1, 6), (3, 8), (6, 9), (8, 9))
WIDTH = 9
"""Two registers, each written twice within nine pixels."""
LINES = 8
EVERY = np.array(list(product(range(4), repeat=len(SPANS))))
COVERS = np.array([[first <= x < end for first, end in SPANS] for x in range(WIDTH)])


def mode(height: int = 1) -> ScreenMode:
    return ScreenMode("m", "m", WIDTH, LINES * height, "p", slots=(Slots(6, (WIDTH, height), spans=SPANS),))


def least_of(line: np.ndarray) -> float:
    """The least that pixels pay, costs [WIDTH, 4], of all that six slots can hold."""
    paid = np.where(COVERS[:, None], line[np.arange(WIDTH)[:, None, None], EVERY], np.inf).min(axis=2)
    return float(paid.sum(axis=0).min())


def test_no_pixel_shows_what_is_not_held_there_and_the_total_is_near_the_least() -> None:
    rng, excess = np.random.default_rng(1), []
    for _ in range(20):
        costs = rng.random((LINES, WIDTH, 4), np.float32)
        native = solve(mode(), costs, PALETTE)
        held = native.slots[0][:, 0]
        shown = (held[:, None] == native.indices[..., None]) & COVERS
        assert shown.any(axis=2).all() and check(native) == []
        paid = np.take_along_axis(costs, native.indices[..., None].astype(int), axis=2)[..., 0].sum(axis=1)
        excess += [of_line / least_of(line) - 1 for of_line, line in zip(paid, costs, strict=True)]
    assert min(excess) < 1e-5 and np.mean(excess) < 0.05


@pytest.mark.parametrize("height", [1, 2])
def test_the_checker_and_the_search_find_what_can_be_held_and_nothing_else(height: int) -> None:
    rng, outcomes = np.random.default_rng(2), set()
    for _ in range(60):
        line = rng.integers(0, 4, WIDTH)
        line[rng.integers(WIDTH) :] = rng.integers(0, 4)
        indices = np.tile(line, (LINES * height, 1)).astype(np.uint8)
        possible = least_of(np.where(np.arange(4) == line[:, None], 0.0, 1.0)) == 0
        native = NativePicture(mode(height), PALETTE, indices)
        assert (check(native) == []) == possible
        assert (check_rgb(native.native_rgb(), native.mode, PALETTE) == []) == possible
        if possible:
            assert (with_slots(native).indices == indices).all()
        outcomes.add(possible)
    assert outcomes == {True, False}


@pytest.mark.parametrize(("registers", "times"), [(2, 2), (2, 3), (2, 4)])
def test_what_the_checker_says_of_registers_written_anywhere_is_proven(registers: int, times: int) -> None:
    rng, outcomes = np.random.default_rng(registers * times), list[bool]()
    held = np.array(list(product(range(4), repeat=registers * times)))
    while len(outcomes) < 25:
        writes = np.sort(rng.integers(1, WIDTH, registers * (times - 1))).tolist()
        runs = tuple(zip([0] * registers + writes, writes + [WIDTH] * registers, strict=True))
        if any(first == end for first, end in runs):
            continue
        covers = np.array([[first <= x < end for first, end in runs] for x in range(WIDTH)])
        filling = held[rng.integers(len(held))]
        line = np.array([rng.choice(filling[here]) for here in covers])
        line[rng.integers(WIDTH, size=4)] = rng.integers(4, size=4)
        shown = [(held[:, here] == colour).any(axis=1) for here, colour in zip(covers, line, strict=True)]
        rule = ScreenMode("m", "m", WIDTH, 1, "p", slots=(Slots(len(runs), (WIDTH, 1), spans=runs),))
        found = check(NativePicture(rule, PALETTE, line[None].astype(np.uint8))) == []
        outcomes.append(found)
        assert found == np.all(shown, axis=0).any(), (runs, line)
    assert set(outcomes) == {True, False}


def test_a_line_that_takes_too_many_steps_is_called_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "_MOST_STEPS", 1)
    indices = np.tile(np.arange(WIDTH) // 4, (LINES, 1)).astype(np.uint8)
    clashes = check(NativePicture(mode(), PALETTE, indices))
    assert len(clashes) == LINES and all("undecided" in clash.allowed for clash in clashes)


@pytest.mark.slow
def test_any_filling_of_all_48_is_found_again_by_search_and_checker() -> None:
    st = get_mode("atari-st-spectrum512")
    for seed in range(2):
        picture = random_picture(st, seed)
        bare = NativePicture(st, picture.palette, picture.indices)
        assert check(bare) == []
        assert (with_slots(bare).indices == bare.indices).all()


def test_a_clash_says_which_line_and_how_many_at_a_time() -> None:
    st = get_mode("atari-st-spectrum512")
    palette = random_picture(st, 1).palette
    indices = np.zeros((199, 320), np.uint8)
    indices[7:9, 5:21] = indices[7:9, 25:41] = np.arange(16)  # registers 2 and 3 are written in between
    indices[7, 25:27] = 16, 17
    assert check(NativePicture(st, palette, indices)) == []
    indices[8, 25:28] = 16, 17, 18
    (clash,) = check(NativePicture(st, palette, indices))
    assert (clash.cell, clash.rule, len(clash.found)) == ((0, 8), "colours along a line", 19)
    assert "16 at a time" in clash.allowed
