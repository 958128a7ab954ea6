"""One frame of a film after another one, under a price on bytes: cells' colours, rows and pixels by coordinate descent.

What differs from the frame wanted, blurred as an eye does, is a quadratic form in the pixels; a byte that is written
adds its price. Cells that do not see one another are set at once, each with its old colours or with those wanted,
whichever serves better, rows and pixels by a trellis.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import smooth, srgb_to_oklab
from pixelstyle.film.budget.colours import Option, as_cells, options_of
from pixelstyle.film.budget.trellis import FAR, Cells, Price, best_rows
from pixelstyle.formats import FilmBytes
from pixelstyle.screens import NativePicture, cut_cells, lay_cells, pad_to_cells

_BLUR = 1.5
"""Shown pixels: the deviation of how an eye blurs them."""
_REACH = 8
"""Shown pixels, over which two see one another."""
_SIDE = 8
"""Pixels in a row of a cell, where the machine has no cells."""


class PricedFrame:
    """A frame that is to follow `before`, and for now is as that; wanted is another, both with their slots, in the same
    places. `lasting`: rows that are sent hold what is wanted there, and nothing that makes up for others, since it is
    still wanted when those are sent, too."""

    def __init__(
        self, before: NativePicture, wanted: NativePicture, layout: FilmBytes, *, lasting: bool, solved: NativePicture
    ) -> None:
        mode = wanted.mode
        self.before, self.wanted, self.layout, self._lasting = before, wanted, layout, lasting
        self.cell = mode.cells[-1] if mode.cells else (_SIDE, 1 if layout.along == "lines" else _SIDE)
        self._points = srgb_to_oklab(wanted.palette.srgb()).astype(np.float32)
        self._blur = _BLUR / mode.pixel[0], _BLUR / mode.pixel[1]
        target = pad_to_cells(wanted.indices, self.cell)
        self._shape = target.shape[0] // self.cell[1], target.shape[1] // self.cell[0]
        self._kernel = _kernel(self.cell, self._blur)
        self._target = self._points[target]
        self._old = as_cells(before.indices, self.cell)
        self._options = options_of(before, wanted, solved, self.cell, layout, self._points)
        self._palettes = np.stack([option.held for option in self._options])
        self._changes = np.stack([option.changed for option in self._options])
        count = self._old.shape[1]
        self._option = np.zeros(count, np.intp)
        self._codes = self._options[0].old.copy()
        self._sent = np.zeros((self.cell[1], count), bool)

    def sweep(self, price: float) -> None:
        """Set every cell once, at this price of a byte."""
        down, across = np.divmod(np.arange(self._old.shape[1]), self._shape[1])
        pixel = self.wanted.mode.pixel
        high, wide = (-(-(side + _REACH) // side) for side in (self.cell[1] * pixel[1], self.cell[0] * pixel[0]))
        for turn in range(high * wide):
            cells = np.flatnonzero((down % high == turn // wide) & (across % wide == turn % wide))
            if len(cells):
                self._set(cells, self._price(price))

    def _price(self, byte: float) -> Price:
        unit = self.cell[0] * self.layout.pixel if self.layout.pixel else 1.0
        if self.cell[1] > 1 and self.layout.along == "lines":  # rows that are neighbours are far apart in memory
            return Price(byte, unit + self.layout.head / 2, 0.0)
        return Price(byte, unit, self.layout.head)

    def _set(self, cells: np.ndarray, price: Price) -> None:
        missing = self._target - self._points[self._indices()]
        seen = cut_cells(smooth(smooth(missing, *self._blur), *self._blur), self.cell)
        seen = seen.reshape(-1, len(self._kernel), 3)[cells].swapaxes(0, 1).astype(np.float32)
        since, until = (each[cells] for each in self._runs())
        now = self._points[self._held(cells)]
        colours_cost = self._bytes_of_colours()[:, cells]
        best: tuple[np.ndarray, ...] = ()
        for number, option in enumerate(self._options):
            if best and not option.changed[:, cells].any():
                continue
            there = self._option[cells] == number
            codes = np.where(there, self._codes[:, cells], option.near[:, cells])
            colours = self._points[option.held[:, cells]]
            trial = Cells(
                colours, option.old[:, cells], option.near[:, cells], codes, self._sent[:, cells] | ~there, seen,
                option.whole[cells], since, until,
            )  # fmt: skip
            step = trial.of(codes, 0) - now
            moved = (self._kernel @ step.reshape(len(step), -1)).reshape(step.shape)
            gain = (2 * step * seen - step * moved).sum(axis=(0, 2), dtype=np.float64)
            worth, found, sent = best_rows(
                replace(trial, seen=seen - moved), self._kernel, price, settle=not self._lasting
            )
            worth = worth + gain - price.byte * (option.changed[:, cells] * colours_cost).sum(axis=0)
            if not best:
                best = worth, np.zeros(len(cells), int), found, sent
            else:
                better = worth > best[0]
                parts = zip((worth, np.full(len(cells), number), found, sent), best, strict=True)
                best = tuple(np.where(better, new, old) for new, old in parts)
        _, self._option[cells], self._codes[:, cells], self._sent[:, cells] = best
        self._sent[:, cells] &= self._changed(cells)

    def _bytes_of_colours(self) -> np.ndarray:
        """float64 [G, N]: what other colours in each of a cell's slots cost, by whether those of its neighbours change:
        a run of bytes that is there already takes one more, and between two none."""
        each = self._changes[self._option, :, np.arange(len(self._option))].T
        if self.layout.colours is None:
            return np.zeros(each.shape)
        beside = np.pad(each, ((0, 0), (1, 0)))[:, :-1] + np.pad(each, ((0, 0), (0, 1)))[:, 1:].astype(int)
        return np.asarray(np.array([self.layout.colours, 1.0, 0.0])[beside])

    def _changed(self, cells: np.ndarray) -> np.ndarray:
        """bool [R, C]: rows of cells that are not as they were."""
        if self.layout.colours is not None:
            other = self._codes[:, cells] != self._options[0].old[:, cells]
        else:
            other = self._held(cells) != self._old[:, cells]
        return np.asarray(other.reshape(self.cell[1], -1, len(cells)).any(axis=1))

    def _held(self, cells: np.ndarray) -> np.ndarray:
        """intp [P, C]: palette indices."""
        held = self._palettes[self._option[cells], :, cells]
        codes = self._codes[:, cells]
        held = np.broadcast_to(held.swapaxes(0, 1), (len(codes), len(cells), held.shape[2]))
        return np.asarray(np.take_along_axis(held, codes[..., None], axis=2)[..., 0])

    def _runs(self) -> tuple[np.ndarray, np.ndarray]:
        """int [N], twice: how many rows before the first and after the last one of each cell, in memory's order, are
        not sent."""
        order = np.arange(self._old.shape[1])
        if self.layout.along == "columns":
            order = order.reshape(self._shape).T.ravel()
        sent = self._sent[:, order].T.ravel()
        place = np.arange(len(sent))
        last = np.maximum.accumulate(np.where(sent, place, -FAR))
        following = np.minimum.accumulate(np.where(sent, place, len(sent) + FAR)[::-1])[::-1]
        begin = np.arange(0, len(sent), self.cell[1])
        end = begin + self.cell[1]
        since, until = np.full(len(begin), FAR), np.full(len(begin), FAR)
        since[order[1:]] = begin[1:] - 1 - last[begin[1:] - 1]
        until[order[:-1]] = following[end[:-1]] - end[:-1]
        return since, until

    def _indices(self) -> np.ndarray:
        return self._laid(self._held(np.arange(self._old.shape[1])))

    def _laid(self, cells: np.ndarray) -> np.ndarray:
        """Cells [P, N] as a picture [H, W]."""
        return lay_cells(cells.T.reshape(*self._shape, self.cell[1], self.cell[0]))

    def keep(self) -> tuple[np.ndarray, ...]:
        """The frame as it is now, for `back_to`: options [N], codes [P, N] and rows that are sent [R, N]."""
        return self._option.copy(), self._codes.copy(), self._sent.copy()

    def back_to(self, kept: tuple[np.ndarray, ...]) -> None:
        """As it was when `keep` gave these, [N], [P, N] and [R, N]."""
        self._option, self._codes, self._sent = (each.copy() for each in kept)

    def send_all(self) -> None:
        """Make it the frame that is wanted, whatever that takes."""
        apart = np.stack([self._apart_from_target(option) for option in self._options])
        self._option = apart.argmin(axis=0)
        near = np.stack([option.near for option in self._options])
        self._codes = near[self._option, :, np.arange(len(self._option))].T.copy()
        self._sent = self._changed(np.arange(len(self._option)))

    @property
    def rows(self) -> int:
        """How many rows of cells can be sent."""
        return self._sent.size

    def send_largest(self, count: int) -> None:
        """Send as they are wanted so many rows, those that differ most from what was; of machines whose cells have no
        colours of their own."""
        other = np.square(self._points[self._old] - self._target_cells()).sum(axis=2)
        rows = other.reshape(self.cell[1], self.cell[0], -1).sum(axis=1)
        order = np.argsort(-rows, axis=None, kind="stable")
        self._sent = np.zeros(rows.size, bool)
        self._sent[order[:count]] = True
        self._sent = self._sent.reshape(rows.shape) & (rows > 0)
        option = self._options[0]
        self._option[:] = 0
        self._codes = np.where(self._sent.repeat(self.cell[0], axis=0), option.near, option.old)

    def _apart_from_target(self, option: Option) -> np.ndarray:
        """float64 [N]: how far the nearest that cells can have with an option is from what is wanted."""
        held = np.broadcast_to(option.held, (*option.near.shape, option.held.shape[2]))
        shown = self._points[np.take_along_axis(held, option.near[..., None], axis=2)[..., 0]]
        return np.asarray(np.square(shown - self._target_cells()).sum(axis=(0, 2), dtype=np.float64))

    def _target_cells(self) -> np.ndarray:
        """float32 [P, N, 3]."""
        cells = cut_cells(self._target, self.cell)
        return np.asarray(cells.reshape(-1, self.cell[0] * self.cell[1], 3).swapaxes(0, 1))

    def picture(self) -> NativePicture:
        """The frame."""
        height, width = self.wanted.indices.shape
        slots = list(self.wanted.slots)
        for number, rule in enumerate(self.wanted.mode.slots):
            if rule.cell is not None:
                every = np.stack([option.slots[number].reshape(len(self._option), -1) for option in self._options])
                slots[number] = every[self._option, np.arange(len(self._option))].reshape(slots[number].shape)
        indices = self._indices()[:height, :width].astype(np.uint8)
        codes = None
        if slots and self.layout.colours is not None:
            codes = self._laid(self._codes)[:height, :width].astype(np.uint8)
        return replace(self.before, indices=indices, slots=tuple(slots), codes=codes)

    def apart(self, picture: NativePicture) -> float:
        """How far a picture looks from the one wanted: the blurred difference in OKLab, summed over pixels."""
        missing = self._points[self.wanted.indices] - self._points[picture.indices]
        return float(np.sqrt(np.square(smooth(missing, *self._blur)).sum(axis=2)).sum())


def _kernel(cell: tuple[int, int], blur: tuple[float, float]) -> np.ndarray:
    """float32 [P, P]: how much pixels of a cell have in common when they are blurred."""
    side = max(*cell, _REACH)
    dot = np.zeros((2 * side + 1, 2 * side + 1, 1))
    dot[side, side] = 1
    spread = smooth(smooth(dot, *blur), *blur)[side:, side:, 0]
    y, x = np.divmod(np.arange(cell[0] * cell[1]), cell[0])
    return np.asarray(spread[abs(y[:, None] - y), abs(x[:, None] - x)], np.float32)
