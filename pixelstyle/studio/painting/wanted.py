"""What a stroke asks for, and what the rules of a screen answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

UNLIKE = np.float32(0.002)
"""What a change costs beside the squared distance of its colours: few pixels change rather than many a little."""


@dataclass(frozen=True)
class Wanted:
    """A stroke, and what is not to change beside it."""

    stroke: np.ndarray
    """bool [H, W]."""
    colour: int
    """That it has: an entry of the palette, or a number of levels (`Rules.levels`)."""
    locked: np.ndarray
    """bool [H, W]: what has to stay; the stroke is not among it."""
    dear: np.ndarray
    """float32 [H, W]: how much a change of each pixel counts; 1 for most."""


@dataclass(frozen=True)
class Registers:
    """The sub-palettes of a picture."""

    held: np.ndarray
    """uint8 [palettes, entries]: the colours that they hold, those that they share first."""
    chosen: np.ndarray
    """uint8 [cells down, cells across]: which of them each cell uses."""


class Rules(Protocol):
    """How a stroke is met on one screen, whose shared colours and palette those of a picture are."""

    @property
    def levels(self) -> int | None:
        """Where a screen shows colours that no palette lists: how many levels a channel has. A colour is then the
        number (red * levels + green) * levels + blue. None: colours are entries of the palette."""

    @property
    def cell(self) -> tuple[int, int] | None:
        """Width and height of what a stroke has to do with, in native pixels; None where every pixel is for itself."""

    def usable(self) -> list[int] | None:
        """The colours that strokes can have; None: all there are."""

    def shown(self, indices: np.ndarray) -> np.ndarray:
        """The colour of each pixel, integers [H, W], for a picture's indices [H, W]."""

    def alike(self, shown: np.ndarray, colour: int) -> np.ndarray:
        """bool [H, W]: where the colour is shown, be it by another entry."""
        return np.asarray(shown == colour)

    def nearest(self, colour: int) -> int:
        """The colour itself, or the nearest that the screen has."""
        return colour

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        """The indices [H, W], and the sub-palettes, with the stroke as far as it is possible."""
