"""NUFLI: the search, which is exact, and the checker, which shares nothing with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, ScreenMode, check, get_mode, solve
from tests.formats.legal.pictures import random_picture

MODE, FITTED, PALETTE = get_mode("c64-nufli"), get_mode("c64-nuflix"), get_palette("c64-colodore")


def costs_of(dots: np.ndarray) -> np.ndarray:
    return (dots[..., None] != np.arange(16)).astype(np.float32)


@pytest.mark.parametrize("mode", [MODE, FITTED])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_registers_can_hold_is_found_and_legal(mode: ScreenMode, seed: int) -> None:
    dots = random_picture(mode, seed).indices
    assert check(NativePicture(mode, PALETTE, dots)) == []
    assert (solve(mode, costs_of(dots), PALETTE).indices == dots).all()


@pytest.mark.parametrize("mode", [MODE, FITTED])
def test_no_legal_picture_is_cheaper(mode: ScreenMode) -> None:
    """Than the one found, of many whose best dots are taken under random costs, and of that one with noise in it."""
    rng = np.random.default_rng(3)
    costs = rng.random((200, 320, 16), np.float32)
    found = solve(mode, costs, PALETTE)
    assert check(found) == []

    def total(dots: np.ndarray) -> float:
        return float(np.take_along_axis(costs, dots[..., None].astype(np.intp), axis=2).sum())

    least = total(found.indices)
    for noise in (0.01, 1.0):
        other = solve(mode, costs + noise * rng.random(costs.shape, np.float32), PALETTE)
        assert total(other.indices) >= least
    assert total(random_picture(mode, 1).indices) > least


CHANGES = {  # place and colours of dots, and where the clash is
    "three colours in two and two dots of a line": ((50, 200), (1, 2, 3, 4), (25, 25)),
    "a third colour where no sprite is": ((50, 312), (1, 2, 3), (39, 25)),
}


@pytest.mark.parametrize("mode", [MODE, FITTED])
@pytest.mark.parametrize("what", CHANGES)
def test_clashes_are_found_where_they_were_planted(mode: ScreenMode, what: str) -> None:
    (line, x), colours, cell = CHANGES[what]
    dots = np.full((200, 320), 6, np.uint8)
    dots[line, x : x + len(colours)] = colours
    (clash,) = check(NativePicture(mode, PALETTE, dots))
    assert (clash.cell, clash.box[1], clash.rule) == (cell, 50, "colours over sprites")


def test_five_colours_and_two_more_are_too_many_at_the_left() -> None:
    dots = np.full((200, 320), 6, np.uint8)
    dots[80, :24:2] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]
    (clash,) = check(NativePicture(MODE, PALETTE, dots))
    assert clash.box == (0, 80, 24, 2)


def test_a_sprite_keeps_its_colour_where_there_is_no_time() -> None:
    """Sprite 1 keeps its colour in steps 8, 16 ...; with three colours a cell it cannot be another one."""
    for line, legal in ((15, False), (17, True)):  # steps 8 and 9
        dots = np.full((200, 320), 0, np.uint8)
        for y, third in ((line - 1, 3), (line, 5)):
            dots[y, 24:32] = [1, 1, 2, 2, third, third, 1, 2]
        assert (check(NativePicture(MODE, PALETTE, dots)) == []) is legal
        found = solve(MODE, costs_of(dots), PALETTE).indices
        assert (found == dots).all() == legal


def test_the_checker_knows_the_left_ones_turn() -> None:
    """Each of the four colours at the left is new in every fourth pair of lines only."""
    rng = np.random.default_rng(5)
    dots = random_picture(MODE, 5).indices.copy()
    dots[:, 24:] = 0
    clean = NativePicture(MODE, PALETTE, dots)
    assert check(clean) == []
    for pair in range(100):  # four colours of their own in each pair
        dots[2 * pair : 2 * pair + 2, :24] = rng.permutation(15)[:4].repeat(6)
    clashes = check(replace(clean, indices=dots))
    assert clashes and all(clash.box[0] == 0 for clash in clashes)


def shown_by(*changes: tuple[int, int, int]) -> np.ndarray:
    """Dots whose sprites, 0 to 5, have colour 3 in line 96, and from another one on another colour, to line 99: each in
    two cells of two other colours, where a sprite can be nothing else."""
    dots = np.zeros((200, 320), np.uint8)
    for line in range(96, 100):
        for sprite in range(6):
            third = [colour for k, first, colour in changes if k == sprite and first <= line]
            left, own = 24 + 48 * sprite, [third[-1] if third else 3] * 2
            dots[line, left : left + 16] = [1, 1, 2, 2, *own, 1, 2, 7, 7, 8, 8, *own, 7, 8]
    return dots


@pytest.mark.parametrize(
    ("changes", "legal"),
    [
        (((0, 97, 4), (1, 97, 4), (5, 97, 4)), True),
        (((0, 97, 4), (1, 97, 4), (2, 98, 4)), False),
        (((0, 97, 4), (0, 98, 5), (3, 97, 4), (4, 98, 4)), True),
        (((5, 98, 4),), False),
    ],
)
def test_a_step_has_time_for_so_many_writes(changes: tuple[tuple[int, int, int], ...], legal: bool) -> None:
    """Step 49, in line 97, two for each three sprites; behind the last one there is no time."""
    dots = shown_by(*changes)
    assert (check(NativePicture(FITTED, PALETTE, dots)) == []) is legal
    assert bool((solve(FITTED, costs_of(dots), PALETTE).indices == dots).all()) is legal
