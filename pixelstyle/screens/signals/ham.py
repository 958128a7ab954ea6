"""Amiga hold-and-modify: each pixel is one of 16 colours, or the one to its left with a new red, green or blue."""

from __future__ import annotations

import numpy as np

CHANNEL_CODES = (2, 3, 1)
"""The upper two bits of a code that sets red, green, blue (Amiga Hardware Reference Manual, "Hold and modify
mode")."""


def ham_colours(codes: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W, 3] of levels 0..15, that codes 0..63 show; levels: the palette, [16, 3], 0..15.

    Every line begins as if colour 0 stood to its left.
    """
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
