"""Apple II: whether dots, seven to a byte, can have made what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.colour_numbers import names_of, numbers_of
from pixelstyle.screens.checking.packing import Place
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.signals.apple2 import hgr_colour

BYTE = (7, 1)
"""The dots that go together."""
Ways = Callable[[int, int], Iterator[tuple[int, int, int]]]
"""For a column and the last one: a state of the dots about it, the entry that it shows, the state at the next one."""


def uneven_bytes(picture: CheckedPicture) -> list[Clash]:
    """Hi-res: the bytes whose seven dots do not agree about the byte's high bit."""
    high = (picture.indices >> 1).reshape(len(picture.indices), -1, BYTE[0])
    places = np.argwhere((high != high[..., :1]).any(axis=2)).tolist()
    return [at((row, byte), BYTE, ["both"], "one high bit for 7 dots", "high bits") for row, byte in places]


def hi_res_clashes(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """The bytes that show a colour which no dots make there, in uint8 [H, W, 3] of the palette's colours."""
    return _clashes(rgb, palette, hi_res)


def double_hi_res_clashes(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """As `hi_res_clashes`, for [H, W, 3] in double hi-res."""
    return _clashes(rgb, palette, double_hi_res)


def _clashes(rgb: np.ndarray, palette: Palette, ways: Ways) -> list[Clash]:
    numbers, colours = numbers_of(rgb), numbers_of(palette.bytes()).tolist()
    allowed = "what dots, seven to a byte, can make there"
    clashes = []
    for row, byte in undotted(numbers, ways, colours):
        shown = numbers[row, byte * BYTE[0] : (byte + 1) * BYTE[0]]
        clashes.append(at((row, byte), BYTE, sorted({*names_of(shown)}), allowed, "colours beside each other"))
    return clashes


def undotted(shown: np.ndarray, ways: Ways, colours: list[int]) -> list[Place]:
    """(row, byte) of those in which a colour stands that no dots make beside the colours to its left.

    shown: any numbers for colours [H, W], colours: those of the palette. The sets of dots that are still possible are
    followed from left to right; after a colour that none of them makes, anything is possible again.
    """
    possible = np.zeros((len(shown), 8), bool)
    possible[:, :4] = True  # no dot stands before a line
    wrong = np.zeros(shown.shape, bool)
    last = shown.shape[1] - 1
    for column in range(last + 1):
        after = np.zeros_like(possible)
        for state, entry, then in ways(column, last):
            after[:, then] |= possible[:, state] & (shown[:, column] == colours[entry])
        wrong[:, column] = ~after.any(axis=1)
        after[wrong[:, column]] = True
        possible = after
    rows, columns = np.nonzero(wrong)
    return sorted({(row, column // BYTE[0]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)})


def hi_res(column: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The dots to the left and here and the byte's high bit, as a number; the entry they show; the same one on."""
    for left, dot, high, right, then in product((0, 1), repeat=5):
        if (then == high or column % BYTE[0] == BYTE[0] - 1) and not (right and column == last):
            yield 4 * left + 2 * dot + high, hgr_colour(left, dot, right, column & 1, high), 4 * dot + 2 * right + then


def double_hi_res(column: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The dots to the left, here and to the right, as a number; the entry they show; the same one on."""
    for bits in product((0, 1), repeat=4):
        left, dot, right, beyond = bits
        if not ((right and column == last) or (beyond and column >= last - 1)):
            entry = sum(bit << (column + place - 1) % 4 for place, bit in enumerate(bits))
            yield 4 * left + 2 * dot + right, entry, 4 * dot + 2 * right + beyond
