"""Frames between key frames: what these show, moved on with the film; the network is asked for keys only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.film.look import Look
from pixelstyle.film.making.frames import KEEP_SETS, FrameMaker, Kept, Made, Wanted, held_by, with_bars
from pixelstyle.film.making.motion import Carried, opencv
from pixelstyle.palettes import Palette
from pixelstyle.screens import ScreenMode, distances, solve

_NEAR = 0.5
"""The part of a carried pixel's price that near colours escape: a dither is of colours, and is broken by others."""


def check_carrying(mode: ScreenMode) -> None:
    """Raise PixelStyleError for a machine whose pixels cannot be carried, and where OpenCV is missing."""
    if not mode.constrained:
        raise PixelStyleError("With --keys frames are carried in a palette's colours: name a machine, or leave it out.")
    if mode.coded:
        raise PixelStyleError(
            f"A pixel of {mode.name} hangs on its neighbours and cannot be carried: leave out --keys."
        )
    opencv()


@dataclass(frozen=True)
class CarryingMaker:
    """Makes one frame of a shot."""

    look: Look
    mode: ScreenMode
    palette: Palette
    fill: FrameMaker
    """Draws what has come into view."""
    carried: Carried

    def make(self, content: np.ndarray, kept: Kept, before: Made | None) -> Made:
        """As `FrameMaker.make`, for a content uint8 [h, w, 3]."""
        kept = with_bars(kept, self.look, self.palette)
        pixels = self.carried.pixels
        if not self.carried.where.all():
            new = self.fill.make(content, Kept.nothing(self.mode), None).pixels
            pixels = np.where(self.carried.where, pixels, new)
        costs = self._prices()[pixels] * (~kept.where)[..., None] + kept.costs(len(self.palette))
        if before is not None and before.native is not None:
            costs = costs - KEEP_SETS * held_by(before.native, len(self.palette))
        return Made.of(content, solve(self.mode, np.asarray(costs, np.float32), self.palette))

    def costs(self, content: np.ndarray) -> Wanted:
        """As `FrameMaker.costs`, of a content uint8 [h, w, 3]."""
        return self.fill.costs(content)

    def _prices(self) -> np.ndarray:
        """float32 [K, K]: what each colour costs in the place of each, about 1."""
        colours = self.palette.srgb()[None].astype(np.float32)
        apart = distances(colours, self.palette, self.look.settings.metric)[0]
        others = 1 - np.eye(len(self.palette), dtype=np.float32)
        return np.asarray((1 - _NEAR) * others + _NEAR * apart / max(apart.mean(), 1e-9), np.float32)
