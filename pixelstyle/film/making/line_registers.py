"""Registers that are written from line to line, of which only so many differ from those above: they stay as in the
frame before wherever pixels stand still, and lines in which something moves take new ones as far as writes allow.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.screens import NativePicture, ScreenMode, held_by_band, with_slots


def writes_registers(mode: ScreenMode) -> bool:
    """Whether a mode is of that kind."""
    return any(slots.writes is not None for slots in mode.slots)


def held_still(found: NativePicture, stays: np.ndarray, within: np.ndarray) -> NativePicture:
    """The picture found, with the pixels that stay, bool [H, W], as they are in `within`: uint8 [H, W], the frame as
    the registers of the one before show it.

    Lines of the picture found that cannot be held beside what stays are those of `within`.
    """
    wanted = np.where(stays, within, found.indices)
    if (wanted == found.indices).all():
        return found
    (slots,) = found.mode.slots
    assert slots.cell is not None
    high, plain = slots.cell[1], replace(found, slots=())
    indices, runs = within, [(0, -(-len(wanted) // high))]
    while runs:
        first, end = runs.pop()
        rows = slice(first * high, end * high)
        if (indices[rows] == wanted[rows]).all():
            continue
        tried = indices.copy()
        tried[rows] = wanted[rows]
        if held_by_band(replace(plain, indices=tried)) is not None:
            indices = tried
        elif end - first > 1:
            middle = (first + end) // 2
            runs += [(middle, end), (first, middle)]
    return with_slots(replace(plain, indices=indices))
