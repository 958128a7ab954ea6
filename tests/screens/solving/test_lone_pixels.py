"""Pixels that stand alone take a neighbour's colour, what the content has stays, and nothing becomes illegal."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.requests.small_screens import has_bound_pixels
from pixelstyle.screens import NativePicture, ScreenMode, check, get_mode, modes, solve, without_lone_pixels

PALETTE = get_palette("pico-8")


def in_mode(mode: ScreenMode, seed: int = 3) -> NativePicture:
    """Two areas and colours by chance in every tenth pixel."""
    chance = np.random.default_rng(seed)
    palette = get_palette(mode.palette or "pico-8")
    costs = np.ones((mode.height, mode.width, len(palette)), np.float32)
    wanted = np.full((mode.height, mode.width), 1 % len(palette))
    wanted[:, mode.width // 2 :] = 2 % len(palette)
    odd = chance.random(wanted.shape) < 0.1
    wanted[odd] = chance.integers(0, len(palette), odd.sum())
    np.put_along_axis(costs, wanted[..., None], 0, axis=2)
    return solve(mode, costs, palette)


def test_a_lone_pixel_goes_and_a_star_of_the_content_stays() -> None:
    mode = get_mode("free").resized(20, 12)
    indices = np.full((12, 20), 1, np.uint8)
    indices[3, 3] = indices[8, 14] = 7
    indices[6, 8:11] = 8
    guide = np.full((12, 20, 3), 0.2, np.float32)
    guide[8, 14] = 1
    after = without_lone_pixels(NativePicture(mode, PALETTE, indices), guide, 0.5).indices
    indices[3, 3] = 1
    assert (after == indices).all()
    still = np.zeros((12, 20), bool)
    still[3, 3] = True
    indices[3, 3] = 7
    assert (without_lone_pixels(NativePicture(mode, PALETTE, indices), guide, 0.5, still).indices == indices).all()


def test_the_nearest_of_the_neighbours_colours_is_taken() -> None:
    mode = get_mode("free").resized(8, 6)
    dark, light, nearly_light = 1, 7, 6
    indices = np.full((6, 8), dark, np.uint8)
    indices[:, 4:] = light
    indices[3, 3] = nearly_light
    after = without_lone_pixels(NativePicture(mode, PALETTE, indices), np.zeros((6, 8, 3), np.float32), 1.0).indices
    assert after[3, 3] == light


def test_the_less_weight_the_calmer_it_has_to_be_around_a_pixel() -> None:
    mode = get_mode("free").resized(12, 6)
    indices = np.full((6, 12), 1, np.uint8)
    indices[2, 3] = indices[2, 8] = 8
    indices[1:3, 9] = indices[1, 7:9] = 12  # around the second one four are of one colour and four of another
    guide = np.zeros((6, 12, 3), np.float32)
    left = [without_lone_pixels(NativePicture(mode, PALETTE, indices), guide, w).indices for w in (0.0, 0.25, 0.5, 1.0)]
    assert [[each[2, 3] == 8, each[2, 8] == 8] for each in left] == [[1, 1], [0, 1], [0, 0], [0, 0]]


FREE = [mode.name for mode in modes() if not has_bound_pixels(mode) and mode.choice is None]


@pytest.mark.sweep
@pytest.mark.parametrize("name", FREE)
def test_it_stays_legal_where_cells_have_colours(name: str) -> None:
    mode = get_mode(name)
    before = in_mode(mode)
    after = without_lone_pixels(before, np.zeros((mode.height, mode.width, 3), np.float32), 1.0)
    assert check(after) == []
    assert count_orphan_pixels(after.indices) < max(1, count_orphan_pixels(before.indices)) / 3
