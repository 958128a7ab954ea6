"""Registers that are written while the picture is drawn: bands of lines, each with colours of its own, of which only so
many can differ from those of the band above.

One register after the other is given the cheapest course of colours down the picture beside all that the others hold,
which dynamic programming over the bands finds exactly: a band either keeps the colour of the one above or, where
the others leave a write for it, takes any other. Writes begin dear and end free, so that those which gain most are
made first. Each round is exact in what it decides; the end is a local optimum. Where it is to be steady, a few
registers' writes end at a price: lines that hold now one colour and now another, as each is a trace nearer, are streaks
from edge to edge.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.slots.levels import Level

_PRICES, _STEADY_PRICES = (0.5, 0.0), (2.0, 1.0)
"""What a write costs in each round, in parts of what it can gain: what fixed colours cost more than free ones, shared
out over all writes that there can be; and the same for steady ones. On three photos a CPC's four inks are then written
a fifth to a quarter as often, for 0.2 to 0.6 % more error, an Atari's four colours a quarter as often, for 3 to 4 %."""
_GROUP_PRICE = 4.0
"""The same for another group of colours than the band above has, in parts of what one group for all bands loses to the
best for each, shared out over the bands."""
_FEW = 4
"""So many registers at most are to be steady: of more there is always one that is near."""
_DEAR = np.float32(1e30)
_EVERY = 4
"""Fixed colours to begin with are chosen by every fourth band."""


def hold_bands(costs: np.ndarray, level: Level, steady: bool) -> np.ndarray:
    """The colours to hold under costs [H, W, K] in cells as wide as the picture: uint8 [bands, 1, slots]; `steady`: no
    new ones for a trace."""
    height, width, colours = costs.shape
    candidates = np.array(level.choices[0])
    if len(candidates) < colours:
        costs = costs[..., candidates]
    high = level.cell[1]
    costs = np.pad(costs, [(0, -height % high), (0, 0), (0, 0)]) if height % high else costs
    bands = costs.reshape(-1, high * width, len(candidates))
    writes = level.count if level.writes is None else level.writes
    used = np.zeros((len(bands), bands.shape[2]), bool)
    used[np.arange(len(bands))[:, None], bands.argmin(axis=2)] = True
    held = _schedule(used, level.count, writes)
    if held is None:
        held = _Registers(bands, level.count, writes, steady and level.count <= _FEW).held
    return np.asarray(candidates[held.T].astype(np.uint8)[:, None])


def hold_groups(costs: np.ndarray, level: Level, steady: bool) -> np.ndarray:
    """The groups to hold under costs [H, W, K] in cells as wide as the picture, all of whose colours come from one of
    the level's groups and find room: uint8 [bands, 1, slots], exact; `steady`: for one that the bands pay for."""
    height, high = len(costs), level.cell[1]
    groups = [group for group in level.groups if group]  # a small palette may have none of one's colours
    lines = np.stack([costs[..., list(group)].min(axis=2).sum(axis=1, dtype=np.float64) for group in groups], 1)
    totals = np.add.reduceat(lines, np.arange(0, height, high))
    gain = float(totals.sum(axis=0).min() - totals.min(axis=1).sum()) / max(1, len(totals) - 1)
    course = _cheapest_course(totals, np.full(max(0, len(totals) - 1), gain * _GROUP_PRICE if steady else 0.0))
    held = np.array([np.resize(group, level.count) for group in groups], np.uint8)
    return np.asarray(held[course][:, None])


def fit_groups(level: Level) -> bool:
    """Whether all colours of a cell come from one group, with room for any of them."""
    if not any(level.groups) or len(level.counts) != 1:
        return False
    choices = set(level.choices[0])
    return all(len(group) <= level.count and choices.issuperset(group) for group in level.groups)


