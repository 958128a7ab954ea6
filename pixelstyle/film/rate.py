"""A film within so many bytes a frame: rate and distortion together.

What is sent of a frame is chosen by what it does for the picture as an eye sees it from afar, per byte: differences
that blur into nothing, such as another phase of a dither, are never worth theirs. A cell whose colours the new frame
can do with is sent by its bytes; one that needs other colours is sent whole, with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.colour import smooth, srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.film.byte_patterns import resettled
from pixelstyle.film.shown import Shown
from pixelstyle.formats import FilmFormat
from pixelstyle.screens import NativePicture, ScreenMode, with_slots

_BLUR = 1.5
"""Shown pixels: the deviation of how an eye blurs them."""
_ROUNDS = 4
"""In how many parts a frame's bytes are spent: what is sent changes what else is worth it."""
_SIDE = 8
"""Of a cell, where the machine has none."""
_OWN = 0.2
"""How much of a difference's own energy is left when it is blurred: as of one that is as large as a unit."""


@dataclass
class Budget:
    """What became of it."""

    bytes: list[int]
    """Of each frame but the first."""
    over: int = 0
    """Frames that took more: after a cut to another background, which changes everything."""


def check_budget(mode: ScreenMode, kind: FilmFormat | None) -> None:
    """Raise PixelStyleError where bytes cannot be saved: in files of whole frames and under rules that bind more than
    cells."""
    if kind is None or kind.change is None:
        raise PixelStyleError(
            "--bytes-per-frame is for .prg, .flc, .anim and .p8: other files hold frames whole, and cartridges what "
            "their machine has time for."
        )
    if mode.subpalettes or mode.tiles or mode.signal or mode.glyphs or len(mode.cells) > 1:
        raise PixelStyleError(
            f"--bytes-per-frame is for modes of one palette or of cells of one size, such as c64-hires; {mode.name} is "
            "bound by more."
        )


def within_budget(
    frames: Iterator[Shown], mode: ScreenMode, kind: FilmFormat, most: int, told: Budget, *, ordered: bool = False
) -> Iterator[Shown]:
    """The frames, of which each takes at most so many bytes after the one before; all have one palette.

    `ordered`: by the size of the differences alone, as one would afterwards; for comparison.
    """
    before: NativePicture | None = None
    for frame in frames:
        assert frame.palette is not None and kind.change is not None
        wanted = _known(NativePicture(mode, frame.palette, frame.pixels))
        if before is None:
            before = wanted
        else:
            shown = _Frame(before, wanted, kind, ordered).within(most)
            if not ordered and (shown.indices != wanted.indices).any():
                first = _Frame(before, wanted, kind, ordered=True).within(most)
                shown = _best(before, [shown, first], wanted, kind, most)
            told.bytes.append(kind.change(before, shown))
            told.over += told.bytes[-1] > most
            before = shown
        yield replace(frame, pixels=before.indices)


def _best(
    before: NativePicture, ways: list[NativePicture], wanted: NativePicture, kind: FilmFormat, most: int
) -> NativePicture:
    """Of ways to show a frame, and of these with their bytes set anew, if that takes no more than `most`, the one that
    looks most like what is wanted: after a cut differences are so large that squares of them mislead."""
    assert kind.change is not None
    points = srgb_to_oklab(wanted.palette.srgb()).astype(np.float32)
    blur = _BLUR / wanted.mode.pixel[0], _BLUR / wanted.mode.pixel[1]
    again = [resettled(before, way, wanted, points, blur) for way in ways]
    ways = [*ways, *(way for way in again if kind.change(before, way) <= most)]

    def apart(way: NativePicture) -> float:
        seen = smooth(points[wanted.indices] - points[way.indices], *blur)
        return float(np.sqrt(np.square(seen).sum(axis=2)).mean())

    return min(ways, key=apart)


def _known(picture: NativePicture) -> NativePicture:
    return with_slots(picture) if picture.mode.slots else picture


