"""Screens whose rule is no matter of cells and slots: the colour of a pixel depends on what stands beside it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.signals.apple2 import dhgr_colours, hgr_colours, solve_dhgr, solve_hgr
from pixelstyle.screens.signals.ham import ham_colours, solve_ham
from pixelstyle.screens.signals.serial import SERIAL, Serial, solve_serial

__all__ = ["DOTS", "SERIAL", "Serial", "render", "solve_ham", "solve_serial"]

DOTS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], Callable[[np.ndarray], np.ndarray]]] = {
    "hgr": (solve_hgr, hgr_colours),
    "dhgr": (solve_dhgr, dhgr_colours),
}
"""Signals whose indices are dots: how to find them from costs [H, W, K], and the palette entries that they show."""


def render(signal: str | None, indices: np.ndarray, palette: Palette) -> np.ndarray:
    """The colours, uint8 [H, W, 3], that a picture's indices show on a machine with this signal (None: an ordinary one)."""
    colours = palette.bytes()
    if signal in DOTS:
        return np.asarray(colours[DOTS[signal][1](indices)])
    if signal == "ham6":
        return (ham_colours(indices, colours >> 4) * 17).astype(np.uint8)
    return np.asarray(colours[indices])
