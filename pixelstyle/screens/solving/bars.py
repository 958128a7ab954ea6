"""Bars: pixels beside a picture that have one colour, whatever else the cells and tiles that they lie in hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.arrays import Choices, Costs, Indices, Mask, Planes
from pixelstyle.palettes import Palette

PRICE = 100.0
"""What a bar's pixel pays for another colour; all that a cell of pixels can gain by that is less."""


@dataclass(frozen=True)
class Bars:
    """Where they are, and what colour they have."""

    where: Mask
    """bool [H, W], in native pixels."""
    colour: tuple[int, int, int]
    """One that the palette has, sRGB 0..255."""

    def painted(self, picture: Planes) -> Planes:
        """The picture [H, W, 3], sRGB 0..1, with them."""
        return np.where(self.where[..., None], np.asarray(self.colour, np.float32) / np.float32(255), picture)

    def priced(self, costs: Costs, palette: Palette) -> Costs:
        """The costs, [H, W, K], with other colours out of the question; also of mixtures, [H, W, K (K + 1) / 2]."""
        others = (palette.bytes() != np.array(self.colour, np.uint8)).any(axis=1)
        if costs.shape[2] != len(others):
            first, second = np.triu_indices(len(others))
            others = others[first] & others[second]
        priced: Costs = costs + np.float32(PRICE) * (self.where[..., None] & others)
        return priced

    def laid(self, indices: Indices, choices: Choices, palette: Palette) -> Indices:
        """The indices, [H, W], with the bars' own, wherever that is among the choices, [H, W, M]."""
        fitting = (palette.bytes()[choices] == np.array(self.colour, np.uint8)).all(axis=-1)
        own = np.take_along_axis(choices, fitting.argmax(axis=2)[..., None], axis=2)[..., 0]
        return np.where(self.where & fitting.any(axis=2), own, indices)
