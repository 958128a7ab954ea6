"""Two multicolour frames half a pixel apart: whether some pixels of both make the colours, and whether the cells can
hold those."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.colour_numbers import colours_by_cell, distinct, numbers_of
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.mode import ScreenMode

_CELL, _COLOURS = 8, 16
_LINES = {"mci": 8, "drazlace": 8, "ifli": 1}
"""By signal: how many lines have the same screen RAM."""
_ONE_SCREEN = ("drazlace",)
"""Where both frames show the same."""


def frame_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells whose pixels no colours in screen and colour RAM give."""
    return _too_many(picture.indices, picture.mode)


def mixture_clashes(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """The cells with a colour that no two pixels make beside the colours to its left, in uint8 [H, W, 3] of the
    palette's colours; where there are none, `frame_clashes` of those pixels."""
    numbers = numbers_of(rgb)
    known, place = distinct(numbers)
    keys = numbers_of(palette.bytes()).tolist()
    partner = np.zeros((len(known), _COLOURS, _COLOURS), bool)
    row_of = {number: row for row, number in enumerate(known.tolist())}
    entry = 0
    for first in range(_COLOURS):  # the colours themselves, then each with those behind it
        if keys[first] in row_of:
            partner[row_of[keys[first]], first, first] = True
    for first in range(_COLOURS):
        for second in range(first + 1, _COLOURS):
            row = row_of.get(keys[_COLOURS + entry])
            if row is not None:
                partner[row, first, second] = partner[row, second, first] = True
            entry += 1
    possible = np.zeros((len(rgb), _COLOURS), bool)
    possible[:, 0] = True  # black stands before a line
    pixels, wrong = np.zeros(numbers.shape, np.uint8), np.zeros(numbers.shape, bool)
    for column in range(rgb.shape[1]):
        after = (partner[place[:, column]] & possible[:, :, None]).any(axis=1)
        wrong[:, column] = ~after.any(axis=1)
        after[wrong[:, column]] = True
        pixels[:, column] = after.argmax(axis=1)
        possible = after
    cell = (_CELL, _CELL)
    allowed = "mixtures of which one colour is the one before's, too"
    places = colours_by_cell(numbers, wrong, cell)
    clashes = [at(where, cell, found, allowed, "colours beside each other") for where, found in places]
    return clashes or _too_many(pixels, mode)


def _too_many(pixels: np.ndarray, mode: ScreenMode) -> list[Clash]:
    signal = mode.signal or ""
    clashes = []
    for row in range(pixels.shape[0] // _CELL):
        for column in range(pixels.shape[1] // _CELL):
            cell = pixels[row * _CELL : (row + 1) * _CELL, column * _CELL : (column + 1) * _CELL]
            areas = list(_areas(cell, _LINES[signal], signal in _ONE_SCREEN))
            if any(all(len(area - {common}) <= 2 for area in areas) for common in range(_COLOURS)):
                continue
            found = [f"{colour}" for colour in sorted(set().union(*areas))]
            allowed = "black, one colour of both frames, and two of each area of screen RAM"
            clashes.append(at((row, column), (_CELL, _CELL), found, allowed, "colours in a cell"))
    return clashes


def _areas(cell: np.ndarray, lines: int, one_screen: bool) -> Iterator[set[int]]:
    """The colours, but for black, that each area of screen RAM has to show with the help of colour RAM."""
    for top in range(0, _CELL, lines):
        part = cell[top : top + lines]
        for frame in (part,) if one_screen else (part[:, ::2], part[:, 1::2]):
            yield {int(colour) for colour in np.unique(frame)} - {0}
