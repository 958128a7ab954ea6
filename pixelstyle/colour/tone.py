"""Tone: a picture made lighter, softer, more colourful or crisper before it becomes anything else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.arrays import Rgb
from pixelstyle.colour.local_mean import smooth
from pixelstyle.colour.spaces import linear_to_srgb, oklab_to_srgb, srgb_to_linear, srgb_to_oklab

MID_GREY = 0.5982
"""OKLab lightness of sRGB (0.5, 0.5, 0.5), which contrast leaves where it is."""
_SIGMA = 1.0
"""What is crisper is so beside a blur of this standard deviation, in shown pixels."""


@dataclass(frozen=True)
class Tone:
    """How much of each; the defaults change nothing."""

    brightness: float = 0.0
    """Added to OKLab lightness, which is 0 in black and 1 in white."""
    contrast: float = 1.0
    """How many times as far from mid grey, in lightness."""
    saturation: float = 1.0
    """How many times as colourful (OKLab chroma); 0: grey."""
    gamma: float = 1.0
    """Light becomes light ** (1 / gamma): above 1 the middle is lighter, black and white stay."""
    sharpen: float = 0.0
    """How much of the difference from a blurred copy is added, in lightness."""

    def adjust(self, picture: Rgb, pixel: tuple[int, int] = (1, 1)) -> Rgb:
        """A picture, float32 [H, W, 3], sRGB 0..1, in this tone; each pixel is shown `pixel` (across, down) times.

        >>> Tone(brightness=1).adjust(np.zeros((1, 1, 3), np.float32)).round(2).tolist()
        [[[1.0, 1.0, 1.0]]]
        """
        if self == Tone():
            return picture
        if self.gamma != 1:
            picture = linear_to_srgb(np.clip(srgb_to_linear(picture), 0, 1) ** np.float32(1 / self.gamma))
        lab = srgb_to_oklab(picture)
        lightness = MID_GREY + self.contrast * (lab[..., :1] - MID_GREY) + self.brightness
        if self.sharpen:
            blurred = smooth(lightness, _SIGMA / pixel[0], _SIGMA / pixel[1])
            lightness = lightness + self.sharpen * (lightness - blurred)
        lab = np.concatenate([np.clip(lightness, 0, 1), lab[..., 1:] * self.saturation], axis=2)
        return np.asarray(np.clip(oklab_to_srgb(lab), 0, 1), dtype=np.float32)
