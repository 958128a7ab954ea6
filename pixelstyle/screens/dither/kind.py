"""What every dither is: a name, and a way to give each pixel one of its own colours."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from pixelstyle.arrays import Choices, Indices, Planes, Points

FULL_STRENGTH_COARSENESS = 0.1
"""What the noise of a mixture costs beside a wrong colour. Chosen by eye and by blurred CIEDE2000 on the five
example photos (benchmarks/solve.py): less gives mixtures of far-apart colours that look like noise, more gives up
their accuracy."""


class Kind(ABC):
    """One dither. Its subclasses are the ways in which dithers work; each file of `families/` has some of them."""

    name: str
    """What people type: 'floyd-steinberg'."""
    place: ClassVar[int]
    """Where dithers that work in this way stand in lists: the lower, the earlier."""

    @abstractmethod
    def apply(self, picture: Planes, choices: Choices, colours: Points, strength: float, serpentine: bool) -> Indices:
        """uint8 [H, W]: for each pixel of `picture` (sRGB 0..1, [H, W, 3]) one of its `choices` (uint8 [H, W, M]).

        colours: the palette, sRGB [K, 3]. strength: 0..1. serpentine: every other line runs from right to left, where
        errors are handed on along lines.
        """


def coarseness(strength: float) -> float:
    """The price of a mixture's noise at a dither strength of 0..1; at 1, the price at strength 0, no mixture pays."""
    return 1 - strength * (1 - FULL_STRENGTH_COARSENESS)
