"""Amiga hold-and-modify: each pixel is one of 16 colours, or the one to its left with a new red, green or blue.

Indices are codes 0..63: 0..15 palette entries; 16 + v, 32 + v, 48 + v the colour to the left with its blue, red, green
set to v. Every line begins as if colour 0 stood to its left.
Source: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapter 3, "Hold and modify mode".
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.signal import NO_CODE, Signal

CHANNEL_CODES = (2, 3, 1)
"""The upper two bits of a code that sets red, green, blue."""
_CODES, REGISTERS = 64, 16


def ham_colours(codes: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W, 3] of levels 0..15, that codes 0..63 show; levels: the palette, [16, 3], 0..15."""
    height, width = codes.shape
    shown = np.empty((height, width, 3), np.uint8)
    current = np.tile(levels[0].astype(np.uint8), (height, 1))
    table = np.resize(levels, (16, 3)).astype(np.uint8) if len(levels) < 16 else levels.astype(np.uint8)
    for column in range(width):
        code = codes[:, column]
        current = np.where((code < 16)[:, None], table[code & 15], current)
        for channel, upper in enumerate(CHANNEL_CODES):
            here = code >> 4 == upper
            current[here, channel] = code[here] & 15
        shown[:, column] = current
    return shown


def ham6_render(codes: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W, 3], that codes show with a palette of colours, uint8 [16, 3]."""
    return (ham_colours(codes, colours >> 4) * 17).astype(np.uint8)


def ham6_codes(rgb: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The code of each pixel, uint8 [H, W], for rgb, uint8 [H, W, 3], with a palette of colours, uint8 [N, 3]; NO_CODE
    where there is none.

    No search is needed: after a pixel the hardware holds its colour, whichever code made it.
    """
    left = np.concatenate([np.broadcast_to(colours[0], (len(rgb), 1, 3)), rgb[:, :-1]], axis=1)
    same = rgb == left
    codes = np.full(rgb.shape[:2], NO_CODE, np.uint8)
    for channel in (2, 0, 1):
        others = np.delete(same, channel, axis=2).all(axis=2)
        codes = np.where(others, CHANNEL_CODES[channel] << 4 | rgb[:, :, channel] // 17, codes).astype(np.uint8)
    for entry in reversed(range(len(colours))):
        codes[(rgb == colours[entry]).all(axis=2)] = entry
    codes[(rgb % 17 != 0).any(axis=2)] = NO_CODE
    return codes


def ham6_palette(rgb: np.ndarray) -> np.ndarray | None:
    """The fewest colours, uint8 [N, 3], with which codes make exactly these, uint8 [H, W, 3]; None where more than 16
    are needed.

    A colour must be in the palette where it differs from its left neighbour in two channels or more. To the left of a
    line stands entry 0, and which colour that was is found by trying all 4,096.
    """
    jumps = (rgb[:, 1:] != rgb[:, :-1]).sum(axis=2) >= 2
    needed = np.unique(rgb[:, 1:][jumps], axis=0)
    if len(needed) > REGISTERS:
        return None
    first = np.unique(rgb[:, 0], axis=0)
    first = first[~_among(first, needed)]
    every = np.stack(np.meshgrid(*[np.arange(16) * 17] * 3, indexing="ij"), axis=-1).reshape(-1, 3).astype(np.uint8)
    out_of_reach = (first != every[:, None]).sum(axis=2) >= 2
    also = out_of_reach.sum(axis=1) + ~_among(every, needed)
    best = int(also.argmin())
    rest = np.concatenate([needed, first[out_of_reach[best]]])
    colours = np.concatenate([every[best : best + 1], rest[(rest != every[best]).any(axis=1)]])
    return colours if len(colours) <= REGISTERS else None


def _among(colours: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which of the colours [N, 3] are among the others [M, 3]."""
    found: np.ndarray = (colours[:, None] == others).all(axis=2).any(axis=1)
    return found


HAM6 = Signal(
    "ham6",
    ham6_render,
    codes=_CODES,
    beyond_palette=True,
    codes_of=ham6_codes,
    palette_of=ham6_palette,
)
