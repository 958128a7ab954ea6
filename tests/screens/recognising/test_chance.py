"""How much it says that colours are near to a machine's."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.palettes import get_palette
from pixelstyle.screens.recognising.assignment import assignments, nearest_by_numbers
from pixelstyle.screens.recognising.chance import CHANCE, by_no_chance, log_chance
from pixelstyle.screens.recognising.renderings import Setting, renderings_of


def test_nearer_and_more_colours_say_more() -> None:
    entries = get_palette("cpc").srgb().astype(np.float64)
    used = [3, 6, 14, 21]

    def said(off: int, count: int = 4) -> float:
        shown = entries[used[:count]]
        return log_chance(np.round(shown * 255 + off * (1 - 2 * shown)).astype(np.uint8), shown, entries)

    assert said(0) < said(6) < said(12) < said(40)
    assert said(6, 4) < said(6, 3) < said(6, 2)
    assert said(40) > CHANCE


def test_greys_of_a_photo_say_little_among_a_machines_greys() -> None:
    greys = np.linspace(0, 1, 16)[:, None].repeat(3, axis=1)
    assert log_chance(np.array([[40] * 3, [104] * 3, [190] * 3], np.uint8), greys[[2, 6, 11]], greys) > CHANCE


@pytest.mark.parametrize("name", ["atari8-128", "plus4", "cpc", "c64-vice"])
def test_a_gamma_and_a_saturation_are_found_finely_and_believed(name: str) -> None:
    palette = get_palette(name)
    used = np.array([1, 5, 11, len(palette) // 2 + 2])
    setting = Setting(1.137, 0.73)
    colours = np.round(setting.of(palette.srgb().astype(np.float64)[used]) * 255).astype(np.uint8)
    renderings, entries = renderings_of(palette), np.arange(len(palette))
    best = assignments(colours, renderings, entries, price=0.0003)[0]
    assert best.entries == tuple(used)
    assert best.setting.exponent == pytest.approx(1.137, abs=0.02)
    assert best.setting.saturation == pytest.approx(0.73, abs=0.03)
    assert by_no_chance(colours, best, palette, entries)


def test_no_channel_is_off_by_more_than_noise() -> None:
    palette = get_palette("zx-spectrum")
    used, entries = np.array([0, 2, 7, 13]), np.arange(len(palette))
    colours = np.clip(palette.bytes()[used] + np.array([[9], [-12], [12], [-5]]), 0, 255).astype(np.uint8)
    found = nearest_by_numbers(colours, (palette,), entries)
    assert found is not None and found.entries == tuple(used)
    assert nearest_by_numbers(colours, (get_palette("bbc"),), np.arange(8)) is None
