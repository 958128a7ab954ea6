"""Pixels that hold their colours: whether five bits a channel make them."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.colour_numbers import BLOCK, colours_by_cell, cut_off, numbers_of
from pixelstyle.screens.mode import ScreenMode

_LEVELS = np.isin(np.arange(256), np.floor(np.arange(32) * 255 / 31 + 0.5))
"""Which bytes the 32 levels are shown as."""


def not_five_bits(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """The blocks with colours, uint8 [H, W, 3], of which a channel is none of 32 levels; the palette has no say."""
    wrong = ~_LEVELS[rgb].all(axis=2)
    places = colours_by_cell(numbers_of(rgb), wrong, BLOCK)
    allowed = "five bits a channel"
    return [cut_off(at(where, BLOCK, found, allowed, "colours beyond the machine's"), mode) for where, found in places]
