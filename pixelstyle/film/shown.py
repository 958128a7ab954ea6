"""A finished frame as it is handed to what writes the film."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, show


@dataclass(frozen=True)
class Shown:
    """A finished frame, and for how long it is seen."""

    pixels: np.ndarray
    """uint8 [H, W], palette indices, or [H, W, 3], in native pixels."""
    colours: ShotColours
    time: Fraction
    """Seconds from the first frame on."""
    seconds: Fraction
    cells: np.ndarray | None = None
    """uint8 [rows, columns]: which of the shot's sub-palettes each cell has, where that is known."""
    native: NativePicture | None = None
    """The frame as a machine's file has it, where bytes were saved on it."""

    @property
    def palette(self) -> Palette | None:
        """None in 24 bits."""
        return self.colours.palette

    def rgb(self, mode: ScreenMode, scale: int = 1) -> np.ndarray:
        """uint8 [h, w, 3] as a person sees it, enlarged."""
        native = self.pixels
        if self.palette is not None:
            native = mode.shows.render(self.pixels, self.palette.bytes())
        shown = show(native, mode)
        return shown.repeat(scale, axis=0).repeat(scale, axis=1) if scale > 1 else shown
