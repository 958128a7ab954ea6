"""Strokes in hold-and-modify, where each pixel hangs on the one to its left: the best way through 4,096 colours, in a
window about the stroke that begins and ends in the colours that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pixelstyle.screens import NativePicture
from pixelstyle.studio.painting.hold_and_modify import Reach
from pixelstyle.studio.painting.levels import numbers_of, points_of, rgb_of
from pixelstyle.studio.painting.wanted import UNLIKE, Registers, Rules, Wanted

MARGIN = 6
"""Pixels on either side of a stroke that may change: three set any colour, one after the other."""
_STATES = 4096
_MOST = 1 << 23
"""Costs kept at a time."""
_OF_LINE = 15
"""Registers that a line of sliced HAM has of its own."""


class HamRules(Rules):
    """Of a picture in HAM6, or in sliced HAM, whose lines keep the registers that they have."""

    levels = 16

    def __init__(self, picture: NativePicture) -> None:
        self._picture, self._sliced = picture, picture.mode.signal == "sham"
        self._palette = numbers_of(picture.palette.bytes(), self.levels)
        self._rendered: list[tuple[np.ndarray, np.ndarray]] = []
        """The last pictures that were asked for: rendering one takes longer than a stroke."""

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
            first = before[rows, start - 1] if start else np.full(len(rows), self._palette[0])
            ends = np.ones((_STATES, len(rows)), bool)
            if stop < before.shape[1]:
                ends = np.arange(_STATES)[:, None] == before[rows, stop - 1]
            reach = Reach((1, 16, 16, 16), self._listed(indices[rows], wanted.colour))
            found = reach.cheapest(self._costs(before[part], part, wanted), first, ends)
            stays = ((found == before[part]) | ~wanted.locked[part]).all(axis=1)
            there = ((found == wanted.colour) & wanted.stroke[part]).any(axis=1)
            after[part] = np.where((stays & there)[:, None], found, before[part])
        return self._recoded(indices, before, after), registers

    def _recoded(self, indices: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        """The codes [H, W] of the colours `after`, where those of `before` are `indices`."""
        changed = np.flatnonzero((after != before).any(axis=1))
        if not len(changed):
            return indices
        codes_of, made = self._picture.mode.shows.codes_of, indices.copy()
        assert codes_of is not None
        made[changed] = codes_of(rgb_of(after[changed], self.levels), self._picture.palette.bytes())[0]
        self._keep(made, after)
        return made

    def _listed(self, lines: np.ndarray, colour: int) -> np.ndarray:
        """Which colours registers hold on each of the lines of codes [L, W], bool [4096, L]: with a stroke's, where one
        of them is free for it."""
        listed = np.zeros((_STATES, len(lines)), bool)
        if not self._sliced:
            listed[self._palette] = True
            return listed
        for at, line in enumerate(lines):
            own = np.unique(line[(line > 0) & (line < len(self._palette))])
            listed[self._palette[[0, *own]], at] = True
            if len(own) < _OF_LINE and colour in self._palette:
                listed[colour, at] = True
        return listed

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


def _windows(stroke: np.ndarray) -> Iterator[tuple[np.ndarray, int, int]]:
    """Rows that are solved together, and the columns [start, stop) of their window."""
    rows, width = np.flatnonzero(stroke.any(axis=1)), stroke.shape[1]
    left = stroke[rows].argmax(axis=1) - MARGIN
    right = width - stroke[rows][:, ::-1].argmax(axis=1) + MARGIN
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
