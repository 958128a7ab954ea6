"""Which colours the cells of a frame may hold when few bytes are sent: the old ones, those wanted, and others under the
bytes that are there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from pixelstyle.formats import FilmBytes
from pixelstyle.screens import NativePicture, cut_cells, pad_to_cells

_MOST = 16
"""Colours a pixel can have, up to which all are tried; of more, the old one and the one wanted."""


@dataclass(frozen=True)
class Option:
    """What N cells of P pixels may hold."""

    slots: tuple[np.ndarray, ...]
    """Of the mode, as a picture has them; () without slots."""
    held: np.ndarray
    """intp [P or 1, N, M]: the palette entry of each code, at each pixel or at all."""
    old: np.ndarray
    """intp [P, N]: the codes of pixels that are not sent."""
    near: np.ndarray
    """intp [P, N]: the codes that come nearest to what is wanted."""
    changed: np.ndarray
    """bool [G, N]: which of a cell's G slots are not as they were; each is a byte, where pixels are codes."""
    whole: np.ndarray
    """bool [N]: cells all of whose pixels have to be sent, since the old ones do not go with these colours."""


@dataclass(frozen=True)
class _Frames:
    """Two frames as N cells of P pixels, and what their colours look like."""

    before: NativePicture
    wanted: NativePicture
    cell: tuple[int, int]
    points: np.ndarray
    """[K, 3]."""
    old: np.ndarray
    """intp [P, N]: the palette indices of the one before."""
    new: np.ndarray
    """The same of the one wanted."""

    @property
    def own(self) -> list[int]:
        """The numbers of the slots that cells have, each its own."""
        return [number for number, rule in enumerate(self.wanted.mode.slots) if rule.cell is not None]

    def held(self, slots: tuple[np.ndarray, ...]) -> np.ndarray:
        """intp [1, N, M]: the colours that cells hold with these slots."""
        choices = pad_to_cells(replace(self.before, slots=slots).choices(), self.cell)
        corner = cut_cells(choices, self.cell)[:, :, 0, 0]
        return corner.reshape(1, -1, corner.shape[-1]).astype(np.intp)

    def nearest(self, indices: np.ndarray, held: np.ndarray) -> np.ndarray:
        """intp [P, N]: of the colours held, [1, N, M], the one that comes nearest to each pixel's, [P, N]."""
        apart = np.square(self.points[indices][:, :, None] - self.points[held]).sum(axis=3)
        return np.asarray((apart + (held != indices[..., None]) * 1e-6).argmin(axis=2))

    def old_codes(self) -> np.ndarray:
        """intp [P, N]: the code of each pixel before."""
        if self.before.codes is not None:
            return as_cells(self.before.codes, self.cell)
        return self.nearest(self.old, self.held(self.before.slots))


def options_of(
    before: NativePicture,
    wanted: NativePicture,
    solved: NativePicture,
    cell: tuple[int, int],
    layout: FilmBytes,
    points: np.ndarray,
) -> list[Option]:
    """The choices there are, the old colours first. `wanted` has its slots in the places of `before`, `solved` as they
    were found; points: the palette's colours, [K, 3], in a space of distances."""
    frames = _Frames(before, wanted, cell, points, as_cells(before.indices, cell), as_cells(wanted.indices, cell))
    if not wanted.mode.slots:
        return [_of_palette(frames)]
    own = frames.own
    old = tuple(before.slots[n] if n in own else wanted.slots[n] for n in range(len(wanted.slots)))
    if layout.colours is None:
        return [_with_slots(frames, slots, None) for slots in (old, wanted.slots)]
    codes = frames.old_codes()
    aims = (wanted.slots, _recoloured(frames, codes))
    ways = [old, *(way for aim in aims for way in _parts(old, aim, own)), solved.slots]
    return [_with_slots(frames, slots, codes) for slots in ways]


def as_cells(picture: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """A picture [H, W] as pixels of cells, intp [P, N]; the last ones are repeated until whole cells fill it."""
    cells = cut_cells(pad_to_cells(picture, cell), cell).astype(np.intp)
    return np.ascontiguousarray(cells.reshape(-1, cell[0] * cell[1]).T)


def _of_palette(frames: _Frames) -> Option:
    """Cells without colours of their own."""
    old, new, count = frames.old, frames.new, len(frames.points)
    every = np.array(frames.wanted.mode.usable or range(count))
    cells = old.shape[1]
    none = np.zeros((1, cells), bool)
    if len(every) > _MOST:
        return Option((), np.stack([old, new], axis=2), np.zeros_like(old), np.ones_like(old), none, none[0])
    code = np.zeros(count, np.intp)
    code[every] = np.arange(len(every))
    return Option((), np.broadcast_to(every, (1, cells, len(every))), code[old], code[new], none, none[0])


def _parts(old: tuple[np.ndarray, ...], new: tuple[np.ndarray, ...], own: list[int]) -> list[tuple[np.ndarray, ...]]:
    """All slots with one and more of the cells' own new."""
    taken = [some for count in range(1, len(own) + 1) for some in combinations(own, count)]
    return [tuple(new[n] if n in some else old[n] for n in range(len(old))) for some in taken]


def _recoloured(frames: _Frames, codes: np.ndarray) -> tuple[np.ndarray, ...]:
    """Slots that come nearest to what is wanted while pixels keep their codes, intp [P, N]; unused ones stay, too."""
    mode, points, target = frames.wanted.mode, frames.points, frames.points[frames.new]
    usable = np.array(mode.usable or range(len(points)))
    slots, first = list(frames.wanted.slots), 0
    for number, rule in enumerate(mode.slots):
        if rule.cell is not None:
            held = frames.before.slots[number].reshape(-1, rule.count).copy()
            for slot in range(rule.count):
                there = codes == first + slot
                used = there.any(axis=0)
                mean = (target * there[..., None]).sum(axis=0)[used] / there.sum(axis=0)[used, None]
                held[used, slot] = usable[np.square(mean[:, None] - points[usable]).sum(axis=2).argmin(axis=1)]
            slots[number] = held.reshape(frames.before.slots[number].shape)
        first += rule.count
    return tuple(slots)


def _with_slots(frames: _Frames, slots: tuple[np.ndarray, ...], codes: np.ndarray | None) -> Option:
    """Cells with these slots; codes: of pixels that are not sent, intp [P, N], None where pixels are no codes."""
    changed = np.stack([(frames.before.slots[n] != slots[n]).any(axis=2).reshape(-1) for n in frames.own])
    held = frames.held(slots)
    near = frames.nearest(frames.new, held)
    if codes is not None:
        return Option(slots, held, codes, near, changed, np.zeros(held.shape[1], bool))
    codes = frames.nearest(frames.old, held)
    whole = (frames.old != np.take_along_axis(held[0], codes.T, axis=1).T).any(axis=0)
    return Option(slots, held, codes, near, changed, whole)
