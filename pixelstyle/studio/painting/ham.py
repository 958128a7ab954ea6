"""Strokes in hold-and-modify, where each pixel hangs on the one to its left: the best way through 4,096 colours, in a
window about the stroke that begins and ends in the colours that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pixelstyle.screens import NativePicture
from pixelstyle.studio.painting.levels import numbers_of, points_of
from pixelstyle.studio.painting.wanted import UNLIKE, Registers, Rules, Wanted

_MARGIN = 6
"""Pixels on either side of a stroke that may change: three set any colour, one after the other."""
_STATES = 4096
_MOST = 1 << 23
"""Costs kept at a time."""


class HamRules(Rules):
    """Of a picture in HAM6."""

    levels = 16

    def __init__(self, picture: NativePicture) -> None:
        self._picture = picture
        self._palette = np.unique(numbers_of(picture.palette.bytes(), self.levels))
        self._rendered: list[tuple[np.ndarray, np.ndarray]] = []
        """The last pictures that were asked for: rendering one takes longer than a stroke."""
        self._border = int(numbers_of(picture.palette.bytes()[0], self.levels))

    @property
    def cell(self) -> tuple[int, int]:
        return self._picture.mode.width, 1

    def usable(self) -> None:
        return None

    def shown(self, indices: np.ndarray) -> np.ndarray:
        for codes, numbers in self._rendered:
            if codes is indices:
                return numbers
        return self._keep(indices, numbers_of(replace(self._picture, indices=indices).native_rgb(), self.levels))

    def _keep(self, indices: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        self._rendered = [*self._rendered[-1:], (indices, numbers)]
        return numbers

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        before = self.shown(indices)
        after = before.copy()
        for rows, start, stop in _windows(wanted.stroke):
            part = (rows, slice(start, stop))
            first = before[rows, start - 1] if start else np.full(len(rows), self._border)
            found = self._ways(self._costs(before[part], part, wanted), first, stop < before.shape[1], before[part])
            stays = ((found == before[part]) | ~wanted.locked[part]).all(axis=1)
            there = ((found == wanted.colour) & wanted.stroke[part]).any(axis=1)
            after[part] = np.where((stays & there)[:, None], found, before[part])
        changed = np.flatnonzero((after != before).any(axis=1))
        if not len(changed):
            return indices, registers
        made = indices.copy()
        made[changed] = self._codes(after[changed])
        self._keep(made, after)
        return made, registers

    def _codes(self, numbers: np.ndarray) -> np.ndarray:
        rgb = np.stack([numbers >> 8, numbers >> 4 & 15, numbers & 15], axis=-1).astype(np.uint8) * np.uint8(17)
        codes_of = self._picture.mode.shows.codes_of
        assert codes_of is not None
        return codes_of(rgb, self._picture.palette.bytes())[0]

    def _costs(self, before: np.ndarray, part: tuple[np.ndarray, slice], wanted: Wanted) -> np.ndarray:
        """float32 [T, 4096, L]: what each colour costs at each place of a window."""
        points = points_of(self.levels)
        old = points[before.T]  # [T, L, 3]
        apart = (points**2).sum(axis=1)[:, None] - 2 * (points @ old.swapaxes(1, 2)) + (old**2).sum(axis=2)[:, None]
        costs = np.maximum(apart, 0) + UNLIKE
        places, lines = np.indices(before.T.shape)
        costs[places, before.T, lines] = 0
        costs *= wanted.dear[part].T[:, None]
        dearest = np.float32(len(costs) * costs.max() + 1)
        stroke, locked = wanted.stroke[part].T, wanted.locked[part].T
        costs = np.where(stroke[:, None], dearest, costs + dearest * len(costs) * locked[:, None]).astype(np.float32)
        costs[places, np.where(stroke, wanted.colour, before.T), lines] = 0
        return costs

    def _ways(self, costs: np.ndarray, first: np.ndarray, returns: bool, before: np.ndarray) -> np.ndarray:
        """The cheapest colours, int [L, T], from `first` [L] on; if it `returns`, the last is what it was."""
        length, _, lines = costs.shape
        every = np.arange(lines)
        paid = np.full((length + 1, _STATES, lines), np.inf, np.float32)
        paid[0, first, every] = 0
        for column in range(length):
            cube = paid[column].reshape(16, 16, 16, lines)
            entering = np.minimum(cube.min(axis=0)[None], cube.min(axis=1)[:, None])
            np.minimum(entering, cube.min(axis=2)[:, :, None], out=entering)
            flat = entering.reshape(_STATES, lines)
            flat[self._palette] = paid[column].min(axis=0)
            np.add(flat, costs[column], out=paid[column + 1])
        state = before[:, -1].copy() if returns else paid[length].argmin(axis=0)
        listed = np.zeros(_STATES, bool)
        listed[self._palette] = True
        steps = np.arange(16)[:, None]
        found = np.empty((lines, length), np.int64)
        for column in range(length - 1, -1, -1):
            found[:, column] = state
            ways = [state - (state // unit % 16) * unit + steps * unit for unit in (256, 16, 1)]
            overall = paid[column].argmin(axis=0)
            ways.append(np.where(listed[state], overall, ways[0][0])[None])
            before_it = np.concatenate(ways)
            state = before_it[paid[column][before_it, every].argmin(axis=0), every]
        return found


def _windows(stroke: np.ndarray) -> Iterator[tuple[np.ndarray, int, int]]:
    """Rows that are solved together, and the columns [start, stop) of their window."""
    rows, width = np.flatnonzero(stroke.any(axis=1)), stroke.shape[1]
    left = stroke[rows].argmax(axis=1) - _MARGIN
    right = width - stroke[rows][:, ::-1].argmax(axis=1) + _MARGIN
    at = 0
    while at < len(rows):
        end, start, stop = at, width, 0
        while end < len(rows):
            wider = min(start, int(left[end])), max(stop, int(right[end]))
            if end > at and (wider[1] - wider[0]) * (end + 1 - at) * _STATES > _MOST:
                break
            (start, stop), end = wider, end + 1
        yield rows[at:end], max(start, 0), min(stop, width)
        at = end