def held_by_band(picture: NativePicture) -> np.ndarray | None:
    """What registers hold from line to line for the indices of a picture whose only slots are as wide as it is: intp
    [slots, bands]; None where they cannot hold all that it shows."""
    slots = picture.mode.slots[0]
    assert slots.cell is not None
    high, indices = slots.cell[1], picture.indices
    used = np.zeros((-(-len(indices) // high), len(picture.palette)), bool)
    used[np.arange(len(indices))[:, None] // high, indices] = True
    return _schedule(used, slots.count, slots.count if slots.writes is None else slots.writes)


class _Registers:
    """What registers hold in each band under costs [N, P, K] of N bands of P pixels."""

    def __init__(self, bands: np.ndarray, count: int, writes: int, steady: bool) -> None:
        self.bands, self.writes = bands, writes
        fixed = _fixed(bands[::_EVERY], count)
        self.held = np.repeat(fixed[:, None], len(bands), axis=1)
        """The colour of each register in each band."""
        self.paid = np.moveaxis(bands[..., fixed], 2, 0).copy()
        """What each pixel would pay for it: [registers, N, P]."""
        least = float(bands.min(axis=2).sum(dtype=np.float64))
        gain = (float(self.paid.min(axis=0).sum(dtype=np.float64)) - least) / max(1, writes * (len(bands) - 1))
        for price in _STEADY_PRICES if steady else _PRICES:
            for register in range(count):
                self._improve(register, price * gain)

    def _improve(self, register: int, price: float) -> None:
        """The best course for one register beside the others, a write costing `price`."""
        others = np.delete(np.arange(len(self.held)), register)
        self.paid[register] = _DEAR
        floor = self.paid.min(axis=0)
        changes = self.held[others][:, 1:] != self.held[others][:, :-1]
        prices = np.where(changes.sum(axis=0) < self.writes, price, np.inf)
        course = _cheapest_course(_beside(self.bands, floor), prices)
        self.held[register] = course
        self.paid[register] = self.bands[np.arange(len(course)), :, course]


def _beside(bands: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """What each band costs with one colour more, float64 [N, K], beside a floor [N, P] that no pixel pays more than."""
    totals, least = np.empty((len(bands), bands.shape[2])), np.empty(bands.shape[1:], np.float32)
    for band, most, row in zip(bands, floor, totals, strict=True):  # one by one: they stay in the cache
        row[:] = np.minimum(band, most[:, None], out=least).sum(axis=0)
    return totals


def _fixed(bands: np.ndarray, count: int) -> np.ndarray:
    """Colours for all bands, intp [count], each the best beside those before it."""
    floor = np.full(bands.shape[:2], _DEAR)
    chosen = np.empty(count, np.intp)
    for number in range(count):
        chosen[number] = _beside(bands, floor).sum(axis=0).argmin()
        np.minimum(floor, bands[..., chosen[number]], out=floor)
    return chosen


def _cheapest_course(totals: np.ndarray, prices: np.ndarray) -> np.ndarray:
    """The colour of each band, intp [N], for totals [N, K] and what a change costs between two bands [N - 1]."""
    values = totals[0].copy()
    changed, best = np.zeros(totals.shape, bool), np.zeros(len(totals), np.intp)
    for band in range(1, len(totals)):
        best[band] = values.argmin()
        otherwise = values[best[band]] + prices[band - 1]
        changed[band] = values > otherwise
        values = np.minimum(values, otherwise) + totals[band]
    course = np.empty(len(totals), np.intp)
    colour = int(values.argmin())
    for band in range(len(totals) - 1, -1, -1):
        course[band] = colour
        if changed[band, colour]:
            colour = int(best[band])
    return course


def _schedule(used: np.ndarray, count: int, writes: int) -> np.ndarray | None:
    """Registers that hold the colours that each of N bands shows, bool [N, K], as intp [count, N]; None where there are
    none. Where those are the cheapest colours of all pixels, nothing is better.

    From the last band up, a band must hold what it shows, and what the band below needs and no write can bring. A
    write is best spent on the colour that no band above shows for longest (Belady, "A Study of Replacement Algorithms
    for a Virtual-Storage Computer", 1966, read backwards).
    """
    number = len(used)
    if used.sum(axis=1).max() > count:
        return None
    last = np.where(used, np.arange(number)[:, None], -1)
    last = np.maximum.accumulate(last, axis=0)  # the last band, up to each, that shows a colour
    needed = np.empty_like(used)
    needed[-1] = used[-1]
    for band in range(number - 2, -1, -1):
        missing = np.flatnonzero(needed[band + 1] & ~used[band])
        kept = missing[np.argsort(last[band, missing], kind="stable")][writes:]
        needed[band] = used[band]
        needed[band, kept] = True
        if needed[band].sum() > count:
            return None
    return _placed(needed, count)


def _placed(needed: np.ndarray, count: int) -> np.ndarray:
    """The colours needed in each band, bool [N, K], in registers that are only written where they have to be."""
    held = np.empty((count, len(needed)), np.intp)
    now = np.resize(np.flatnonzero(needed[0]), count)
    for band, wanted in enumerate(needed):
        missing = np.setdiff1d(np.flatnonzero(wanted), now)
        first = np.zeros(count, bool)
        first[np.unique(now, return_index=True)[1]] = True
        free = np.flatnonzero(~(first & wanted[now]))
        now = now.copy()
        now[free[: len(missing)]] = missing
        held[:, band] = now
    return held
