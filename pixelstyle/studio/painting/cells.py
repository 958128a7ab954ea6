"""A stroke where colours meet in cells: the legal picture with it that differs least, in the cells that it touches.

Pixels of the stroke and locked ones have to have their colours; all others of the cells may move to colours that look
much the same. What a machine has once for the whole picture (a background, sub-palettes) stays as it is, so that no
other cell is touched; but for a colour that no sub-palette holds, of which one is made to.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from pixelstyle.colour import squared_distances, srgb_to_oklab
from pixelstyle.screens import NativePicture, cut_cells, hold_shared, lay_cells, pad_to_cells, solve
from pixelstyle.studio.painting.registers import cheapest_exchange, of_all_cells
from pixelstyle.studio.painting.wanted import UNLIKE, Registers, Rules, Wanted

_TWIN = 1e-5
"""What another entry of the same colour costs: nobody sees it."""


class CellRules(Rules):
    """Of a screen whose pixels are entries of a palette."""

    levels = None

    def __init__(self, picture: NativePicture) -> None:
        self.mode, self.palette = hold_shared(picture.mode, picture), picture.palette
        points = srgb_to_oklab(picture.palette.srgb())
        apart = squared_distances(points[None], points, "rgb")[0].astype(np.float32)
        same = (points[:, None] == points).all(axis=2)
        self.same: np.ndarray = same
        """bool [K, K]: entries of the same colour."""
        self.apart: np.ndarray = np.where(same, np.float32(_TWIN), apart + UNLIKE)
        np.fill_diagonal(self.apart, 0)
        self._held = picture.subpalettes
        slots = self.mode.slots
        plain = len(slots) == 1 and slots[0].count == 2 and slots[0].choices is None
        self._pairs = plain and not (self.mode.groups or self.mode.fixed or self.mode.glyphs)
        """Whether any two colours can meet in a cell."""
        if slots and not self._pairs and self.cell is not None:
            # What a search needs is worked out once: now, and not in the first stroke.
            self._solved(np.zeros((1, self.cell[1], self.cell[0], len(points)), np.float32), 0)

    @cached_property
    def cell(self) -> tuple[int, int] | None:
        return self.mode.cells[0] if self.mode.cells else None

    def usable(self) -> list[int]:
        every = range(len(self.palette))
        if self._held is not None and self.mode.choice is not None:  # those that were chosen for it
            every = np.unique(self._held).tolist()
        held = self._held_by_slots()
        return [k for k in every if (self.mode.usable is None or k in self.mode.usable) and (not held or k in held)]

    def _held_by_slots(self) -> set[int]:
        """The colours that any slot can hold; none where there are no slots."""
        held: set[int] = set()
        for slots in self.mode.slots:
            fixed = self.mode.fixed.get(slots.name)
            held.update((fixed,) if fixed is not None else slots.choices or range(len(self.palette)))
        return held

    def shown(self, indices: np.ndarray) -> np.ndarray:
        return indices

    def alike(self, shown: np.ndarray, colour: int) -> np.ndarray:
        return np.asarray(self.same[shown, colour])

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        if self.cell is None or not wanted.stroke.any():
            return np.where(wanted.stroke, np.uint8(wanted.colour), indices), registers
        touched = np.asarray(cut_cells(pad_to_cells_false(wanted.stroke, self.cell), self.cell).any(axis=(2, 3)))
        if registers is None:
            before = self._gathered(indices, touched)
            after = self._solved(self._costs(before, touched, wanted), wanted.colour)
            kept = self._accepted(before, after, touched, wanted)
            return self._laid(indices, np.where(kept[:, None, None], after, before), touched), None
        holding = self.same[wanted.colour, registers.held].any(axis=1)
        if not (self._allowed(registers)[touched] & holding).any():
            return self._with_another(indices, registers, wanted, touched)
        return self._recoloured(indices, registers, wanted, touched)

    def _recoloured(
        self, indices: np.ndarray, registers: Registers, wanted: Wanted, touched: np.ndarray
    ) -> tuple[np.ndarray, Registers]:
        """With the sub-palettes as they are."""
        before = self._gathered(indices, touched)
        allowed = self._allowed(registers)[touched]
        after, chosen = among_subpalettes(self._costs(before, touched, wanted), registers.held, allowed)
        kept = self._accepted(before, after, touched, wanted)
        cells = registers.chosen.copy()
        cells[touched] = np.where(kept, chosen, cells[touched])
        laid = self._laid(indices, np.where(kept[:, None, None], after, before), touched)
        return laid, replace(registers, chosen=cells)

    def _with_another(
        self, indices: np.ndarray, registers: Registers, wanted: Wanted, touched: np.ndarray
    ) -> tuple[np.ndarray, Registers]:
        """With a sub-palette that holds the colour in place of one that is missed least; all that had that is solved
        anew, or all stays as it was where something locked needs it."""
        assert self.mode.subpalettes is not None and self.cell is not None
        shared, costs = self.mode.subpalettes.shared, self._costs(self._gathered(indices, touched), touched, wanted)
        here, allowed = np.zeros(registers.held.shape, np.float32), self._allowed(registers)
        for number, entry in np.ndindex(here.shape):
            if entry >= shared and allowed[touched, number].any():
                held = registers.held.copy()
                held[number, entry] = wanted.colour
                each = costs[..., held.astype(np.intp)].min(axis=-1).sum(axis=(1, 2))
                here[number, entry] = np.where(allowed[touched], each, np.inf).min(axis=-1).sum()
            elif entry >= shared:  # none of these cells could use it
                here[number, entry] = np.inf
        counts = np.where(wanted.locked, np.float32(np.inf), wanted.dear * ~wanted.stroke)
        planes = of_all_cells(indices, self.cell), of_all_cells(counts, self.cell)
        exchanged = cheapest_exchange(self.apart, planes, registers, here, shared)
        if exchanged is None:
            return indices, registers
        held = registers.held.copy()
        had, held[exchanged] = held[exchanged], wanted.colour
        losing = (cut_cells(pad_to_cells(indices, self.cell), self.cell) == had).any(axis=(2, 3))
        every = touched | (losing & (registers.chosen == exchanged[0]))
        before = self._gathered(indices, every)
        after, chosen = among_subpalettes(self._costs(before, every, wanted), held, allowed[every])
        if not (self.same[before, after] | ~self._gathered(wanted.locked, every)).all():
            return indices, registers
        cells = registers.chosen.copy()
        cells[every] = chosen
        return self._laid(indices, after, every), Registers(held, cells)

    def _allowed(self, registers: Registers) -> np.ndarray:
        """Which sub-palettes each cell may use: bool [cells down, cells across, palettes]."""
        assert self.mode.subpalettes is not None
        rows, across = registers.chosen.shape
        return np.repeat(self.mode.subpalettes.allowed(rows)[:, None], across, axis=1)

    def _gathered(self, plane: np.ndarray, touched: np.ndarray) -> np.ndarray:
        """The touched cells of a plane [H, W]: [n, cell height, cell width]."""
        assert self.cell is not None
        gathered: np.ndarray = cut_cells(pad_to_cells(plane, self.cell), self.cell)[touched]
        return gathered

    def _laid(self, plane: np.ndarray, part: np.ndarray, touched: np.ndarray) -> np.ndarray:
        assert self.cell is not None
        cut = cut_cells(pad_to_cells(plane, self.cell), self.cell)
        cut[touched] = part
        return np.ascontiguousarray(lay_cells(cut)[: plane.shape[0], : plane.shape[1]])

    def _costs(self, before: np.ndarray, touched: np.ndarray, wanted: Wanted) -> np.ndarray:
        """float32 [n, h, w, K]: what the cells' pixels pay for each colour."""
        dear = self._gathered(wanted.dear, touched)
        costs = self.apart[before] * dear[..., None]
        dearest = float(self.apart.max() * wanted.dear.max() * before[0].size) + 1
        stroke, locked = self._gathered(wanted.stroke, touched), self._gathered(wanted.locked, touched)
        costs = np.where(stroke[..., None], dearest * ~self.same[wanted.colour], costs)
        held = dearest * before[0].size * ~self.same[before]
        return np.asarray(np.where(locked[..., None], held, costs), np.float32)

    def _solved(self, costs: np.ndarray, colour: int) -> np.ndarray:
        """By the machine's own solver, the cells on a screen of their own, side by side, or one below the other where
        columns are not all alike: uint8 [n, h, w]."""
        count, height, width, colours = costs.shape
        if self._pairs:
            return _in_pairs(costs, colour, self.usable())
        if any(slots.spans is not None for slots in self.mode.slots):
            column = replace(self.mode, height=count * height, any_size=True)
            found = solve(column, costs.reshape(count * height, width, colours), self.palette).indices
            return found.reshape(count, height, width)
        strip = replace(self.mode, width=count * width, height=height, any_size=True, tiles=None)
        laid = costs.transpose(1, 0, 2, 3).reshape(height, count * width, colours)
        found = solve(strip, laid, self.palette).indices
        return found.reshape(height, count, width).transpose(1, 0, 2)

    def _accepted(self, before: np.ndarray, after: np.ndarray, touched: np.ndarray, wanted: Wanted) -> np.ndarray:
        """bool [n]: the cells in which all that is locked stays, and some of the stroke is there."""
        stroke, locked = self._gathered(wanted.stroke, touched), self._gathered(wanted.locked, touched)
        stays = (self.same[before, after] | ~locked).all(axis=(1, 2))
        there = (self.same[after, wanted.colour] & stroke).any(axis=(1, 2))
        return np.asarray(stays & there)


