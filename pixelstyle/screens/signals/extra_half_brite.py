"""Amiga extra half-brite: indices are entries of a palette of 64 whose upper half is the lower at half brightness."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.signal import Signal


def halves(colours: np.ndarray) -> np.ndarray:
    """What the Amiga shows for the upper 32 of these colours, uint8 [N, 3]: each 4-bit channel shifted right by one."""
    return ((colours >> 4 >> 1) * 17).astype(np.uint8)


EHB = Signal("ehb", brings=halves)
