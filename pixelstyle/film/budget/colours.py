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
    if not wanted.mode.slots:
        return [_of_palette(before, wanted, cell, len(points))]
    own = [number for number, rule in enumerate(wanted.mode.slots) if rule.cell is not None]
    old = tuple(before.slots[n] if n in own else wanted.slots[n] for n in range(len(wanted.slots)))
    if layout.colours is None:
        ways = [old, wanted.slots]
    else:
        aims = (wanted.slots, _recoloured(before, wanted, cell, points, own))
        ways = [old, *(way for aim in aims for way in _parts(old, aim, own)), solved.slots]
    return [_with_slots(before, wanted, slots, cell, layout, points) for slots in ways]


def as_cells(picture: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """A picture [H, W] of whole cells as pixels of cells, intp [P, N]."""
    return np.ascontiguousarray(cut_cells(picture, cell).astype(np.intp).reshape(-1, cell[0] * cell[1]).T)


def _of_palette(before: NativePicture, wanted: NativePicture, cell: tuple[int, int], count: int) -> Option:
    """Cells without colours of their own, under a palette of so many."""
    old, new = (as_cells(pad_to_cells(each.indices, cell), cell) for each in (before, wanted))
    every = np.array(wanted.mode.usable or range(count))
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


def _recoloured(
    before: NativePicture, wanted: NativePicture, cell: tuple[int, int], points: np.ndarray, own: list[int]
) -> tuple[np.ndarray, ...]:
    """Slots that come nearest to what is wanted while every byte of pixels stays; unused ones stay, too."""
    codes = _old_codes(before, cell, points)
    target = points[as_cells(pad_to_cells(wanted.indices, cell), cell)]
    usable = np.array(wanted.mode.usable or range(len(points)))
    slots, first = list(wanted.slots), 0
    for number, rule in enumerate(wanted.mode.slots):
        if number in own:
            held = before.slots[number].reshape(-1, rule.count).copy()
            for slot in range(rule.count):
                there = codes == first + slot
                used = there.any(axis=0)
                mean = (target * there[..., None]).sum(axis=0)[used] / there.sum(axis=0)[used, None]
                held[used, slot] = usable[np.square(mean[:, None] - points[usable]).sum(axis=2).argmin(axis=1)]
            slots[number] = held.reshape(before.slots[number].shape)
        first += rule.count
    return tuple(slots)


def _with_slots(
    before: NativePicture,
    wanted: NativePicture,
    slots: tuple[np.ndarray, ...],
    cell: tuple[int, int],
    layout: FilmBytes,
    points: np.ndarray,
) -> Option:
    old, new = (as_cells(pad_to_cells(each.indices, cell), cell) for each in (before, wanted))
    own = [number for number, rule in enumerate(wanted.mode.slots) if rule.cell is not None]
    changed = np.stack([(before.slots[number] != slots[number]).any(axis=2).reshape(-1) for number in own])
    held = _held(replace(before, slots=slots), cell)
    near, whole = _nearest(new, held, points), np.zeros(held.shape[1], bool)
    if layout.colours is not None:
        return Option(slots, held, _old_codes(before, cell, points), near, changed, whole)
    codes = _nearest(old, held, points)
    whole = (old != np.take_along_axis(held[0], codes.T, axis=1).T).any(axis=0)
    return Option(slots, held, codes, near, changed, whole)


def _held(picture: NativePicture, cell: tuple[int, int]) -> np.ndarray:
    """intp [1, N, M]: the colours that its cells hold."""
    choices = cut_cells(pad_to_cells(picture.choices(), cell), cell)[:, :, 0, 0]
    return choices.reshape(1, -1, choices.shape[-1]).astype(np.intp)


def _old_codes(before: NativePicture, cell: tuple[int, int], points: np.ndarray) -> np.ndarray:
    """intp [P, N]: the code of each pixel."""
    if before.codes is not None:
        return as_cells(pad_to_cells(before.codes, cell), cell)
    return _nearest(as_cells(pad_to_cells(before.indices, cell), cell), _held(before, cell), points)


def _nearest(indices: np.ndarray, held: np.ndarray, points: np.ndarray) -> np.ndarray:
    """intp [P, N]: of the colours held, [1, N, M], the one that comes nearest to each pixel's, [P, N]."""
    apart = np.square(points[indices][:, :, None] - points[held]).sum(axis=3) + (held != indices[..., None]) * 1e-6
    return np.asarray(apart.argmin(axis=2))
