"""Registers that are written within the line: slots of which each can be shown from one column to another.

Where the cheapest colours of all of a line's pixels can be held, they are. On other lines one slot after the other
takes the colour with which the line costs least beside all that the others hold: first each beside those before it,
then, a few rounds, each anew. Each step is exact in what it decides; the end is a local optimum.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.cells import Spans
from pixelstyle.screens.solving.slots.levels import Level
from pixelstyle.screens.solving.slots.span_schedule import Parts, schedule

_ROUNDS = 2
_DEAR = np.float32(1e30)


def hold_spans(costs: np.ndarray, level: Level, spans: Spans) -> np.ndarray:
    """The colours to hold under costs [H, W, K] in cells as wide as the picture: uint8 [bands, 1, slots]."""
    height, width, colours = costs.shape
    candidates = np.array(level.choices[0])
    if len(candidates) < colours:
        costs = costs[..., candidates]
    high = level.cell[1]
    costs = np.pad(costs, [(0, -height % high), (0, 0), (0, 0)]) if height % high else costs
    # Pixels of one column are beside each other: [bands, width * high, K].
    bands = costs.reshape(-1, high, width, len(candidates)).swapaxes(1, 2).reshape(-1, width * high, len(candidates))
    runs = [(first * high, end * high) for first, end in spans]
    parts = Parts(tuple(runs), width * high)
    mirrored = parts.reversed()
    held = np.empty((len(bands), len(spans)), np.intp)
    for band, row in zip(bands, held, strict=True):
        row[:] = _held(band, runs, parts, mirrored)
    return np.asarray(candidates[held].astype(np.uint8)[:, None])


def _held(band: np.ndarray, runs: list[tuple[int, int]], parts: Parts, mirrored: Parts) -> np.ndarray:
    """What one band's slots hold, intp [slots], under costs [P, K]."""
    found = schedule(band.argmin(axis=1), parts, mirrored)
    beside = _Beside(band, runs)
    if found is None:
        for _ in range(1 + _ROUNDS):
            for slot in parts.order:
                beside.refill(slot)
        return beside.held
    for slot in np.flatnonzero(found >= 0).tolist():
        beside.put(slot, int(found[slot]))
    for slot in np.flatnonzero(found < 0).tolist():
        beside.offer(slot)
    return beside.held


class _Beside:
    """One band's slots, and what each pixel pays for the colour of each register: float32 [registers, P]."""

    def __init__(self, band: np.ndarray, runs: list[tuple[int, int]]) -> None:
        self._band, self._runs = band, runs
        registers = sum(first <= 0 < end for first, end in runs)
        self._paid = np.full((registers, len(band)), _DEAR)
        self._scratch = np.empty_like(band)
        self.held = np.full(len(runs), -1)

    def put(self, slot: int, colour: int) -> None:
        self.held[slot] = colour
        self._paid[self._where(slot)] = self._band[slice(*self._runs[slot]), colour]

    def refill(self, slot: int) -> None:
        """Give the slot the colour with which its pixels cost least beside all others."""
        self._paid[self._where(slot)] = _DEAR
        floor = self._paid[:, slice(*self._runs[slot])].min(axis=0)
        self.put(slot, int(self._totals(slot, floor).argmin()))

    def offer(self, slot: int) -> None:
        """Give a slot that no pixel needs the colour that its pixels want next, each beside the best that it has: for
        dithers, and for who goes on from here."""
        self._paid[self._where(slot)] = _DEAR
        second = np.partition(self._paid[:, slice(*self._runs[slot])], 1, axis=0)[1]
        totals = self._totals(slot, second)
        totals[self.held[self.held >= 0]] = np.inf
        self.put(slot, int(totals.argmin()))

    def _where(self, slot: int) -> tuple[int, slice]:
        return slot % len(self._paid), slice(*self._runs[slot])

    def _totals(self, slot: int, floor: np.ndarray) -> np.ndarray:
        """What the slot's pixels cost with each colour, [K], where none pays more than its floor."""
        first, end = self._runs[slot]
        least = np.minimum(self._band[first:end], floor[:, None], out=self._scratch[: end - first])
        return np.asarray(least.sum(axis=0))
