"""Hold and modify, read backwards: the codes that make given colours, and the palette that they need.

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


def ham6_palette(rgb: np.ndarray) -> Palette | None:
    """The fewest colours with which codes make exactly these, uint8 [H, W, 3]; None where more than 16 are needed.

    A colour must be in the palette where it differs from its left neighbour in two channels or more. To the left of a
    line stands entry 0, and which colour that was is found by trying all 4,096.
    """
    jumps = (rgb[:, 1:] != rgb[:, :-1]).sum(axis=2) >= 2
    needed = np.unique(rgb[:, 1:][jumps], axis=0)
    if len(needed) > 16:
        return None
    first = np.unique(rgb[:, 0], axis=0)
    first = first[~_among(first, needed)]
    every = np.stack(np.meshgrid(*[np.arange(16) * 17] * 3, indexing="ij"), axis=-1).reshape(-1, 3).astype(np.uint8)
    out_of_reach = (first != every[:, None]).sum(axis=2) >= 2
    also = out_of_reach.sum(axis=1) + ~_among(every, needed)
    best = int(also.argmin())
    rest = np.concatenate([needed, first[out_of_reach[best]]])
    colours = np.concatenate([every[best : best + 1], rest[(rest != every[best]).any(axis=1)]])
    return Palette.from_array("png", colours) if len(colours) <= 16 else None


def _among(colours: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which of the colours [N, 3] are among the others [M, 3]."""
    found: np.ndarray = (colours[:, None] == others).all(axis=2).any(axis=1)
    return found
