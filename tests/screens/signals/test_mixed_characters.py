"""Hires and multicolour characters: the search, the checker, which shares nothing with it, and what memory held."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, check, get_mode, lay_cells, mixed_cells, mixed_dots, solve
from tests.formats.legal.pictures import random_picture

MODE, PALETTE = get_mode("c64-characters-mixed"), get_palette("c64-colodore")


def test_what_memory_can_hold_is_legal_and_found_again() -> None:
    dots = random_picture(MODE, 1).indices
    assert check(NativePicture(MODE, PALETTE, dots)) == []
    held = mixed_cells(dots)
    assert held is not None and len(held.patterns) <= 256
    assert (mixed_dots(held.shared, held.patterns[held.numbers], held.nibbles) == dots).all()
    few = np.tile(dots[:48], (5, 1))[:200]  # 240 cells: each can have a pattern of its own
    costs = (few[..., None] != np.arange(16)).astype(np.float32)
    assert (solve(MODE, costs, PALETTE).indices == few).all()


def test_no_shared_colours_cost_less() -> None:
    """Beside all of them, for cells so few that each has its pattern."""
    costs = np.random.default_rng(3).random((8, 320, 16), np.float32) ** 4
    found = solve(replace(MODE, height=8), costs, PALETTE)
    cells = costs.reshape(8, 40, 4, 2, 16).transpose(1, 0, 2, 3, 4).reshape(40, 32, 2, 16)
    double, least = cells.sum(axis=2), np.inf
    for some in combinations(range(16), 3):
        three = double[..., some].min(axis=2)
        multicolour = min_over([np.minimum(three, double[..., own]).sum(axis=1) for own in range(8)])
        for behind in some:
            hires = min_over([np.minimum(cells[..., behind], cells[..., own]).sum(axis=(1, 2)) for own in range(8)])
            least = min(least, float(np.minimum(multicolour, hires).sum()))
    paid = np.take_along_axis(costs, found.indices[..., None].astype(np.intp), axis=2).sum()
    assert paid == pytest.approx(least, rel=1e-5)
    assert check(found) == []


def min_over(ways: list[np.ndarray]) -> np.ndarray:
    return np.asarray(np.stack(ways).min(axis=0))


def hires_cells(patterns: int, behind: int, own: int = 1) -> np.ndarray:
    """So many different cells, each with single bits and two beside each other, and then blank ones."""
    bits = np.zeros((1000, 64), np.uint8)
    for number in range(patterns):
        bits[number, :14] = [0, 1, 1, 1, *(number >> k & 1 for k in range(10))]
    return lay_cells(np.where(bits, own, behind).astype(np.uint8).reshape(25, 40, 8, 8))


@pytest.mark.parametrize(("patterns", "behind", "legal"), [(255, 11, True), (256, 11, False), (256, 6, True)])
def test_patterns_are_counted(patterns: int, behind: int, legal: bool) -> None:
    """A blank cell needs one more; but on one of the first eight colours it can be any, in the background's colour."""
    dots = hires_cells(patterns, behind)
    clashes = check(NativePicture(MODE, PALETTE, dots))
    assert [(clash.rule, clash.found) for clash in clashes] == (
        [] if legal else [("patterns", ("at least 257 patterns",))]
    )
    held = mixed_cells(dots)
    assert (held is not None) is legal
    if held is not None:
        assert (mixed_dots(held.shared, held.patterns[held.numbers], held.nibbles) == dots).all()


@pytest.mark.parametrize(
    "colours",
    [
        (0, 1, 2, 2),  # in single dots no third colour
        (0, 8, 0, 0),  # nor one beyond the first eight
        (9, 9, 0, 0),  # a fourth beyond them, where three are shared
    ],
)
def test_clashes_are_found_where_they_were_planted(colours: tuple[int, ...]) -> None:
    dots = np.zeros((200, 320), np.uint8)
    dots[:8, :24] = np.repeat([0, 12, 15, 3, 5, 0, 12, 15, 0, 12, 15, 6], 2)
    dots[:8, 8:16] = np.repeat([5, 0, 12, 15], 2)
    dots[16, 24:28] = colours
    (clash,) = check(NativePicture(MODE, PALETTE, dots))
    assert (clash.cell, clash.rule) == ((3, 2), "colours in a cell")
    assert mixed_cells(dots) is None
