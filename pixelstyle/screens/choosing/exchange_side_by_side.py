"""Exchange in several sub-palettes side by side: each one's first colour is moved to where its error falls most, then
each one's second, and so on.

What one sub-palette's colours are does not matter to another's points, so that all of them are looked at in the same
few operations on arrays: points stand in rows of equal length, as many rows as a sub-palette's points need.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from pixelstyle.screens.choosing.gamut import Gamut
from pixelstyle.screens.solving.subpalettes.in_space import coefficients, lifted

_LENGTH = 128
"""Points of a row."""
_WORST = 12
"""How many of each sub-palette's worst shown points are offered to its colours as a place to move to."""
_LEAST_GAIN = 1e-6
"""Part of the error by which it has to fall."""
_CORNERS = np.array(list(itertools.product((0, 1), repeat=3)))
"""Steps from a colour of the lattice to those around what lies between it and the next ones, [8, 3]."""

_COARSE = 3
"""Bits a channel up to which the best colour may well be another than one of these."""

Points = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Colours to be shown, sRGB [N, 3], the same in the metric's space, and weights [N]; one at least."""


def exchange_side_by_side(
    colours: np.ndarray, fixed: Sequence[int], points: Sequence[Points], gamut: Gamut, sweeps: int
) -> np.ndarray:
    """Sub-palettes, uint8 [C, S, 3], with each colour but the first `fixed` of each, which are its own choice for the
    points of its own, moved so many times to where the weighted squared error is least, if it falls: the same shape.

    A colour can move to the corners of the lattice's cell that the mean of its points lies in, on a coarse lattice to
    its own neighbours, and to what was shown worst when a sweep began; with a list, to any colour of it.
    """
    held = _Rows(colours.copy(), np.array(fixed), points, gamut)
    for _ in range(sweeps):
        held.sweep()
    return held.colours


