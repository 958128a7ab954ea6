"""YJK: whether one J and one K make all four colours of a group, or those of them that no palette has.

Written from the V9958's formulas, colour by colour: where no channel is cut off, red and green say what J and K are for
each Y; where one is, all that lie beyond it will do.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.colour_numbers import colours_by_cell, cut_off, numbers_of
from pixelstyle.screens.mode import ScreenMode

_GROUP = (4, 1)
_TOP = 31


def groups_of_one_chroma(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """The groups of 4 x 1 pixels that no J and K can show. rgb: uint8 [H, W, 3]; the palette has no say."""
    return _told(numbers_of(rgb), [], range(_TOP + 1), mode, "four brightnesses of one J and K")


def groups_beside_registers(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """The groups of 4 x 1 pixels of which those that no register has are not of one J and K, Y being even. rgb: uint8
    [H, W, 3].

    Without a palette registers hold whatever YJK has not, and of the colours that both have as few as will do.
    """
    numbers = numbers_of(rgb)
    even, allowed = range(0, _TOP + 1, 2), "the palette's colours, and brightnesses of one J and K"
    if palette is not None:
        return _told(numbers, list(numbers_of(palette.bytes()).tolist()), even, mode, allowed)
    count = 0 if mode.choice is None else mode.choice.colours
    channels = np.unique(rgb.reshape(-1, 3), axis=0)
    own = channels[(np.rint(np.rint(channels * (_TOP / 255)) * (255 / _TOP)) != channels).any(axis=1)]
    strange = own[(np.rint(np.rint(own * (7 / 255)) * (255 / 7)) != own).any(axis=1)]
    if len(strange) or len(own) > count:
        many = f"{len(own):,} colours that YJK has not"
        return [of_all(mode, [many], f"{count} of three bits a channel", "colours in the picture")]
    needed, both = numbers_of(own).tolist(), numbers_of(channels[np.isin(channels, (0, 255)).all(axis=1)]).tolist()
    clashes: list[Clash] = []
    for more in range(min(len(both), count - len(needed)) + 1):
        for some in combinations(both, more):
            clashes = _told(numbers, [*needed, *some], even, mode, allowed)
            if not clashes:
                return []
    return clashes


def _told(numbers: np.ndarray, listed: list[int], brightnesses: range, mode: ScreenMode, allowed: str) -> list[Clash]:
    """The clashes of colours 0xRRGGBB, [H, W], with these registers."""
    groups, place = np.unique(numbers.reshape(-1, 4), axis=0, return_inverse=True)
    possible = _possible(groups, listed, brightnesses)
    wrong = ~possible[place.reshape(-1)].reshape(len(numbers), -1).repeat(4, axis=1)
    places = colours_by_cell(numbers, wrong, _GROUP)
    return [cut_off(at(where, _GROUP, found, allowed, "colours beside each other"), mode) for where, found in places]


def _possible(groups: np.ndarray, listed: list[int], brightnesses: range) -> np.ndarray:
    """Of groups of four colours 0xRRGGBB, [N, 4], those that can be shown with these registers and Y, bool [N]."""
    colours, place = np.unique(groups, return_inverse=True)
    free = np.isin(colours, listed)[:, None]
    levels = np.rint(np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1) * (_TOP / 255))
    lit = (np.rint(levels * (255 / _TOP)) @ np.array([1 << 16, 1 << 8, 1]) == colours)[:, None, None]
    fitting = place.reshape(groups.shape)
    found = np.zeros(len(groups), bool)
    chroma = np.arange(-32, 32)
    for j in chroma:  # a J at a time, or it would take much memory
        ways = np.zeros((len(colours), 64), bool)
        for y in brightnesses:
            red = np.clip(y + j, 0, _TOP) == levels[:, 0]
            green = np.clip(y + chroma, 0, _TOP) == levels[:, 1, None]
            blue = np.clip(np.floor_divide(5 * y - 2 * j - chroma + 2, 4), 0, _TOP) == levels[:, 2, None]
            ways |= red[:, None] & green & blue
        ways = ways & lit[:, :, 0] | free
        together = np.logical_and.reduce(ways[fitting], axis=1)
        found |= np.logical_or.reduce(together, axis=1)
    return found
