"""What consoles mix colours by when they cut eight bits a channel down to five: the look of their 3D games.

Each is of eight thresholds. On screens that hold a colour for each pixel they brighten just the pixels that the
hardware does.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.ordered import Ordered

_STEP = 8
"""How many of 256 levels the three bits are that are cut off."""


def playstation() -> np.ndarray:
    """Thresholds, float [4, 4].

    What the GPU adds to each channel of eight bits before it drops three. Source: Martin Korth, "PlayStation
    Specifications": GPU Rendering Attributes, 24 bit RGB to 15 bit RGB Dithering.
    """
    added = np.array([[-4, 0, -3, 1], [2, -2, 3, -1], [-3, 1, -4, 0], [3, -1, 2, -2]])
    return (added + _STEP / 2 + 0.5) / _STEP


def magic_square() -> np.ndarray:
    """Thresholds, float [4, 4].

    The Nintendo 64's: a channel goes up where its lower three bits are above the square's number. Source: Nintendo,
    "Nintendo 64 Programming Manual", "Color dithering"; the numbers are those of the emulator angrylion.
    """
    square = np.array([[0, 6, 1, 7], [4, 2, 5, 3], [3, 5, 2, 4], [7, 1, 6, 0]])
    return (_STEP - 1 - square + 0.5) / _STEP


DITHERS = (Ordered("playstation", playstation), Ordered("nintendo-64", magic_square))