def _in_pairs(costs: np.ndarray, colour: int, usable: list[int]) -> np.ndarray:
    """Each cell of costs [n, h, w, K] in a colour and the best one beside it, uint8 [n, h, w]."""
    both = np.minimum(costs[..., usable], costs[..., colour, None])
    beside = np.array(usable, np.uint8)[both.sum(axis=(1, 2)).argmin(axis=1)][:, None, None]
    its = np.take_along_axis(costs, beside[..., None].astype(np.intp), axis=3)[..., 0]
    return np.where(its < costs[..., colour], beside, np.uint8(colour))


def among_subpalettes(costs: np.ndarray, held: np.ndarray, allowed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each cell of costs [n, h, w, K] in the sub-palette, of those `allowed`, bool [n, palettes], that costs least:
    uint8 [n, h, w], and its number, [n]."""
    by_palette = costs[..., held.astype(np.intp)]  # [n, h, w, palettes, entries]
    chosen = np.where(allowed, by_palette.min(axis=-1).sum(axis=(1, 2)), np.inf).argmin(axis=-1)
    picked = np.take_along_axis(by_palette, chosen[:, None, None, None, None], axis=3)[:, :, :, 0].argmin(axis=-1)
    palettes = held[chosen]
    return palettes[np.arange(len(palettes))[:, None, None], picked], chosen.astype(np.uint8)


def pad_to_cells_false(mask: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """A mask [H, W] made larger until whole cells fill it, by what is not in it."""
    height, width = mask.shape
    return np.pad(mask, [(0, -height % cell[1]), (0, -width % cell[0])])
