"""How far a picture that was drawn for the machine's cells has to be moved to lie in them."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.check import check_rgb
from pixelstyle.screens.checking.colour_numbers import distinct, numbers_of
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.recognising import DRAWN_IN
from pixelstyle.screens.recognising.evidence import MANY
from pixelstyle.screens.recognising.recognise import best_reading

_TRIED = 4
"""As many places are asked in full, of those where no cell has more colours than it could have."""


def legal_offset(
    rgb: np.ndarray, mode: ScreenMode, palette: Palette, drawn_in: str = DRAWN_IN
) -> tuple[int, int] | None:
    """How far a picture, uint8 [H, W, 3] in native pixels, that is not legal has to be moved to be: so many native
    pixels to the right and down, the least that will do. None where that does not help, or not by more than chance.

    What is moved out is lost, and the rows and columns next to the edge are repeated. `drawn_in` is as in `recognise`,
    and so is what is raised.
    """
    read = None if not mode.cells or mode.choice is not None else best_reading(rgb, mode, palette, drawn_in)
    if read is None or len(check_rgb(read, mode, palette)) < MANY:
        return None
    _, places = distinct(numbers_of(read))
    across, down = mode.cells[0]
    offsets = [
        (x, y) for x in range(-((across - 1) // 2), across // 2 + 1) for y in range(-((down - 1) // 2), down // 2 + 1)
    ]
    offsets.sort(key=lambda offset: (abs(offset[0]) + abs(offset[1]), offset))
    likely = [offset for offset in offsets if any(offset) and not _crowded(_moved(places, offset), mode)]
    for offset in likely[:_TRIED]:
        if not check_rgb(_moved(read, offset), mode, palette):
            return offset
    return None


def in_words(offset: tuple[int, int]) -> str:
    """An offset for people.

    >>> in_words((-2, 1))
    '1 row down and 2 columns left'
    """
    across, down = offset
    told = [(down, "row", "down" if down > 0 else "up"), (across, "column", "right" if across > 0 else "left")]
    return " and ".join(f"{abs(n)} {what}{'s' * (abs(n) > 1)} {where}" for n, what, where in told if n)


def _moved(pixels: np.ndarray, offset: tuple[int, int]) -> np.ndarray:
    """Pixels, [H, W, ...], so far to the right and down."""
    height, width = pixels.shape[:2]
    rows = (np.arange(height) - offset[1]).clip(0, height - 1)
    columns = (np.arange(width) - offset[0]).clip(0, width - 1)
    return np.asarray(pixels[rows[:, None], columns])


def _crowded(places: np.ndarray, mode: ScreenMode) -> bool:
    """Whether some finest cell of a picture, whose colours are numbered, int64 [H, W], has more colours than fit."""
    rule = mode.subpalettes
    most = sum(slots.count for slots in mode.slots) if rule is None else rule.shared + rule.size
    width, height = mode.cells[-1]
    rows, columns = np.arange(mode.height)[:, None] // height, np.arange(mode.width) // width
    there = np.zeros((-(-mode.height // height), -(-mode.width // width), int(places.max()) + 1), bool)
    there[rows, columns, places] = True
    return bool((there.sum(axis=2) > most).any())
