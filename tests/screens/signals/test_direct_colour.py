"""Screens of five bits a channel: words, the nearest, the checker, and the consoles' own dithers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pixelstyle.palettes import get_palette
from pixelstyle.screens import Dither, NativePicture, check_rgb, fit, get_mode, nearest
from pixelstyle.screens.signals.direct_colour import exact_words, levels_of_words, words_of
from pixelstyle.screens.solving.costs import in_space

MODE, PALETTE = get_mode("gba-15bit"), get_palette("rgb-corners")


def test_words_are_levels() -> None:
    words = np.arange(1 << 15, dtype=np.uint16).reshape(128, 256)
    assert (words_of(levels_of_words(words)) == words).all()
    rgb = MODE.shows.render(words, PALETTE.bytes())
    found, exact = exact_words(rgb, PALETTE.bytes())
    assert exact.all() and (found == words).all()
    assert not exact_words(np.full((1, 1, 3), 1, np.uint8), PALETTE.bytes())[1].any()


@pytest.mark.parametrize("metric", ["rgb", "oklab", "lab"])
def test_the_nearest_is_the_best_of_all(metric: str) -> None:
    picture = np.random.default_rng(1).random((160, 240, 3)).astype(np.float32)
    levels = levels_of_words(nearest(MODE, picture, PALETTE, metric).indices)
    every = in_space(levels_of_words(np.arange(1 << 15)) / np.float32(31), metric)
    for y, x in np.random.default_rng(2).integers(0, 160, (40, 2)):
        wanted = in_space(picture[y, x], metric)
        best = ((every - wanted) ** 2).sum(axis=1).min()
        own = ((in_space(levels[y, x] / np.float32(31), metric) - wanted) ** 2).sum()
        assert own <= best * 1.001 + 1e-7


def test_the_checker_names_what_five_bits_cannot_make() -> None:
    rgb = np.zeros((160, 240, 3), np.uint8)
    rgb[8:16] = 255 * 7 // 31 + 1
    assert check_rgb(rgb, MODE) == []
    rgb[17, 9] = 0, 1, 0
    (clash,) = check_rgb(rgb, MODE)
    assert clash.cell == (1, 2)
    assert clash.found == ("#000100",)


def by_the_gpu(levels: np.ndarray) -> np.ndarray:
    """As the PlayStation writes: a number by place is added to eight bits, cut to 0..255, and three are dropped."""
    numbers = np.array([[-4, 0, -3, 1], [2, -2, 3, -1], [-3, 1, -4, 0], [3, -1, 2, -2]])
    return np.clip(levels + np.tile(numbers, (40, 60)), 0, 255) >> 3


def by_the_rdp(levels: np.ndarray) -> np.ndarray:
    """As the Nintendo 64 writes: up by one where the three bits to be dropped are above the magic square."""
    square = np.array([[0, 6, 1, 7], [4, 2, 5, 3], [3, 5, 2, 4], [7, 1, 6, 0]])
    return np.minimum((levels >> 3) + ((levels & 7) > np.tile(square, (40, 60))), 31)


@pytest.mark.parametrize(("name", "hardware"), [("playstation", by_the_gpu), ("nintendo-64", by_the_rdp)])
def test_a_consoles_dither_lights_the_pixels_that_its_hardware_lights(
    name: str, hardware: Callable[[np.ndarray], np.ndarray]
) -> None:
    truncated = 4 if name == "playstation" else 0  # half a step, by which truncation is darker than rounding
    for level in range(80, 97):
        grey = np.full((160, 240, 3), level / 8 / 31, np.float32)
        shown = levels_of_words(fit(MODE, grey, PALETTE, dither=Dither(name)).indices)
        assert (shown == hardware(np.full((160, 240), level + truncated))[..., None]).all(), level


def test_a_picture_is_read_back_from_its_colours() -> None:
    picture = NativePicture(MODE, PALETTE, np.arange(160 * 240, dtype=np.uint16).reshape(160, 240) & 0x7FFF)
    assert (nearest(MODE, picture.native_rgb() / np.float32(255), PALETTE).indices == picture.indices).all()
