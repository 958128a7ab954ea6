"""YJK: whether one J and one K make all four colours of a group.

Written from the V9958's formulas, colour by colour: where no channel is cut off, red and green say what J and K are for
each Y; where one is, all that lie beyond it will do.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.colour_numbers import colours_by_cell, cut_off, numbers_of
from pixelstyle.screens.mode import ScreenMode

_GROUP = (4, 1)
_TOP = 31


def groups_of_one_chroma(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """The groups of 4 x 1 pixels that no J and K can show. rgb: uint8 [H, W, 3]; the palette has no say."""
    numbers = numbers_of(rgb)
    groups, place = np.unique(numbers.reshape(-1, 4), axis=0, return_inverse=True)
    possible = _possible(groups)
    wrong = ~possible[place.reshape(-1)].reshape(len(rgb), -1).repeat(4, axis=1)
    allowed = "four brightnesses of one J and K"
    places = colours_by_cell(numbers, wrong, _GROUP)
    return [cut_off(at(where, _GROUP, found, allowed, "colours beside each other"), mode) for where, found in places]


def _possible(groups: np.ndarray) -> np.ndarray:
    """Of groups of four colours 0xRRGGBB, [N, 4], those that can be shown, bool [N]."""
    colours, place = np.unique(groups, return_inverse=True)
    levels = np.rint(np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1) * (_TOP / 255))
    lit = (np.rint(levels * (255 / _TOP)) @ np.array([1 << 16, 1 << 8, 1]) == colours)[:, None, None]
    fitting = place.reshape(groups.shape)
    found = np.zeros(len(groups), bool)
    chroma = np.arange(-32, 32)
    for j in chroma:  # a J at a time, or it would take much memory
        ways = np.zeros((len(colours), 64), bool)
        for y in range(_TOP + 1):
            red = np.clip(y + j, 0, _TOP) == levels[:, 0]
            green = np.clip(y + chroma, 0, _TOP) == levels[:, 1, None]
            blue = np.clip(np.floor_divide(5 * y - 2 * j - chroma + 2, 4), 0, _TOP) == levels[:, 2, None]
            ways |= red[:, None] & green & blue
        ways &= lit[:, :, 0]
        together = np.logical_and.reduce(ways[fitting], axis=1)
        found |= np.logical_or.reduce(together, axis=1)
    return found
