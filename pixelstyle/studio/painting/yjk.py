"""Strokes in YJK, where four pixels share a hue: J and K that make the colour, and of those the ones that change the
rest of the four the least. Where pixels may be a palette's instead, those that are leave the hue to the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from pixelstyle.screens import NativePicture, codes_of_yjk, levels_of_yjk
from pixelstyle.studio.painting.levels import numbers_of, points_at, rgb_of
from pixelstyle.studio.painting.wanted import UNLIKE, Registers, Rules, Wanted

GROUP = 4


@cache
def _made(step: int, levels: int) -> np.ndarray:
    """The number of the colour that each J and K makes with each Y that is a multiple of `step`, int
    [4096, 32 / step]."""
    return numbers_of(np.rint(levels_of_yjk()[:, ::step] * (255 / 31)), levels)


@cache
def _points(step: int, levels: int) -> np.ndarray:
    """These colours in OKLab, float32 [4096, 32 / step, 3]."""
    return points_at(_made(step, levels), levels)


class YjkRules(Rules):
    """Of a picture in YJK."""

    cell = (GROUP, 1)
    levels = 32
    _step = 1
    """Of Y."""
    _with_palette = False

    def __init__(self, picture: NativePicture) -> None:
        self._picture = picture
        self._listed = np.unique(numbers_of(picture.palette.bytes(), self.levels))
        """The numbers of the palette's colours; none where pixels have none of them."""
        if not self._with_palette:
            self._listed = self._listed[:0]

    def usable(self) -> None:
        return None

    def shown(self, indices: np.ndarray) -> np.ndarray:
        return numbers_of(self._picture.mode.shows.render(indices, self._picture.palette.bytes()), self.levels)

    @cached_property
    def _possible(self) -> np.ndarray:
        return np.unique(np.concatenate([_made(self._step, self.levels).ravel(), self._listed]))

    def nearest(self, colour: int) -> int:
        apart = points_at(self._possible, self.levels) - points_at(np.array(colour), self.levels)
        return int(self._possible[(apart**2).sum(axis=1).argmin()])

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        made, before = indices.copy(), self.shown(indices)
        groups = np.argwhere(wanted.stroke.reshape(len(indices), -1, GROUP).any(axis=2))
        makes: dict[int, np.ndarray] = {}
        for row, at in groups:
            part = (row, slice(at * GROUP, at * GROUP + GROUP))
            stroke, locked = wanted.stroke[part], wanted.locked[part]
            fixed = np.where(stroke, wanted.colour, before[part])
            group = _Group(fixed, points_at(fixed, self.levels), stroke | locked, wanted.dear[part])
            found = self._solved(group, makes)
            if found is not None:
                made[part] = found
        return made, registers

    def _solved(self, group: _Group, makes: dict[int, np.ndarray]) -> np.ndarray | None:
        """The bytes of four pixels, uint8 [4]; None where no J and K makes all that they have to have.

        makes: for colours that were asked for before, which J and K make them.
        """
        beside = np.unique(group.fixed[group.held & ~np.isin(group.fixed, self._listed)]).tolist()
        if not beside:  # all that is new is the palette's: the hue can stay
            return self._from_palette(group.fixed)
        made, points = _made(self._step, self.levels), _points(self._step, self.levels)
        chroma = np.arange(len(made))
        for colour in beside:
            if colour not in makes:
                makes[colour] = np.flatnonzero((made == colour).any(axis=1))
            chroma = np.intersect1d(chroma, makes[colour], assume_unique=True)
        if not len(chroma):
            return None
        mixed = group.prices(made[chroma], points[chroma])  # [n, 4, 32 / step]
        listed = group.prices(self._listed[None], points_at(self._listed[None], self.levels))[0]  # [4, entries]
        cheapest = listed.min(axis=1, initial=np.inf)
        best = int(np.minimum(mixed.min(axis=2), cheapest).sum(axis=1).argmin())
        y = mixed[best].argmin(axis=1)
        if not len(self._listed):
            return np.asarray(codes_of_yjk(y[None], chroma[best : best + 1][None])[0])
        entries = self._listed[listed.argmin(axis=1)]
        return self._from_palette(np.where(cheapest <= mixed[best].min(axis=1), entries, made[chroma[best], y]))

    def _from_palette(self, colours: np.ndarray) -> np.ndarray:
        """The bytes, uint8 [4], of a group's colours, int [4], where some may be the palette's."""
        codes_of = self._picture.mode.shows.codes_of
        assert codes_of is not None
        return np.asarray(codes_of(rgb_of(colours, self.levels)[None], self._picture.palette.bytes())[0][0])


class YjkAttributeRules(YjkRules):
    """Of one in which each pixel may be a palette's instead; YJK is half as fine then."""

    levels = 256
    _step = 2
    _with_palette = True


@dataclass(frozen=True)
class _Group:
    """Four pixels that share a hue."""

    fixed: np.ndarray
    """The colours that they have or that the stroke gives them, int [4]."""
    points: np.ndarray
    """These in OKLab, float32 [4, 3]."""
    held: np.ndarray
    """Which have to have just this, bool [4]."""
    dear: np.ndarray
    """How much a change of each counts, float32 [4]."""

    def prices(self, colours: np.ndarray, points: np.ndarray) -> np.ndarray:
        """What each pixel pays for each of the colours, int [n, m], that are `points`, float32 [n, m, 3] in OKLab:
        float32 [n, 4, m]."""
        apart = ((points[:, None] - self.points[None, :, None]) ** 2).sum(axis=3)
        other = colours[:, None] != self.fixed[:, None]
        costs = (apart + UNLIKE * other) * self.dear.astype(np.float32)[:, None]
        costs[self.held[None, :, None] & other] = np.inf
        return np.asarray(costs)
