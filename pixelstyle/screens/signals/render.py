"""What a machine's display makes of a picture's indices."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.signals.apple2 import dhgr_colours, hgr_colours
from pixelstyle.screens.signals.ham import ham_colours

SHOWN: dict[str, Callable[[np.ndarray], np.ndarray]] = {"hgr": hgr_colours, "dhgr": dhgr_colours}
"""For signals whose indices are dots: the palette entries that dots [H, W] show."""


def render(signal: str | None, indices: np.ndarray, palette: Palette) -> np.ndarray:
    """The colours, uint8 [H, W, 3], that indices show on a machine with this signal (None: an ordinary one)."""
    colours = palette.bytes()
    if signal == "ham6":
        return (ham_colours(indices, colours >> 4) * 17).astype(np.uint8)
    return np.asarray(colours[SHOWN[signal](indices) if signal in SHOWN else indices])