class _Frame:
    """One frame that is to follow another."""

    def __init__(self, before: NativePicture, wanted: NativePicture, kind: FilmFormat, ordered: bool) -> None:
        self.before, self.wanted, self.kind, self.ordered = before, wanted, kind, ordered
        mode = wanted.mode
        self.wide, self.high = mode.cells[-1] if mode.cells else (_SIDE, _SIDE)
        self.points = srgb_to_oklab(wanted.palette.srgb()).astype(np.float32)
        self.blur = _BLUR / mode.pixel[0], _BLUR / mode.pixel[1]

    def within(self, most: int) -> NativePicture:
        """The picture that comes nearest for so many bytes."""
        assert self.kind.change is not None
        if self.kind.change(self.before, self.wanted) <= most or not self._mix():
            return self.wanted
        low, high, best = 0.0, 1.0 * most, self.before
        for _ in range(4):  # runs of bytes cost more than their bytes: how much more is seen afterwards
            middle = (low + high) / 2
            made = self._spent(middle)
            if self.kind.change(self.before, made) <= most:
                low, best = middle, made
            else:
                high = middle
        return best

    def _mix(self) -> bool:
        """Whether cells of both frames can stand beside one another."""
        pairs = zip(self.wanted.mode.slots, self.before.slots, self.wanted.slots, strict=True)
        return all(slots.cell is not None or np.array_equal(old, new) for slots, old, new in pairs)

    def _spent(self, bytes_: float) -> NativePicture:
        """The frame before with what is best to be sent for so many bytes."""
        now = self.before
        for part in range(1 if self.ordered else _ROUNDS):
            share = bytes_ / (1 if self.ordered else _ROUNDS - part)
            now, bytes_ = self._sent(now, share, bytes_)
        return now

    def _sent(self, now: NativePicture, share: float, left: float) -> tuple[NativePicture, float]:
        difference = self.points[self.wanted.indices] - self.points[now.indices]
        changed = self._rows(self.wanted.indices != now.indices) > 0
        of_rows, of_cells = self._worth(difference)
        fits = self._fits(now)
        whole = changed.sum(axis=2) + 2.0  # and the colours
        of_cells = np.where(fits | ~changed.any(axis=2), -1.0, of_cells / whole)
        of_rows = np.where(fits[..., None] & changed, of_rows, -1.0)
        worth = np.concatenate([of_rows, of_cells[..., None]], axis=2)
        cost = np.concatenate([np.ones_like(of_rows), whole[..., None]], axis=2)
        order = np.argsort(-worth, axis=None, kind="stable")
        order = order[(worth.ravel()[order] > 0) & (cost.ravel()[order] <= left)]
        spent = np.cumsum(cost.ravel()[order])
        taken = np.zeros(worth.shape, bool)
        taken.ravel()[order[: max(1, int((spent <= share).sum()))]] = True
        if not taken.any():
            return now, 0.0
        cells = taken[..., -1:]
        slots = tuple(
            np.where(cells, new, old) if rule.cell is not None else old
            for rule, old, new in zip(now.mode.slots, now.slots, self.wanted.slots, strict=True)
        )
        rows = (taken[..., :-1] | cells).transpose(0, 2, 1)
        pixels = rows.reshape(-1, rows.shape[2]).repeat(self.wide, axis=1)
        pixels = pixels[: now.indices.shape[0], : now.indices.shape[1]]
        indices = np.where(pixels, self.wanted.indices, now.indices)
        return replace(now, indices=indices, slots=slots, codes=None), left - float(cost[taken].sum())

    def _worth(self, difference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What sending is worth: of each row of each cell, and of each cell, for a difference [H, W, 3] in OKLab."""
        if self.ordered:
            rows = self._rows(np.square(difference).sum(axis=2))
            return rows, rows.sum(axis=2)
        seen = smooth(smooth(difference, *self.blur), *self.blur)
        rows = self._rows((seen * difference).sum(axis=2))
        parts = [self._rows(difference[..., n]) for n in range(3)]
        own_rows = sum(np.square(part) for part in parts) / self.wide
        own_cells = sum(np.square(part.sum(axis=2)) for part in parts) / (self.wide * self.high)
        spread = self.wide / (self.wide + 4 * self.blur[0]) * _OWN
        return 2 * rows - spread * own_rows, 2 * rows.sum(axis=2) - _OWN * own_cells

    def _rows(self, values: np.ndarray) -> np.ndarray:
        """float64 [cells down, cells across, rows]: sums over each row of each cell of values [H, W]."""
        height, width = values.shape
        padded = np.pad(values.astype(np.float64), ((0, -height % self.high), (0, -width % self.wide)))
        parts = padded.reshape(padded.shape[0] // self.high, self.high, -1, self.wide)
        return np.asarray(parts.sum(axis=3).transpose(0, 2, 1))

    def _fits(self, now: NativePicture) -> np.ndarray:
        """bool [cells down, cells across]: where the new frame's pixels can do with the colours that a cell holds."""
        if not now.mode.slots:
            return np.ones(self._rows(now.indices).shape[:2], bool)
        held = (now.choices() == self.wanted.indices[..., None]).any(axis=2)
        return np.asarray(self._rows(~held).sum(axis=2) == 0)
