"""Dithers: showing by mixtures of dots what no single colour of a cell can show."""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import UnknownNameError
from pixelstyle.screens.dither.diffusion import KERNELS, diffuse, riemersma
from pixelstyle.screens.dither.ordered import ordered
from pixelstyle.screens.dither.thresholds import ORDERED, threshold_map

DITHERS: tuple[str, ...] = ("none", *KERNELS, "riemersma", *ORDERED)

FULL_STRENGTH_COARSENESS = 0.1
"""What the noise of a mixture costs beside a wrong colour. Chosen by eye and by blurred CIEDE2000 on the five
example photos (benchmarks/solve.py): less gives mixtures of far-apart colours that look like noise, more gives up
their accuracy."""

__all__ = ["DITHERS", "coarseness", "dither"]


def coarseness(strength: float) -> float:
    """The price of a mixture's noise at a dither strength of 0..1; at 1, the price at strength 0, no mixture pays."""
    return 1 - strength * (1 - FULL_STRENGTH_COARSENESS)


def dither(
    picture: np.ndarray,
    choices: np.ndarray,
    colours: np.ndarray,
    name: str,
    strength: float = 1.0,
    serpentine: bool = True,
) -> np.ndarray:
    """uint8 [H, W]: for each pixel of `picture` (sRGB 0..1, [H, W, 3]) one of its `choices` (uint8 [H, W, M]).

    colours: the palette, sRGB [K, 3]. `name` is one of DITHERS but 'none'; strength 0..1; serpentine matters for error
    diffusion along lines only. Raises UnknownNameError for another name.
    """
    if name in KERNELS:
        return diffuse(picture, choices, colours, KERNELS[name], strength, serpentine)
    if name == "riemersma":
        return riemersma(picture, choices, colours, strength)
    if name in ORDERED:
        return ordered(picture, choices, colours, threshold_map(name), coarseness(strength))
    raise UnknownNameError("dither", name, DITHERS)
