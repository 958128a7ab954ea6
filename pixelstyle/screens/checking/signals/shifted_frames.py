"""Two multicolour frames half a pixel apart: whether some pixels of both make the colours, and whether the cells can
hold those."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.colour_numbers import colours_by_cell, distinct, numbers_of
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.mode import ScreenMode

_CELL, _COLOURS = 8, 16
_LINES = {"mci": 8, "drazlace": 8, "ifli": 1}
"""By signal: how many lines have the same screen RAM."""
_ONE_SCREEN = ("drazlace",)
"""Where both frames show the same."""


def frame_clashes(picture: CheckedPicture) -> list[Clash]:
    """More than one background, or another than the mode has for good; else the cells whose pixels no colours in screen
    and colour RAM give."""
    codes, fixed = picture.indices, picture.mode.fixed.get("background")
    beyond = np.argwhere(codes[:, 1:] >= _COLOURS)
    if len(beyond):
        row, column = (int(n) for n in beyond[0] + (0, 1))
        box, found = (column, row, 1, 1), (f"{codes[row, column]}",)
        return [Clash((column // _CELL, row // _CELL), box, found, f"0..{_COLOURS - 1}", "colours of the hardware")]
    backgrounds = np.unique(codes[:, 0] // _COLOURS).tolist()
    if len(backgrounds) > 1 or fixed not in (None, backgrounds[0]):
        allowed = "one for all lines" if fixed is None else f"{fixed}"
        return [of_all(picture.mode, [f"{colour}" for colour in backgrounds], allowed, "background")]
    return _too_many(codes % _COLOURS, picture.mode, backgrounds[0])


def mixture_clashes(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """The cells with a colour that no two pixels make beside the colours to its left, in uint8 [H, W, 3] of the
    palette's colours; where there are none, `frame_clashes` of those pixels. With the background of which there are
    fewest, if the mode has none for good."""
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
    fixed = mode.fixed.get("background")
    fits = partner[place[:, 0]].any(axis=2).sum(axis=0)  # in how many lines each colour can stand before column 0
    best: list[Clash] | None = None
    for background in np.flatnonzero(fits == fits.max()).tolist() if fixed is None else [fixed]:
        clashes = _clashes_behind(background, partner[place], numbers, mode)
        best = clashes if best is None or len(clashes) < len(best) else best
        if not best:
            break
    return best or []


def _clashes_behind(background: int, made_of: np.ndarray, numbers: np.ndarray, mode: ScreenMode) -> list[Clash]:
    """The clashes with a background, for the two colours that make each dot, bool [H, W, 16, 16], and the colours'
    numbers, [H, W]."""
    possible = np.zeros((len(numbers), _COLOURS), bool)
    possible[:, background] = True  # it stands before a line
    pixels, wrong = np.zeros(numbers.shape, np.uint8), np.zeros(numbers.shape, bool)
    for column in range(numbers.shape[1]):
        after = np.asarray((made_of[:, column] & possible[:, :, None]).any(axis=1))
        wrong[:, column] = ~after.any(axis=1)
        after[wrong[:, column]] = True
        pixels[:, column] = after.argmax(axis=1)
        possible = after
    cell = (_CELL, _CELL)
    allowed = "mixtures of which one colour is the one before's, too"
    places = colours_by_cell(numbers, wrong, cell)
    clashes = [at(where, cell, found, allowed, "colours beside each other") for where, found in places]
    return clashes or _too_many(pixels, mode, background)


def _too_many(pixels: np.ndarray, mode: ScreenMode, background: int) -> list[Clash]:
    signal = mode.signal or ""
    clashes = []
    for row in range(pixels.shape[0] // _CELL):
        for column in range(pixels.shape[1] // _CELL):
            cell = pixels[row * _CELL : (row + 1) * _CELL, column * _CELL : (column + 1) * _CELL]
            areas = [area - {background} for area in _areas(cell, _LINES[signal], signal in _ONE_SCREEN)]
            if any(all(len(area - {common}) <= 2 for area in areas) for common in range(_COLOURS)):
                continue
            found = [f"{colour}" for colour in sorted(set().union(*areas))]
            allowed = f"the background {background}, one colour of both frames, and two of each area of screen RAM"
            clashes.append(at((row, column), (_CELL, _CELL), found, allowed, "colours in a cell"))
    return clashes


def _areas(cell: np.ndarray, lines: int, one_screen: bool) -> Iterator[set[int]]:
    """The colours that each area of screen RAM has to show with the help of colour RAM and the background."""
    for top in range(0, _CELL, lines):
        part = cell[top : top + lines]
        for frame in (part,) if one_screen else (part[:, ::2], part[:, 1::2]):
            yield {int(colour) for colour in np.unique(frame)}
