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
_OF_GLYPHS = 1.5
"""The power of lightness whose steps are of the same size where glyphs have two shades: between lightness itself, half
of which is an eighth of the dots, and light, its cube, by which a night is as bright as a day."""
_BINS, _LIMIT = 64, 4.0
"""Of the histogram, and how many times the mean one of them counts for at most: a white page stays white."""


def in_shades(picture: Planes, palette: Palette, glyphs: bool = False) -> Planes | None:
    """A picture, sRGB [H, W, 3], 0..1, in the shades of a palette that has nothing else: float32, its lightness
    spread from the darkest to the lightest, so that each shade has much to show. None for a palette with hues.

    Such machines cannot show which colour something is; how light it is beside the rest says all. Shades count as steps
    of the same size: the two lightest of a Game Boy are hardly apart, and are two all the same.

    `glyphs`: the picture is to be laid out of given patterns. Single dots can mix any part of two shades; patterns have
    next to nothing below an eighth, and of two shades what is dark is lightened for them.

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
    part = _evened(lightness)
    power = _OF_GLYPHS if glyphs and len(points) == 2 else 1.0
    steps = np.interp(part * (len(points) - 1), np.arange(len(points)), np.sort(points[:, 0]) ** power)
    shade = steps ** (1 / power)
    found = np.concatenate([shade[..., None], np.stack([shade, np.ones_like(shade)], axis=-1) @ line], axis=-1)
    return np.asarray(oklab_to_srgb(found).clip(0, 1), np.float32)


def spread_in_shades(picture: Planes, palette: Palette, glyphs: bool = False) -> Planes | None:
    """As `in_shades`; None as well for what is left as it is: a picture that is darker than the darker of two shades
    somewhere, and elsewhere lighter than the lighter one (the Playdate's), which has all the contrast that there is.
    Dots mix what lies between."""
    points = srgb_to_oklab(palette.srgb().astype(np.float64))
    if len(points) == 2 and not glyphs:
        low, high = np.percentile(srgb_to_oklab(np.asarray(picture, np.float64))[..., 0], _ENDS)
        if low < points[:, 0].min() and high > points[:, 0].max():
            return None
    return in_shades(picture, palette, glyphs)


def _evened(lightness: Planes) -> Planes:
    """Lightness, [H, W], as 0..1 by its histogram, of which no bin counts for more than the limit: S. Pizer and others,
    "Adaptive Histogram Equalization and Its Variations" (1987), of the whole picture at once."""
    low, high = np.percentile(lightness, _ENDS)
    edges = np.linspace(low, max(high, low + 1e-3), _BINS + 1)
    counts = np.histogram(lightness, edges)[0].astype(np.float64)
    counts = counts.clip(1e-3, _LIMIT * max(counts.mean(), 1e-3))
    return np.asarray(np.interp(lightness, edges, np.concatenate([[0.0], counts.cumsum() / counts.sum()])))
