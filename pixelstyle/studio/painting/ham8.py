"""Strokes in HAM8, where a code sets the upper six bits of a channel and only registers bring other lower ones.

There are too many colours to try them all: within a window about the stroke, pixels have the reds, greens and blues
that are there already, those of the stroke, and those of the registers that have the lower bits that must be held where
the window ends. So all that follows in the line stays to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pixelstyle.studio.painting.ham import MARGIN, HamRules
from pixelstyle.studio.painting.hold_and_modify import Reach
from pixelstyle.studio.painting.levels import points_at
from pixelstyle.studio.painting.wanted import UNLIKE, Registers, Wanted

_LONGEST = 48
"""Pixels that are solved at a time."""
_HELD = 0x030303
"""The bits of a colour's number that no code sets."""
_CHANNELS = (16, 8, 0)
_MOST_HELD = 4
"""Kinds of lower bits that are told apart in a window."""


class Ham8Rules(HamRules):
    """Of a picture in HAM8; a stroke has the upper six bits of its colour, and of the lower ones what can be had."""

    levels = 256

    def alike(self, shown: np.ndarray, colour: int) -> np.ndarray:
        return np.asarray((shown ^ colour) & ~_HELD == 0)

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        before = self.shown(indices)
        after = before.copy()
        for row in np.flatnonzero(wanted.stroke.any(axis=1)):
            for start, stop in _windows(wanted.stroke[row]):
                after[row, start:stop] = self._window(after[row], (int(row), slice(start, stop)), wanted)
        return self._recoded(indices, before, after), registers

    def _window(self, line: np.ndarray, part: tuple[int, slice], wanted: Wanted) -> np.ndarray:
        """The colours, int [T], of a window of a line [W] with the stroke, or as they are where it cannot be."""
        start, stop = part[1].start, part[1].stop
        old, stroke, locked = line[part[1]], wanted.stroke[part], wanted.locked[part]
        found, at = old.copy(), start
        held = _worth_holding(old, locked)
        while at < stop:
            end = stop if stop - at <= _LONGEST + MARGIN else at + _LONGEST
            here = slice(at - start, end - start)
            first = self._palette[0] if at == 0 else line[at - 1] if at == start else found[at - start - 1]
            piece = _Piece(self._palette, int(first), old[here], np.where(stroke[here], wanted.colour, old[here]), held)
            costs = piece.costs(stroke[here], locked[here], wanted.dear[part][here])
            ends = piece.states_of(old[-1:]) if end == stop < len(line) else None
            found[here] = piece.colours(costs, ends)
            at = end
        stays = ((found == old) | ~locked).all() and (stop == len(line) or found[-1] == old[-1])
        there = (self.alike(found, wanted.colour) & stroke).any()
        return found if stays and there else old


def _worth_holding(old: np.ndarray, locked: np.ndarray) -> np.ndarray:
    """The lower bits, int [n], that a window [T] ends with, and those of what is locked in it."""
    others = np.unique(old[locked] & _HELD)
    last = int(old[-1]) & _HELD
    return np.array([last, *others[others != last][: _MOST_HELD - 1]])


class _Piece:
    """A part of a line, and the colours that its pixels may have: a layer for each kind of lower bits that is told
    apart, and behind them one for all others, of which nothing but the upper bits is known."""

    def __init__(self, palette: np.ndarray, first: int, old: np.ndarray, target: np.ndarray, held: np.ndarray) -> None:
        self._palette, self._first, self._old, self._target, self._held = palette, first, old, target, held
        useful = palette[palette & _HELD == held[0]]
        seen = np.concatenate([[first], target, useful])
        self._values = [np.unique(seen >> shift & 0xFC) for shift in _CHANNELS]
        sizes = [len(values) for values in self._values]
        self._size = (len(held) + 1, sizes[0], sizes[1], sizes[2])
        red, green, blue = np.meshgrid(*self._values, indexing="ij")
        self._numbers = (red << 16 | green << 8 | blue).ravel()
        """Of the colours of a layer, without lower bits."""
        there = np.stack([np.isin(palette >> s & 0xFC, v) for s, v in zip(_CHANNELS, self._values, strict=True)])
        self._listed = palette[there.all(axis=0)]

    def states_of(self, colours: np.ndarray) -> np.ndarray:
        """The state, int [n], of each of some colours [n] whose reds, greens and blues are there."""
        state = (colours[:, None] & _HELD != self._held).argmin(axis=1)
        state[~np.isin(colours & _HELD, self._held)] = len(self._held)
        for shift, values in zip(_CHANNELS, self._values, strict=True):
            state = state * len(values) + np.searchsorted(values, colours >> shift & 0xFC)
        return np.asarray(state)

    def costs(self, stroke: np.ndarray, locked: np.ndarray, dear: np.ndarray) -> np.ndarray:
        """float32 [T, S, 1]: what each state costs at each place."""
        middle = 0x020202  # what lower bits are on the mean
        points, old = points_at(self._numbers | middle, 256), points_at(self._old & ~_HELD | middle, 256)
        apart = (points**2).sum(axis=1) - 2 * (old @ points.T) + (old**2).sum(axis=1)[:, None]
        layer = (np.maximum(apart, 0) + UNLIKE) * dear[:, None]  # [T, colours of a layer]
        dearest = np.float32(len(layer) * layer.max() + 1)
        layer = np.where(stroke[:, None], dearest, layer + dearest * len(layer) * locked[:, None])
        costs = np.tile(layer.astype(np.float32), (1, self._size[0])).reshape(len(layer), self._size[0], -1)
        places, same = np.arange(len(layer)), self.states_of(self._target)
        exact, colour = np.divmod(same, len(self._numbers))
        loose = ~locked
        costs[places[loose], :, colour[loose]] = 0
        costs[places[~loose], exact[~loose], colour[~loose]] = 0
        return costs.reshape(len(layer), -1, 1)

    def colours(self, costs: np.ndarray, ends: np.ndarray | None) -> np.ndarray:
        """The colours, int [T], of the way that costs least, from what stands to the left to one of the states `ends`,
        or to any."""
        shown = self.states_of(self._listed)
        registers = np.zeros((costs.shape[1], 1), bool)
        registers[shown] = True
        may_end = np.full(registers.shape, ends is None)
        may_end[[] if ends is None else ends] = True
        first = self.states_of(np.array([self._first]))
        way = Reach(self._size, registers).cheapest(costs, first, may_end)[0]
        register_of = dict(zip(shown.tolist(), self._listed.tolist(), strict=True))
        made, colour, before = np.empty(len(way), np.int64), self._first, int(first[0])
        for at, state in enumerate(way.tolist()):
            upper = int(self._numbers[state % len(self._numbers)])
            differ = sum((colour ^ upper) >> shift & 0xFC > 0 for shift in _CHANNELS)
            alone = state // len(self._numbers) == before // len(self._numbers) and differ <= 1
            colour = upper | colour & _HELD if alone else register_of[state]
            made[at], before = colour, state
        return made


def _windows(stroke: np.ndarray) -> Iterator[tuple[int, int]]:
    """The columns [start, stop) about what belongs together of a stroke over a line [W]."""
    columns = np.flatnonzero(stroke)
    apart = np.flatnonzero(np.diff(columns) > 2 * MARGIN) + 1
    for run in np.split(columns, apart):
        yield max(int(run[0]) - MARGIN, 0), min(int(run[-1]) + 1 + MARGIN, len(stroke))
