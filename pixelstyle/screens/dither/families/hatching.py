"""Lines drawn with a pen: how artists shade on screens of many dots and few colours, such as the PC-98's.

They lean at 45 degrees, four dots apart, and widen from the light to the dark.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.ordered import Ordered, ranks

_PITCH = 4
"""Dots from one line to the next: at two, a line at 45 degrees would be a checkerboard."""


def hatch() -> np.ndarray:
    """Thresholds, float [4, 4]: the darker of two colours is lines that widen, dot by dot, side by side."""
    y, x = np.indices((_PITCH, _PITCH))
    return ranks(-(_PITCH * ((x + y) % _PITCH) + _along(x)))


def cross_hatch() -> np.ndarray:
    """Thresholds, float [4, 4]: the darker of two colours is lines one way, then across them, then the rest."""
    y, x = np.indices((_PITCH, _PITCH))
    one_way, across = (x + y) % _PITCH == 0, (x - y) % _PITCH == 0
    turn = np.where(one_way, 0, np.where(across, 1, 2))
    return ranks(-(_PITCH * _PITCH * turn + _PITCH * ((x + y) % _PITCH) + _along(x)))


def _along(x: np.ndarray) -> np.ndarray:
    """In which turn a dot of a line is set: every other one first, so that a line begins as dots with even gaps."""
    turn: np.ndarray = np.array([0, 2, 1, 3])[x]
    return turn


DITHERS = (Ordered("hatch", hatch), Ordered("cross-hatch", cross_hatch))
