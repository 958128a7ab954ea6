"""Which register must have held which colour, when only a picture's pixels are known and registers have roles.

On ULAplus a cell's ink is one of eight registers and its paper one of eight others of the same group. The colours are
therefore dealt to the registers anew, such that each pair of colours that some cell shows stands in one group on
either side. That is a puzzle with many solutions or none; a tabu search from a fixed start (Glover, "Tabu search, part
I", 1989) changes one register at a time to whatever leaves fewest pairs out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import lay_cells
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recovering.tile_shapes import flat_cells

_MOST_STEPS = 20_000
"""One or two seconds; pictures made for the machine take some hundreds of steps."""
_TENURE = (8, 14)
"""For how many steps a colour does not come back to the side of the group that it left, from and below."""


def with_registers(native: NativePicture) -> NativePicture:
    """The picture with its colours in registers where its cells find them, and indices to suit.

    As it is where its cells do so already, where its mode has no registers with roles, and where no way of dealing the
    colours is found. Cells that no registers could show keep their colours: they are for `check` to find.
    """
    places = _places(native.mode)
    if places is None or native.slots:
        return native
    cell = native.mode.slots[0].cell
    assert cell is not None
    entries, place = np.unique(native.indices, return_inverse=True)
    colours, same = np.unique(native.palette.bytes()[entries], axis=0, return_inverse=True)
    cells = flat_cells(native.indices, cell)
    if len(colours) > places.size or (len(native.palette) > int(places.max()) and _in_place(cells, places)):
        return native
    wanted = flat_cells(same.ravel()[place.reshape(native.indices.shape)], cell)
    low, high = wanted.min(axis=2), wanted.max(axis=2)
    possible = ((wanted == low[..., None]) | (wanted == high[..., None])).all(axis=2)
    held = _deal(_pairs(low[possible], high[possible], len(colours)), places.shape)
    if held is None:
        return native
    bytes_of = np.zeros((int(places.max()) + 1, 3), np.uint8)
    bytes_of[places] = colours[held]
    first, second = _pick(low, high, held, places)
    anywhere = np.zeros(len(colours), np.intp)
    anywhere[held.ravel()] = places.ravel()
    found = np.where(wanted == low[..., None], first[..., None], second[..., None])
    found = np.where(possible[..., None], found, anywhere[wanted]).astype(np.uint8)
    indices = lay_cells(found.reshape(*found.shape[:2], cell[1], cell[0]))
    return replace(native, palette=Palette.from_array(native.palette.name, bytes_of), indices=indices)


def _places(mode: ScreenMode) -> np.ndarray | None:
    """The registers of each group's either side, intp [groups, 2, size]; None for a mode that has no such sides."""
    if mode.choice is None or len(mode.slots) != 2 or not mode.groups or mode.slots[0].cell != mode.slots[1].cell:
        return None
    sides = [[[k for k in slots.choices or group if k in group] for slots in mode.slots] for group in mode.groups]
    sizes = {len(side) for group in sides for side in group}
    if mode.slots[0].cell is None or any(slots.count != 1 for slots in mode.slots) or len(sizes) != 1:
        return None
    return np.array(sides)


def _in_place(cells: np.ndarray, places: np.ndarray) -> bool:
    """Whether every cell's entries, uint8 [down, across, pixels], are one group's, at most one of either side."""
    group, side = np.full(256, -1), np.full(256, -1)
    group[places] = np.arange(len(places))[:, None, None]
    side[places] = np.arange(2)[:, None]
    low, high = cells.min(axis=2), cells.max(axis=2)
    only = ((cells == low[..., None]) | (cells == high[..., None])).all()
    beside = (group[low] == group[high]) & (group[low] >= 0) & ((low == high) | (side[low] != side[high]))
    return bool(only and beside.all())


def _pairs(low: np.ndarray, high: np.ndarray, count: int) -> np.ndarray:
    """Which colours must stand on two sides of one group: bool [count, count], symmetric; on the diagonal those that
    are in no pair and must only stand anywhere."""
    pairs = np.zeros((count, count), bool)
    pairs[low, high] = pairs[high, low] = True
    np.fill_diagonal(pairs, False)
    np.fill_diagonal(pairs, ~pairs.any(axis=1))
    return pairs


def _deal(pairs: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
    """Colours for all places, intp [groups, 2, size], such that each of the pairs is in some group, one colour on
    either side; None where none are found."""
    count, diagonal = len(pairs), np.arange(len(pairs))
    rng = np.random.default_rng(0)
    held = np.stack([rng.permutation(np.resize(np.arange(count), shape[2])) for _ in range(shape[0] * 2)])
    held = held.reshape(shape)
    barred = np.zeros((*shape[:2], count), np.intp)
    every = np.indices(shape[:2])
    for step in range(_MOST_STEPS):
        holds = np.zeros((*shape[:2], count), np.intp)
        np.add.at(holds, (*every[..., None], held), 1)
        stands = (holds > 0).astype(np.float32)
        ways = (stands[:, 0, :, None] * stands[:, 1, None]).sum(axis=0)
        ways = ways + ways.T
        ways[diagonal, diagonal] = stands.sum(axis=(0, 1))
        missing, single = pairs & (ways == 0), pairs & (ways == 1)
        if not missing.any():
            return held
        across = stands[:, ::-1]
        gained = across @ missing + missing[diagonal, diagonal]
        gained[(holds > 0) | (barred > step)] = -np.inf
        lost = np.take_along_axis(across @ single + single[diagonal, diagonal], held, axis=2)
        lost[np.take_along_axis(holds, held, axis=2) > 1] = 0
        scores = gained[:, :, None] - lost[..., None] + rng.random((*shape, count)) / 2  # chance decides among equals
        group, side, slot, colour = np.unravel_index(int(scores.argmax()), scores.shape)
        barred[group, side, held[group, side, slot]] = step + rng.integers(*_TENURE)
        held[group, side, slot] = colour
    return None


def _pick(low: np.ndarray, high: np.ndarray, held: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each cell's two colours the registers that it uses: intp, shaped as they are; any where there are none."""
    first, second = np.zeros_like(low), np.zeros_like(high)
    for group, (one, other) in zip(places, held, strict=True):
        for a, b, left, right in ((one, other, *group), (other, one, *reversed(group))):
            at = np.full((2, int(held.max()) + 1), -1)
            at[0, a], at[1, b] = left, right
            here = (at[0, low] >= 0) & ((at[1, high] >= 0) | (low == high))
            first[here], second[here] = at[0, low[here]], at[1, high[here]]
    return first, second