class _Rows:
    """Points in rows, and how near they are to the colours of their sub-palette."""

    def __init__(self, colours: np.ndarray, fixed: np.ndarray, points: Sequence[Points], gamut: Gamut) -> None:
        self.colours, self.fixed, self.gamut = colours, fixed, gamut
        counts = [len(weights) for _, _, weights in points]
        rows = [-(-count // _LENGTH) for count in counts]
        self.first = np.concatenate([[0], np.cumsum(rows)[:-1]]).astype(np.intp)
        """Which row is the first of each sub-palette, [C],"""
        self.of = np.repeat(np.arange(len(colours)), rows)
        """and which sub-palette each row is of, [R]."""
        self.spans = [slice(start, start + count) for start, count in zip(self.first * _LENGTH, counts, strict=True)]
        """Where each one's points stand, row after row."""
        places, self.srgb = np.zeros((2, len(self.of) * _LENGTH, 3), np.float32)
        weights = np.zeros(len(self.of) * _LENGTH, np.float32)
        for span, (srgb, place, weight) in zip(self.spans, points, strict=True):
            self.srgb[span], places[span], weights[span] = srgb, place, weight
        self.lifted = np.ascontiguousarray(lifted(places.reshape(-1, _LENGTH, 3)).swapaxes(1, 2))
        """[R, 5, length]"""
        self.summed = np.concatenate([self.srgb, np.ones_like(self.srgb[:, :1])], axis=1).reshape(-1, _LENGTH, 4)
        self.weights = weights.reshape(-1, _LENGTH)
        self.apart = self._distances(colours)
        """[R, S, length]: of points to their sub-palette's colours, squared."""
        self.listed: np.ndarray | None = None
        """The same to a list's colours."""
        if gamut.listed is not None:
            self.listed = self._distances(np.broadcast_to(gamut.listed, (len(colours), *gamut.listed.shape)))

    def sweep(self) -> None:
        """Try each colour once."""
        begin, size = int(self.fixed.min()), self.colours.shape[1]
        after = [np.full_like(self.weights, np.inf)]  # the least of what is apart from a colour on, last colour first
        for place in range(size - 1, begin, -1):
            after.append(np.minimum(after[-1], self.apart[:, place]))
        before = self.apart[:, :begin].min(axis=1, initial=np.inf)
        offers = self._worst()
        for place in range(begin, size):
            others = np.minimum(before, after.pop())
            self._move(place, others, *offers)
            before = np.minimum(before, self.apart[:, place])

    def _move(self, place: int, others: np.ndarray, offers: np.ndarray, to_offers: np.ndarray) -> None:
        """Move the colour that stands at this place of each sub-palette; `others`, [R, length], say how near points are
        to the next of its other colours."""
        if self.gamut.listed is None:
            around = self._around(place, self.apart[:, place] < others)
            offers = np.concatenate([around, offers], axis=1)
            to_offers = np.concatenate([self._distances(around), to_offers], axis=1)
        now = self._total(np.minimum(self.apart[:, place], others)[:, None])[:, 0]
        totals = self._total(np.minimum(to_offers, others[:, None]))
        best = totals.argmin(axis=1)
        moves = (totals.min(axis=1) < now * (1 - _LEAST_GAIN)) & (place >= self.fixed)
        self.colours[moves, place] = offers[moves, best[moves]]
        rows = np.flatnonzero(moves[self.of])
        self.apart[rows, place] = to_offers[rows, best[self.of[rows]]]

    def _around(self, place: int, nearest: np.ndarray) -> np.ndarray:
        """The colours of the lattice around the mean of those points that are `nearest`, bool [R, length], to the
        colours at this place, and on a coarse one around these, uint8 [C, M, 3]."""
        assert self.gamut.bits is not None
        found = np.where(nearest, self.weights, 0)[:, None] @ self.summed
        sums = np.add.reduceat(found[:, 0], self.first)
        means = np.where(sums[:, 3:] > 0, sums[:, :3] / np.maximum(sums[:, 3:], 1e-12), self.colours[:, place] / 255)
        levels = 2.0 ** np.array(self.gamut.bits) - 1
        around = np.minimum(np.floor(means * levels)[:, None] + _CORNERS, levels) / levels
        corners = self.gamut.snap(around.reshape(-1, 3)).reshape(around.shape)
        if max(self.gamut.bits) > _COARSE:
            return corners
        return np.concatenate([corners, self.gamut.around(self.colours[:, place])], axis=1)

    def _worst(self) -> tuple[np.ndarray, np.ndarray]:
        """What is offered to every colour of each sub-palette, uint8 [C, O, 3], and how near points are to it, [R, O,
        length]: a list's colours, or what of the lattice is nearest to the points that are shown worst."""
        if self.gamut.listed is not None:
            assert self.listed is not None
            return np.broadcast_to(self.gamut.listed, (len(self.colours), *self.gamut.listed.shape)), self.listed
        paid = (self.apart.min(axis=1) * self.weights).ravel()
        worst = []
        for span in self.spans:
            mine = paid[span]
            found = np.argpartition(-mine, _WORST - 1)[:_WORST] if len(mine) > _WORST else np.arange(len(mine))
            worst.append(self.srgb[span][np.resize(found, _WORST)])
        offers = self.gamut.snap(np.concatenate(worst)).reshape(-1, _WORST, 3)
        return offers, self._distances(offers)

    def _total(self, distances: np.ndarray) -> np.ndarray:
        """The weighted sums of distances [R, M, length] over each sub-palette's points, [C, M]."""
        return np.add.reduceat((distances @ self.weights[:, :, None])[..., 0], self.first)

    def _distances(self, colours: np.ndarray) -> np.ndarray:
        """Squared distances [R, M, length] of points to some colours for each sub-palette, uint8 [C, M, 3]."""
        places = self.gamut.embed(colours.reshape(-1, 3) / 255).reshape(colours.shape)
        return np.asarray(coefficients(places)[self.of] @ self.lifted)
