"""The renderings of a machine's colours: palettes that number the same colours and differ in their values."""

from __future__ import annotations

from functools import cache

import numpy as np

from pixelstyle.colour import srgb_to_lab, srgb_to_yuv
from pixelstyle.palettes import Palette, get_palette, shipped_palettes

FAMILIES = ("c64-", "gameboy-", "nes-", "zx-spectrum", "msx1", "apple2-dhgr-")
"""How the names of palettes begin that are renderings of one machine's colours."""

SHADES = "gameboy-"
"""How the names of palettes begin that are shades of one colour: people draw them in any."""

_EXPONENTS = (1.0, 0.7, 0.8, 0.9, 1.1, 1.2, 1.35)
_SATURATIONS = (1.0, 0.5, 0.65, 0.8, 1.25, 1.5)
_LEVELS = ((0.0, 0.75), (0.0, 0.88), (0.07, 0.92))
"""Darkest and lightest levels that renderings have besides 0 and 1: dimmer whites, and the range of video."""
LAB_UNITS = (100.0, 150.0, 150.0)
"""Lightness counts more than chroma: it is what differs least between renderings."""


@cache
def renderings_of(palette: Palette) -> tuple[Palette, ...]:
    """The palette itself, then every shipped one that numbers the same colours.

    >>> [rendering.name for rendering in renderings_of(get_palette("msx1"))]
    ['msx1', 'msx1-wikipedia']
    """
    family = next((start for start in FAMILIES if palette.name.startswith(start)), None)
    if family is None:
        return (palette,)
    shipped = (get_palette(name) for name in shipped_palettes() if name.startswith(family) and name != palette.name)
    return palette, *(other for other in shipped if len(other) == len(palette))


def perceived(srgb: np.ndarray) -> np.ndarray:
    """sRGB [..., 3], 0..1, as coordinates in which renderings are compared: CIELab, about -1..1."""
    return np.asarray(srgb_to_lab(srgb.astype(np.float64)) / np.array(LAB_UNITS))


@cache
def adjusted(colours: tuple[tuple[int, int, int], ...]) -> tuple[np.ndarray, np.ndarray]:
    """A palette's colours at other gammas and saturations, and at other levels: float64 [G, K, 3] as `perceived`; and
    how unusual each setting is, [G], in the units of a squared distance. The palette as it is comes first, at 0."""
    srgb = np.array(colours, np.float64) / 255
    grid = [(exponent, saturation) for exponent in _EXPONENTS for saturation in _SATURATIONS]
    made = []
    for exponent, saturation in grid:
        curved = srgb**exponent
        luma = srgb_to_yuv(curved)[:, :1]
        made.append(np.clip(luma + saturation * (curved - luma), 0, 1))
    unusual = [4 * np.log(exponent) ** 2 + np.log(saturation) ** 2 for exponent, saturation in grid]
    made += [darkest + (lightest - darkest) * srgb for darkest, lightest in _LEVELS]
    unusual += [4 * np.log(lightest - darkest) ** 2 for darkest, lightest in _LEVELS]
    return perceived(np.array(made)), 0.003 * np.array(unusual)
