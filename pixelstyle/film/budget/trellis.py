"""Which rows of a cell are sent, and what they hold: rate and distortion by a trellis over the cell's rows.

The picture's blurred difference is a quadratic form in its pixels. From row to row two ways through a cell are kept,
the best one that sends the row and the best one that does not, each with what it leaves for the rows below: Viterbi's
algorithm (Forney, "The Viterbi Algorithm", 1973) with per-survivor processing (Raheli, Polydoros and Tzou, 1995). A
row that is sent takes, pixel by pixel, the colour by which the difference falls most, whatever was wanted there: so it
makes up for neighbours for which there are no bytes. A run of bytes costs more than its bytes, hence a trellis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FAR = 1 << 16
"""Rows from one that is sent: none is near."""
_NEVER = -1e9
_LEAST = 1e-7


@dataclass(frozen=True)
class Price:
    """What is paid."""

    byte: float
    """For a byte, in squared blurred difference."""
    unit: float
    """Bytes of a row of a cell."""
    head: float
    """Bytes that a run takes besides its own."""


@dataclass(frozen=True)
class Cells:
    """C cells of R rows, P pixels in all, none of which sees another one, within a picture in which all else stays."""

    colours: np.ndarray
    """float32 [P or 1, C, M, 3]: what each code looks like, at each pixel or at all."""
    old: np.ndarray
    """intp [P, C]: the codes of rows that are not sent."""
    near: np.ndarray
    """intp [P, C]: the codes that come nearest to what is wanted."""
    now: np.ndarray
    """intp [P, C]: the codes that they hold."""
    sent: np.ndarray
    """bool [R, C]: rows whose codes `now` are kept in mind; others begin with those that are near."""
    seen: np.ndarray
    """float32 [P, C, 3]: what is missing, blurred twice, while they hold these."""
    whole: np.ndarray
    """bool [C]: of which each row has to be sent."""
    since: np.ndarray
    """int [C]: rows before the first one, in the order of memory, that are not sent; FAR and more for many."""
    until: np.ndarray
    """int [C]: the same after the last one."""

    def of(self, codes: np.ndarray, first: int) -> np.ndarray:
        """float32 [rows, C, 3]: what codes [rows, C] of pixels from the `first` on look like."""
        there = self.colours[first : first + len(codes)] if len(self.colours) > 1 else self.colours
        return np.asarray(np.take_along_axis(there, codes[..., None, None], axis=2)[:, :, 0])


@dataclass
class _Way:
    """One way for each cell through the rows so far."""

    worth: np.ndarray
    """float64 [C]: by how much the difference has fallen, less the price."""
    gap: np.ndarray
    """int [C]: rows since the last one that is sent."""
    seen: np.ndarray
    """float32 [pixels, C, 3]: what is missing in the rows to come."""
    codes: np.ndarray
    """intp [P, C]."""
    sent: np.ndarray
    """bool [R, C]."""

    def or_other(self, other: _Way, there: np.ndarray) -> _Way:
        """The other way where `there` says so, [C]; a copy."""
        return _Way(
            np.where(there, other.worth, self.worth),
            np.where(there, other.gap, self.gap),
            np.where(there[:, None], other.seen, self.seen),
            np.where(there, other.codes, self.codes),
            np.where(there, other.sent, self.sent),
        )


def best_rows(
    cells: Cells, kernel: np.ndarray, price: Price, *, settle: bool = True
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each cell's rows are best to hold: by how much the difference falls, less the price, float64 [C]; the codes,
    intp [P, C]; and the rows that are sent, bool [R, C].

    `kernel`: float32 [P, P], how much pixels of a cell have in common when they are blurred. Without `settle` rows that
    are sent hold the codes that are near.
    """
    rows, count = cells.sent.shape
    wide = len(kernel) // rows
    # What comes before the first row is sent or not, whatever is chosen here.
    start = cells.since, cells.seen, cells.now, np.zeros((rows, count), bool)
    kept = _Way(np.where(cells.since > 0, 0.0, _NEVER), *start)
    given = _Way(np.where(cells.since > 0, _NEVER, 0.0), *start)
    for row in range(rows):
        at = slice(row * wide, (row + 1) * wide)
        stays = kept.or_other(given, given.worth > kept.worth)
        starts = kept.worth - price.byte * np.minimum(kept.gap * price.unit, price.head)
        goes = kept.or_other(given, given.worth >= starts)
        goes.worth = np.maximum(given.worth, starts) - price.byte * price.unit
        stays.gap, goes.gap = stays.gap + 1, np.zeros(count, int)
        _set(stays, cells, cells.old[at], at, kernel)
        stays.worth[cells.whole] = _NEVER
        begin = np.where(cells.sent[row], goes.codes[at], cells.near[at])
        _set(goes, cells, begin, at, kernel, settle=settle)
        goes.sent[row] = True
        kept, given = stays, goes
    ends = [
        way.worth
        - price.byte * np.where(cells.until < FAR, np.minimum((way.gap + cells.until) * price.unit, price.head), 0)
        for way in (kept, given)
    ]
    best = kept.or_other(given, ends[1] > ends[0])
    return np.maximum(*ends), best.codes, best.sent


def _set(way: _Way, cells: Cells, codes: np.ndarray, at: slice, kernel: np.ndarray, *, settle: bool = False) -> None:
    """Give the next row these codes, [W, C]; `settle`: then whatever is better, one pixel after the other."""
    within, below = kernel[at, at], kernel[at.stop :, at]
    before, now = cells.of(way.codes[at], at.start), cells.of(codes, at.start)
    step = now - before
    seen = way.seen[: len(codes)]
    moved = _times(within, step)
    way.worth = way.worth + 2 * _dot(step, seen) - _dot(step, moved)
    if settle:
        seen, codes = seen - moved, codes.copy()
        every = np.arange(codes.shape[1])
        for pixel in range(len(codes)):
            choice = cells.colours[at.start + pixel if len(cells.colours) > 1 else 0]
            other = choice - now[pixel][:, None]
            gain = 2 * (other * seen[pixel][:, None]).sum(axis=2) - within[pixel, pixel] * np.square(other).sum(axis=2)
            best = gain.argmax(axis=1)
            better = gain[every, best] > _LEAST
            codes[pixel] = np.where(better, best, codes[pixel])
            by = other[every, best] * better[:, None]
            way.worth += np.where(better, gain[every, best], 0)
            seen -= within[pixel][:, None, None] * by
            step[pixel] += by
    way.codes[at] = codes
    way.seen = way.seen[len(codes) :] - _times(below, step)


def _times(matrix: np.ndarray, field: np.ndarray) -> np.ndarray:
    """A matrix [A, B] times a field [B, C, 3]."""
    return np.asarray((matrix @ field.reshape(len(field), -1)).reshape(len(matrix), *field.shape[1:]))


def _dot(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """float64 [C]: the products of fields [W, C, 3], summed."""
    return np.asarray((one * other).sum(axis=(0, 2), dtype=np.float64))
