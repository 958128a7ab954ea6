"""Exchange: one colour of a palette after the other is moved to where the error falls most, until that is next to
nothing.

A colour can move to its neighbours on the machine's lattice, or to what is shown worst; with a list, to any colour of
it. A neighbour can only win points that are nearly as near to the colour itself as to their own: only these are looked
at. What a far colour wins of the others is the same whichever colour moves there, and is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.screens.choosing.gamut import Gamut, squared

_SWEEPS = 8
_FINE, _JUMPS = 8, 2
"""Bits a channel from which colours take so many rounds of jumps and means first: step by step they would go far."""
_WORST = 12
"""How many of the worst shown points are offered to each colour as a place to move to."""
_LEAST_GAIN, _LEAST_GAIN_OF_A_SWEEP = 1e-6, 1e-3
"""Parts of the error by which it has to fall."""

Shades = Callable[[np.ndarray], np.ndarray]


def exchange(
    colours: np.ndarray,
    locked: int,
    srgb: np.ndarray,
    points: np.ndarray,
    weights: np.ndarray,
    gamut: Gamut,
    shades: Shades | None = None,
) -> np.ndarray:
    """Move one colour at a time, all but the first `locked`, while that lowers the weighted squared error: uint8 [K,
    3].

    srgb, points: the colours to be shown, [N, 3], as they are and in the metric's space; weights: float32 [N].
    `shades` says what else each colour [M, 3] brings with it, uint8 [M, 3].
    """
    if gamut.bits is not None and min(gamut.bits) >= _FINE and shades is None:
        for _ in range(_JUMPS):
            rough = _Held(colours.copy(), srgb, points, weights, gamut, None)
            for moved in range(locked, len(colours)):
                rough.improve(moved, nearby=False)
            colours = rough.means(locked, srgb)
    held = _Held(colours.copy(), srgb, points, weights, gamut, shades)
    for _ in range(_SWEEPS):
        before = held.total
        held.look_around()
        for moved in range(locked, len(colours)):
            held.improve(moved)
        if held.total > before * (1 - _LEAST_GAIN_OF_A_SWEEP):
            break
    return held.colours


class _Held:
    """The colours held so far, and for each point which of them are nearest."""

    def __init__(
        self,
        colours: np.ndarray,
        srgb: np.ndarray,
        points: np.ndarray,
        weights: np.ndarray,
        gamut: Gamut,
        shades: Shades | None,
    ) -> None:
        self.colours, self.points, self.weights, self.gamut, self.shades = colours, points, weights, gamut, shades
        self.lengths = (points**2).sum(axis=1)
        self.places = self._places(colours)
        self.apart = np.sqrt(self._distances(self.places))
        """[K, N]: of colours to points."""
        self.order = np.full((2, len(points)), -1, np.intp)
        """The nearest colour and the second nearest,"""
        self.least = np.full((2, len(points)), np.inf, np.float32)
        """and how near they are, squared; of one colour there is no second."""
        self._rank(np.arange(len(points)))
        self.far = gamut.snap(srgb) if gamut.listed is None else gamut.listed
        """What can be offered to any colour, uint8 [F, 3],"""
        self.far_places = self._places(self.far)
        self.offers = np.arange(len(self.far))
        """which of them are,"""
        self.to_offers = self._distances(self.far_places) if gamut.listed is not None else self.least[:0]
        """how near points are to those, [O, N],"""
        self.falls: np.ndarray | None = None
        """and by how much the error falls, below 0, with the best of them in each colour's place, [K]; None: something
        has moved,"""
        self.best = np.zeros(len(colours), np.intp)
        """and which that is."""
        self.unsettled = np.full(len(colours), gamut.listed is None)
        """Which colours' neighbours have not been tried since something near them has moved, [K],"""
        self.reach = np.zeros(len(colours), np.float32)
        """and how far from each they stand at most."""

    def look_around(self) -> None:
        """Work out each colour's neighbours on the lattice: those of all together take as long as of a few."""
        if self.gamut.listed is not None:
            return
        self.near = self.gamut.around(self.colours)
        self.near_places = self._places(self.near.reshape(-1, 3)).reshape(-1, *self.near.shape)
        steps = self.near_places - self.places[:, :, None]
        self.reach = np.sqrt((steps**2).sum(axis=-1).max(axis=(0, 2)))

    def improve(self, moved: int, nearby: bool = True) -> None:
        """Move one colour to where the error falls most, if it falls; `nearby`: to one of its neighbours, too."""
        if self.falls is None:
            self.falls = self._falls_far()
        fall, best = float(self.falls[moved]), self.best[moved]
        colour, places = self.far[best], self.far_places[:, best]
        if nearby and self.unsettled[moved]:
            self.unsettled[moved] = False
            by_near = self._falls_near(moved)
            best = by_near.argmin()
            if by_near[best] < fall:
                fall, colour, places = float(by_near[best]), self.near[moved, best], self.near_places[:, moved, best]
        if fall < -_LEAST_GAIN * self.total:
            self._move(moved, colour, places)

    def means(self, locked: int, srgb: np.ndarray) -> np.ndarray:
        """The colours, uint8 [K, 3], but each after the first `locked` as the mean of the points, [N, 3], that it is
        nearest to."""
        count, nearest = len(self.colours), self.order[0]
        totals = np.bincount(nearest, self.weights, count)
        sums = np.stack([np.bincount(nearest, self.weights * part, count) for part in srgb.T], axis=1)
        moved = (totals > 0) & (np.arange(count) >= locked)
        colours = self.colours.copy()
        colours[moved] = self.gamut.snap(sums[moved] / totals[moved, None])
        return colours

    def _falls_near(self, moved: int) -> np.ndarray:
        """By how much the error changes with each of a colour's neighbours in its place, [M]."""
        within = np.flatnonzero(self.apart[moved] <= self.root + self.reach[moved])
        best, second = self.least[:, within]
        others = np.where(self.order[0, within] == moved, second, best)
        offered = self._distances(self.near_places[:, moved], within)
        weights = self.weights[within]
        return np.asarray(np.minimum(offered, others) @ weights - best @ weights)

    def _falls_far(self) -> np.ndarray:
        """By how much the error changes with the best of the offers in each colour's place, [K]."""
        best, second = self.least
        if self.gamut.listed is None:
            paid = self.weights * best
            self.offers = np.argpartition(-paid, _WORST - 1)[:_WORST] if len(paid) > _WORST else np.arange(len(paid))
            self.to_offers = self._distances(self.far_places[:, self.offers])
        beside = np.minimum(self.to_offers, best)
        left = (np.minimum(self.to_offers, second) - beside) * self.weights
        cells = self.order[0] + len(self.colours) * np.arange(len(self.offers))[:, None]
        lost = np.bincount(cells.ravel(), left.ravel(), len(self.offers) * len(self.colours))
        falls = lost.reshape(len(self.offers), -1) + ((beside - best) @ self.weights)[:, None]
        self.best = self.offers[falls.argmin(axis=0)]
        return np.asarray(falls.min(axis=0))

    def _move(self, moved: int, colour: np.ndarray, places: np.ndarray) -> None:
        offered = self._distances(places[:, None])[0]
        self.colours[moved], self.places[:, moved], self.apart[moved] = colour, places, np.sqrt(offered)
        ranked = (self.order == moved).any(axis=0)
        nearer = np.flatnonzero((offered < self.least[1]) & ~ranked)
        changed = np.concatenate([nearer, np.flatnonzero(ranked)])
        before = self.root[changed]
        first = offered[nearer] < self.least[0, nearer]
        self.order[1, nearer] = np.where(first, self.order[0, nearer], moved)
        self.least[1, nearer] = np.where(first, self.least[0, nearer], offered[nearer])
        self.order[0, nearer[first]], self.least[0, nearer[first]] = moved, offered[nearer[first]]
        self._rank(changed[len(nearer) :])
        self.falls = None
        if self.gamut.listed is None:
            reached = np.maximum(before, self.root[changed]) + self.reach[:, None]
            self.unsettled |= (self.apart[:, changed] <= reached).any(axis=1)
            self.unsettled[moved] = True

    def _rank(self, places: np.ndarray) -> None:
        """Find the two nearest colours of these points anew."""
        each, every = np.ascontiguousarray(self._distances(self.places, places).T), np.arange(len(places))
        for number in range(min(2, len(self.colours))):
            nearest = each.argmin(axis=1)
            self.order[number, places], self.least[number, places] = nearest, each[every, nearest]
            each[every, nearest] = np.inf
        self.root = np.sqrt(self.least[0])
        self.total = float(self.least[0] @ self.weights)

    def _places(self, colours: np.ndarray) -> np.ndarray:
        """Where colours, uint8 [M, 3], and what they bring with them, stand in the metric's space: [1 or 2, M, 3]."""
        found = [self.gamut.embed(colours / 255)]
        if self.shades is not None:
            found.append(self.gamut.embed(self.shades(colours) / 255))
        return np.stack(found)

    def _distances(self, places: np.ndarray, some: np.ndarray | None = None) -> np.ndarray:
        """Squared distances of all points, or of some, to the nearer of what stands at `places` [1 or 2, M, 3]: [M,
        N]."""
        points, lengths = (self.points, self.lengths) if some is None else (self.points[some], self.lengths[some])
        found = squared(points, places[0], lengths)
        return found if len(places) == 1 else np.minimum(found, squared(points, places[1], lengths))
