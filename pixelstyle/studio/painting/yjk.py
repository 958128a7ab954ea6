"""Strokes in YJK, where four pixels share a hue: J and K that make the colour, and of those the ones that change the
rest of the four the least."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np

from pixelstyle.screens import NativePicture, codes_of_yjk, levels_of_yjk
from pixelstyle.studio.painting.levels import numbers_of, points_of
from pixelstyle.studio.painting.wanted import UNLIKE, Registers, Rules, Wanted

GROUP = 4


@cache
def _made() -> np.ndarray:
    """The number of the colour that each J and K makes with each Y, int [4096, 32]."""
    return np.asarray(levels_of_yjk().astype(np.int64) @ np.array([1024, 32, 1]))


class YjkRules(Rules):
    """Of a picture in YJK."""

    levels = 32
    cell = (GROUP, 1)

    def __init__(self, picture: NativePicture) -> None:
        self._picture = picture

    def usable(self) -> None:
        return None

    def shown(self, indices: np.ndarray) -> np.ndarray:
        return numbers_of(self._picture.mode.shows.render(indices, self._picture.palette.bytes()), self.levels)

    @cached_property
    def _possible(self) -> np.ndarray:
        return np.unique(_made())

    def nearest(self, colour: int) -> int:
        points = points_of(self.levels)
        return int(self._possible[((points[self._possible] - points[colour]) ** 2).sum(axis=1).argmin()])

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        made, before = indices.copy(), self.shown(indices)
        groups = np.argwhere(wanted.stroke.reshape(len(indices), -1, GROUP).any(axis=2))
        makes = {wanted.colour: np.flatnonzero((_made() == wanted.colour).any(axis=1))}
        for row, group in groups:
            part = (row, slice(group * GROUP, group * GROUP + GROUP))
            found = _of_group(before[part], wanted.stroke[part], wanted, wanted.locked[part], wanted.dear[part], makes)
            if found is not None:
                made[part] = found
        return made, registers


def _of_group(
    before: np.ndarray,
    stroke: np.ndarray,
    wanted: Wanted,
    locked: np.ndarray,
    dear: np.ndarray,
    makes: dict[int, np.ndarray],
) -> np.ndarray | None:
    """The bytes of four pixels, uint8 [4]; None where what is locked cannot stay beside the stroke."""
    chroma = makes[wanted.colour]
    fixed = np.where(stroke, wanted.colour, before)
    for colour in np.unique(before[locked]).tolist():
        if colour not in makes:
            makes[colour] = np.flatnonzero((_made() == colour).any(axis=1))
        chroma = np.intersect1d(chroma, makes[colour], assume_unique=True)
    if not len(chroma):
        return None
    points = points_of(YjkRules.levels)
    colours = _made()[chroma]  # [n, 32]
    apart = ((points[colours][:, None] - points[fixed][None, :, None]) ** 2).sum(axis=3)
    other = colours[:, None] != fixed[:, None]
    costs = (apart + UNLIKE * other) * np.where(stroke | locked, 1e6, dear).astype(np.float32)[:, None]
    costs[(stroke | locked)[None, :, None] & other] = np.inf
    best = int(costs.min(axis=2).sum(axis=1).argmin())
    y = costs[best].argmin(axis=1)
    return np.asarray(codes_of_yjk(y[None], chroma[best : best + 1][None])[0])
