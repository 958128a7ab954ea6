"""Sub-palettes of which each row of cells has some of its own: solver, checker and recovering beside all ways."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens import Choice, NativePicture, ScreenMode, SubPalettes, check, choose_palette, fit, solve
from pixelstyle.screens.checking import packing_search
from pixelstyle.screens.recovering.state import with_slots

ROWS, ACROSS, CELL, COLOURS = 2, 4, (3, 1), 6
RULE = SubPalettes(1 + ROWS, 3, CELL, by_row=1)
MODE = ScreenMode("m", "m", ACROSS * CELL[0], ROWS, None, subpalettes=RULE, choice=Choice(9, (5, 5, 5)))
PALETTE = Palette.from_array("p", 255 * (np.arange(COLOURS)[:, None] >> np.arange(3) & 1))
SETS = [set(chosen) for chosen in combinations(range(COLOURS), 3)]


def pictures(seed: int, count: int) -> list[np.ndarray]:
    """Rows of cells with two or three colours, mostly out of two sets."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        sets = [rng.permutation(COLOURS)[:3] for _ in range(3)]
        cells = [rng.choice(sets[rng.integers(3)], CELL[0]) for _ in range(ROWS * ACROSS)]
        found.append(np.array(cells, np.uint8).reshape(ROWS, -1))
    return found


def possible(indices: np.ndarray) -> bool:
    """Whether one set for all and one for each row hold the colours of every cell, by trying all."""
    cells = [[set(cell) for cell in row.reshape(ACROSS, -1).tolist()] for row in indices]
    return any(
        all(any(all(cell <= common or cell <= own for cell in row) for own in SETS) for row in cells) for common in SETS
    )


def test_the_checker_calls_legal_what_some_sub_palettes_show_and_they_are_found_again() -> None:
    outcomes = []
    for indices in pictures(3, 24):
        bare = NativePicture(MODE, PALETTE, indices)
        outcomes.append(possible(indices))
        assert (check(bare) == []) == outcomes[-1]
        if not outcomes[-1]:
            with pytest.raises(PixelStyleError, match="No sub-palettes"):
                with_slots(bare)
            continue
        again = with_slots(bare)
        assert (again.indices == indices).all() and again.subpalette_map is not None
        for row, chosen in enumerate(again.subpalette_map):
            assert set(chosen.tolist()) <= {0, 1 + row}
        assert (again.choices() == indices[..., None]).any(axis=2).all()
    assert set(outcomes) == {True, False}


def test_the_solver_shows_what_can_be_shown_and_each_row_only_its_own() -> None:
    for indices in pictures(5, 10):
        costs = (np.arange(COLOURS) != indices[..., None]).astype(np.float32)
        solved = solve(MODE, costs, PALETTE)
        assert check(solved) == [] and solved.subpalette_map is not None
        for row, chosen in enumerate(solved.subpalette_map):
            assert set(chosen.tolist()) <= {0, 1 + row}
        plain = replace(MODE, subpalettes=replace(RULE, count=1, by_row=0))
        assert (solved.indices != indices).sum() <= (solve(plain, costs, PALETTE).indices != indices).sum()


def test_a_cell_that_claims_another_rows_sub_palette_is_a_clash() -> None:
    indices = np.repeat([[0, 1, 2], [3, 4, 5]], ACROSS, axis=0).reshape(ROWS, -1).astype(np.uint8)
    indices[0, :3], indices[1, :6] = [1, 3, 5], [1, 3, 5, 0, 2, 4]
    held = np.array([[1, 3, 5], [0, 1, 2], [3, 4, 5]], np.uint8)
    chosen = np.array([[0, 1, 1, 1], [0, 1, 2, 2]], np.uint8)
    (clash,) = check(NativePicture(MODE, PALETTE, indices, subpalettes=held, subpalette_map=chosen))
    assert clash.cell == (1, 1) and "undecided" not in clash.allowed


def test_what_a_search_that_ends_early_has_not_found_is_called_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing_search, "_STEPS", 0)
    clashes = [check(NativePicture(MODE, PALETTE, indices)) for indices in pictures(7, 24) if possible(indices)]
    assert any(clashes)
    assert all("undecided" in clash.allowed for found in clashes for clash in found)


def test_sixteen_rows_of_four_flat_colours_each_are_shown_as_they_are() -> None:
    rule = SubPalettes(1 + 16, 3, (4, 4), by_row=1)
    mode = ScreenMode("m", "m", 16, 64, None, subpalettes=rule, choice=Choice(51, (5, 5, 5)))
    levels = np.linspace(0, 255, 32).round().astype(int)
    words = np.random.default_rng(1).permutation(32**3)[: 16 * 3 + 1]
    colours = levels[np.stack([words >> 10, words >> 5 & 31, words & 31], axis=1)]
    picture = np.zeros((64, 16, 3))
    for row in range(16):
        for cell, column in enumerate((0, 4, 8, 12)):
            colour = colours[-1] if cell == 3 else colours[3 * row + cell]
            picture[4 * row : 4 * row + 4, column : column + 4] = colour
    shown = fit(mode, picture.astype(np.float32) / 255, choose_palette(mode, picture / 255))
    assert check(shown) == [] and (shown.native_rgb() == picture).all()
    both = choose_palette(mode, np.concatenate([picture, picture]) / 255)  # as `stylize` asks for content and colours
    assert (fit(mode, picture.astype(np.float32) / 255, both).native_rgb() == picture).all()
