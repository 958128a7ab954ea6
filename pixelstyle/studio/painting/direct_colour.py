"""Strokes where each pixel holds its colour: nothing hangs on anything."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens import NativePicture
from pixelstyle.studio.painting.levels import numbers_of
from pixelstyle.studio.painting.wanted import Registers, Rules, Wanted


class DirectRules(Rules):
    """Of a picture of five bits a channel."""

    levels = 32
    cell = None

    def __init__(self, picture: NativePicture) -> None:
        self._picture = picture

    def usable(self) -> None:
        return None

    def shown(self, indices: np.ndarray) -> np.ndarray:
        return numbers_of(self._picture.mode.shows.render(indices, self._picture.palette.bytes()), self.levels)

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        red, green, blue = wanted.colour >> 10, wanted.colour >> 5 & 31, wanted.colour & 31
        word = red | green << 5 | blue << 10
        return np.where(wanted.stroke, word, indices).astype(indices.dtype), registers
