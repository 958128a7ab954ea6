"""Dithering where a pixel cannot choose for itself, and errors cannot be handed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pixelstyle.colour import smooth
from pixelstyle.screens.dither import Dither
from pixelstyle.screens.native import NativePicture

_REACH = (-0.3, 1.3)
"""How far beyond black and white a colour may be wanted to make up for others."""


@dataclass(frozen=True)
class Ripple:
    """The wanted colours are moved up and down by a threshold map (blue noise in place of error diffusion)."""

    height: float
    """How far: about the distance between neighbouring colours."""
    grain: int
    """Columns that are moved alike: what it takes to show a colour."""
    rounds: int
    """How often what is still wrong on average is added to what is wanted."""

    def dithered(
        self, picture: np.ndarray, dither: Dither, nearest: Callable[[np.ndarray], NativePicture]
    ) -> NativePicture:
        """The picture, sRGB [H, W, 3] 0..1, dithered; `nearest` makes the nearest legal one of such a picture."""
        height, width = picture.shape[:2]
        grains = dither.thresholds().repeat(self.grain, axis=1)
        repeats = (-(-height // grains.shape[0]), -(-width // grains.shape[1]))
        moved = (np.tile(grains, repeats)[:height, :width, None] - 0.5) * (self.height * dither.strength)
        wanted = picture + moved
        for left in range(self.rounds - 1, -1, -1):
            native = nearest(np.clip(wanted, *_REACH).astype(np.float32))
            if left:
                wanted = wanted + smooth(picture - native.native_rgb() / 255, 1.5 * self.grain, 1.5)
        return native
