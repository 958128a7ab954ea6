"""The renderings of a machine's colours: palettes that number the same colours and differ in their values."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Setting:
    """How a program or a screen changes all colours alike."""

    exponent: float = 1.0
    saturation: float = 1.0
    levels: tuple[float, float] = (0.0, 1.0)
    """What darkest and lightest become."""

    def of(self, srgb: np.ndarray) -> np.ndarray:
        """sRGB [..., 3], 0..1, with this setting."""
        curved = srgb**self.exponent
        luma = srgb_to_yuv(curved)[..., :1]
        darkest, lightest = self.levels
        changed = np.clip(luma + self.saturation * (curved - luma), 0, 1)
        return np.asarray(darkest + (lightest - darkest) * changed)

    @property
    def unusual(self) -> float:
        """How unusual it is; 0 where nothing changes."""
        darkest, lightest = self.levels
        gamma = np.log(self.exponent) ** 2 + np.log(lightest - darkest) ** 2
        return float(4 * gamma + np.log(self.saturation) ** 2)


AS_IT_IS = Setting()
SETTINGS = (
    *(Setting(exponent, saturation) for exponent in _EXPONENTS for saturation in _SATURATIONS),
    *(Setting(levels=levels) for levels in _LEVELS),
)
"""Those that are tried first; the first changes nothing."""


@cache
def adjusted(colours: tuple[tuple[int, int, int], ...]) -> np.ndarray:
    """A palette's colours with each of SETTINGS: float64 [settings, K, 3] as `perceived`."""
    srgb = np.array(colours, np.float64) / 255
    return perceived(np.array([setting.of(srgb) for setting in SETTINGS]))


def finer(setting: Setting, step: float) -> list[Setting]:
    """A setting, and those beside it, whose exponent and saturation differ by up to a factor of 1 + step."""
    factors = [(1 + step) ** (n / 2) for n in (0, -2, -1, 1, 2)]
    return [
        replace(setting, exponent=setting.exponent * curve, saturation=setting.saturation * colour)
        for curve in factors
        for colour in factors
    ]


def of_all(settings: list[Setting], srgb: np.ndarray) -> np.ndarray:
    """Colours, sRGB [n, 3], with each of settings that have the same levels: [settings, n, 3]."""
    exponents = np.array([[[setting.exponent]] for setting in settings])
    saturations = np.array([[[setting.saturation]] for setting in settings])
    darkest, lightest = settings[0].levels
    curved = srgb**exponents
    luma = srgb_to_yuv(curved)[..., :1]
    return np.asarray(darkest + (lightest - darkest) * np.clip(luma + saturations * (curved - luma), 0, 1))
