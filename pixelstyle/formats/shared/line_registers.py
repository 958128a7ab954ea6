"""Registers that are written from line to line: what each of them holds in each band of lines, and back."""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.shared.layout import picture_of_codes, slotted
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, at_columns

MOST_COLOURS = 256
"""What a picture can hold, however many colours its lines have one after the other."""


def registers_by_line(picture: NativePicture) -> np.ndarray:
    """The colours that the registers hold, uint8 [bands, registers, 3], sRGB 0..255."""
    held = slotted(picture).slots[0][:, 0]
    return np.asarray(picture.palette.bytes()[held])


def picture_of_lines(mode: ScreenMode, codes: np.ndarray, registers: np.ndarray, what: str) -> NativePicture:
    """The reverse: from each pixel's number, uint8 [H, W], and the registers, uint8 [bands, registers, 3]; its palette
    has their colours in ascending order.

    Where registers have more colours than a picture can hold, those that no pixel shows are left out, and black stands
    in their places. Raises PixelStyleError where that is not enough, for a `what` such as 'An Amiga IFF picture'.
    """
    bands, count, _ = registers.shape
    numbers = registers.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    known = np.unique(numbers)
    if len(known) > MOST_COLOURS:
        slot = at_columns(np.broadcast_to(np.arange(count), (mode.width, count)), mode.slots[0].spans)
        shown = np.zeros((bands, count), bool)
        shown[np.arange(len(codes))[:, None] // (len(codes) // bands), slot[np.arange(mode.width), codes]] = True
        numbers = np.where(shown, numbers, 0)
        known = np.unique(numbers)
    if len(known) > MOST_COLOURS:
        raise PixelStyleError(
            f"{what} shows {len(known):,} different colours in its lines; {MOST_COLOURS} can be held here. "
            "'pixelstyle convert' reads it as a picture."
        )
    palette = Palette.from_array("by line", np.stack([known >> 16, known >> 8 & 255, known & 255], axis=1))
    held = np.searchsorted(known, numbers).astype(np.uint8)[:, None]
    return picture_of_codes(mode, codes, (held,), palette)
