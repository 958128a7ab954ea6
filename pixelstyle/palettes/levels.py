"""Levels as old tools and emulators write them: a channel's n bits at the top of a byte, in place of its full range."""

from __future__ import annotations

import numpy as np

SHIFTED = "Levels of few bits stood in the upper bits of their bytes; they were brought to the full range."
"""What a palette that came of such levels says of itself in `source`."""


def full_levels(colours: np.ndarray, bits: tuple[int, int, int]) -> np.ndarray | None:
    """uint8 [..., 3] whose levels all are v << (8 - bits), with each level v at v / (2 ** bits - 1) of the full range.

    None for colours that are anything else, or even steps of the full range already.

    >>> full_levels(np.array([[224, 32, 0]], np.uint8), (3, 3, 3)).tolist()
    [[255, 36, 0]]
    >>> full_levels(np.array([[255, 36, 0]], np.uint8), (3, 3, 3)) is None
    True
    """
    shift, most = 8 - np.array(bits), (1 << np.array(bits)) - 1
    levels = colours.astype(np.int64) >> shift
    if (levels << shift != colours).any():
        return None
    full = np.rint(levels * (255 / most)).astype(np.uint8)
    return None if (np.abs(full - colours.astype(np.int64)) < 1).all() else full
