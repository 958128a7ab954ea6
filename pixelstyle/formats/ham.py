"""Hold and modify, read backwards: the codes that make given colours.

Source: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapter 3.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette

NONE = 255
"""Stands for a pixel that no code can make beside its neighbour."""
_CONTROLS = {2: 1, 0: 2, 1: 3}
"""The control bits that set a channel: blue, red, green."""


def ham6_codes(rgb: np.ndarray, palette: Palette) -> np.ndarray:
    """The code of each pixel, uint8 [H, W], for colours uint8 [H, W, 3]; NONE where there is none.

    No search is needed: after a pixel the hardware holds its colour, whichever code made it.
    """
    colours = palette.bytes()
    left = np.concatenate([np.broadcast_to(colours[0], (len(rgb), 1, 3)), rgb[:, :-1]], axis=1)
    same = rgb == left
    codes = np.full(rgb.shape[:2], NONE, np.uint8)
    for channel, control in _CONTROLS.items():
        others = np.delete(same, channel, axis=2).all(axis=2)
        codes = np.where(others, control << 4 | rgb[:, :, channel] // 17, codes).astype(np.uint8)
    for entry in reversed(range(len(colours))):
        codes[(rgb == colours[entry]).all(axis=2)] = entry
    codes[(rgb % 17 != 0).any(axis=2)] = NONE
    return codes
