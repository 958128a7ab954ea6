"""Palettes of shades of one colour (Game Boy, Macintosh, Virtual Boy), and pictures in such shades."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Planes
from pixelstyle.colour import oklab_to_srgb, srgb_to_oklab
from pixelstyle.palettes.palette import Palette

_OFF = 0.036
"""Deviation from one line through lightness, in OKLab, of what still are shades: a Game Boy's greens are 0.034 off, the
four colours of CGA 0.107."""
_ENDS = 2, 98
"""Percentiles of a picture's lightness that become the darkest and the lightest shade."""


def in_shades(picture: Planes, palette: Palette) -> Planes | None:
    """A picture, sRGB [H, W, 3], 0..1, in the shades of a palette that has nothing else: float32, its lightness
    stretched from the darkest to the lightest. None for a palette with hues.

    Such machines cannot show which colour something is; how light it is beside the rest says all.

    >>> from pixelstyle.palettes import get_palette
    >>> grey = np.linspace(0.3, 0.6, 100).repeat(3).reshape(1, 100, 3)
    >>> in_shades(grey, get_palette("gameboy-grey"))[0, [0, -1], 0].round().tolist()
    [0.0, 1.0]
    >>> in_shades(grey, get_palette("c64")) is None
    True
    """
    points = srgb_to_oklab(palette.srgb().astype(np.float64))
    by_lightness = np.stack([points[:, 0], np.ones(len(points))], axis=1)
    line = np.linalg.lstsq(by_lightness, points[:, 1:], rcond=None)[0]
    if np.sqrt(((points[:, 1:] - by_lightness @ line) ** 2).sum(axis=1).mean()) > _OFF:
        return None
    lightness = srgb_to_oklab(np.asarray(picture, np.float64))[..., 0]
    low, high = np.percentile(lightness, _ENDS)
    part = ((lightness - low) / max(high - low, 1e-3)).clip(0, 1)
    shade = points[:, 0].min() + part * np.ptp(points[:, 0])
    found = np.concatenate([shade[..., None], np.stack([shade, np.ones_like(shade)], axis=-1) @ line], axis=-1)
    return np.asarray(oklab_to_srgb(found).clip(0, 1), np.float32)
