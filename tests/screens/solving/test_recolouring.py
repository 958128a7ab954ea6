"""Tiles that take their colours along: the Intellivision's 64 patterns, each in any two colours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pixelstyle.formats.shared.layout import machine_palette
from pixelstyle.screens import (
    Dither,
    NativePicture,
    check,
    check_rgb,
    cut_cells,
    fit,
    get_mode,
    solve,
    spread,
    with_slots,
)
from tests.formats.legal.tiles import lay

MODE = get_mode("intellivision")
PALETTE = machine_palette(MODE)
BLACK, BLUE, RED, GREY, CYAN = 0, 1, 2, 8, 9


def laid(patterns: np.ndarray, backs: np.ndarray, fronts: np.ndarray) -> np.ndarray:
    """240 patterns, bool [240, 8, 8], in colours [240]."""
    return lay(np.where(patterns, fronts[:, None, None], backs[:, None, None]).astype(np.uint8), MODE)


def different_patterns(count: int) -> np.ndarray:
    """So many, bool [count, 8, 8], none the negative of another: the first dot is never lit, the second always."""
    patterns = np.random.default_rng(0).random((count, 8, 8)) < 0.5
    patterns[:, 0, :2] = False, True
    return patterns


def test_a_pattern_and_its_negative_are_one_where_both_colours_can_be_in_front() -> None:
    patterns = different_patterns(64).repeat(4, axis=0)[:240]
    flipped = np.arange(240) % 2 == 1
    backs, fronts = np.where(flipped, RED, BLUE), np.where(flipped, BLUE, RED)
    indices = laid(patterns, backs, fronts)
    picture = with_slots(NativePicture(MODE, PALETTE, indices))
    assert not check(NativePicture(MODE, PALETTE, indices)) and not check(picture)
    assert picture.codes is not None
    assert len(np.unique(cut_cells(picture.codes, (8, 8)).reshape(240, -1), axis=0)) == 60
    assert (picture.choices()[..., 0][picture.codes == 0] == indices[picture.codes == 0]).all()


def test_a_colour_of_backgrounds_alone_ties_a_pattern_down() -> None:
    patterns = different_patterns(60).repeat(4, axis=0)
    patterns[1::4] = ~patterns[1::4]
    tied = laid(patterns, np.full(240, GREY), np.full(240, RED))
    (clash,) = check(NativePicture(MODE, PALETTE, tied))
    assert "120 different tiles" in str(clash)
    assert not check(NativePicture(MODE, PALETTE, laid(patterns, np.full(240, BLUE), np.full(240, RED))))


def test_two_colours_of_backgrounds_alone_clash() -> None:
    indices = np.zeros((96, 160), np.uint8)
    indices[8:16, 16:20], indices[8:16, 20:24] = GREY, CYAN
    rgb = PALETTE.bytes()[indices]
    for clashes in (check(NativePicture(MODE, PALETTE, indices)), check_rgb(rgb, MODE, PALETTE)):
        assert [clash.cell for clash in clashes] == [(2, 1)]


def test_what_has_64_patterns_is_found_in_any_colours() -> None:
    rng = np.random.default_rng(1)
    patterns = different_patterns(64)[np.concatenate([np.arange(64), rng.integers(0, 64, 176)])]
    indices = laid(patterns, rng.integers(8, 16, 240), rng.integers(0, 8, 240))
    costs = (np.arange(16) != indices[..., None]).astype(np.float32)
    found = solve(MODE, costs, PALETTE)
    assert (found.indices == indices).all() and not check(found)


def test_patterns_chosen_with_their_colours_cost_less_than_patterns_in_settled_ones() -> None:
    rng = np.random.default_rng(2)
    costs = rng.random((96, 160, 16), np.float32)
    free = solve(replace(MODE, tiles=None), costs, PALETTE)
    found = solve(MODE, costs, PALETTE)
    settled = solve(replace(MODE, subpalettes=replace(MODE.subpalettes, cell=(8, 16))), costs, PALETTE)

    def paid(picture: NativePicture) -> float:
        return float(np.take_along_axis(costs, picture.indices[..., None].astype(np.intp), axis=2).sum())

    assert paid(free) < paid(found) < paid(settled)
    assert found.subpalettes is not None and found.subpalette_map is not None
    held = spread(found.subpalettes[found.subpalette_map], (8, 8), 96, 160)
    assert (held == found.indices[..., None]).any(axis=2).all()


@pytest.mark.parametrize("usable", [(1, 2, 3, 9, 10), (9, 10)])
def test_colours_that_are_forbidden_are_in_no_pair(usable: tuple[int, ...]) -> None:
    mode = replace(MODE, usable=usable)
    picture = np.random.default_rng(3).random((96, 160, 3)).astype(np.float32)
    for dither in (Dither(), Dither("bayer-4")):
        assert set(np.unique(fit(mode, picture, PALETTE, dither=dither).indices)) <= set(usable)
