"""A dither as somebody asks for it: which one, how much of it, and which way lines run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pixelstyle.arrays import Choices, Indices, Planes, Points
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.screens.dither.families import KINDS
from pixelstyle.screens.dither.kind import coarseness
from pixelstyle.screens.dither.ordered import Ordered, laid_out

NONE = "none"
DITHERS: tuple[str, ...] = (NONE, *KINDS)
"""What a dither can be called."""


@dataclass(frozen=True)
class Dither:
    """Which dither, how strong, and whether its lines run to and fro.

    Raises UnknownNameError for a name that is not in DITHERS, PixelStyleError for a strength beyond 0..1.
    """

    name: str = NONE
    strength: float = 1.0
    serpentine: bool = True
    """Every other line runs from right to left; it matters for error diffusion along lines only."""

    def __post_init__(self) -> None:
        if self.name not in DITHERS:
            raise UnknownNameError("dither", self.name, DITHERS)
        if not 0 <= self.strength <= 1:
            raise PixelStyleError(f"A dither's strength is between 0 and 1, not {self.strength}.")

    def __bool__(self) -> bool:
        """Whether there is any dither."""
        return self.name != NONE and self.strength > 0

    @property
    def coarseness(self) -> float:
        """The price of a mixture's noise, see `kind.coarseness`."""
        return coarseness(self.strength)

    @property
    def hands_on(self) -> bool:
        """Whether each pixel's error goes on to others, so that a change in one place changes the picture in many."""
        return bool(self) and not isinstance(KINDS[self.name], Ordered)

    def apply(self, picture: Planes, choices: Choices, colours: Points) -> Indices:
        """uint8 [H, W]: for each pixel of `picture` (sRGB 0..1, [H, W, 3]) one of its `choices` (uint8 [H, W, M]).

        colours: the palette, sRGB [K, 3]. Not for the name 'none', which has no way to choose.
        """
        return KINDS[self.name].apply(picture, choices, colours, self.strength, self.serpentine)

    def freely(self, picture: Planes, colours: Points, usable: Sequence[int] | None = None) -> Indices:
        """The same where each pixel may have any of the colours, [K, 3], or any of those that are `usable`."""
        entries = np.array(range(len(colours)) if usable is None else usable, np.uint8)
        return self.apply(picture, np.broadcast_to(entries, (*picture.shape[:2], len(entries))), colours)

    def thresholds(self) -> np.ndarray:
        """A map of thresholds, float [n, n], 0..1: the dither's own, or blue noise for one that hands errors on."""
        kind = KINDS[self.name]
        if not isinstance(kind, Ordered):
            kind = KINDS["blue-noise"]
        assert isinstance(kind, Ordered)
        return kind.thresholds

    def thresholds_over(self, height: int, width: int) -> np.ndarray:
        """The same map laid out over a picture, float [height, width]."""
        return laid_out(self.thresholds(), height, width)
