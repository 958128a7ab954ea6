"""A stroke under the rules: the legal picture with it that differs least, in the cells that it touches.

Pixels of the stroke and locked ones have to have their colours; all others of the cells may move to colours that look
much the same. What a machine has once for the whole picture (a background, sub-palettes) stays as it is, so that no
other cell is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pixelstyle.colour import squared_distances, srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.screens import NativePicture, cut_cells, hold_shared, lay_cells, pad_to_cells, solve

_TWIN = 1e-5
"""What another entry of the same colour costs: nobody sees it."""


@dataclass(frozen=True)
class Wanted:
    """A stroke, and what is not to change beside it."""

    stroke: np.ndarray
    """bool [H, W]."""
    colour: int
    """The palette's entry that it has."""
    locked: np.ndarray
    """bool [H, W]: what has to stay; the stroke is not among it."""
    dear: np.ndarray
    """float32 [H, W]: how much a change of each pixel counts; 1 for most."""


class Rules:
    """How a stroke is met on one screen, whose shared colours and palette those of a picture are."""

    def __init__(self, picture: NativePicture) -> None:
        mode = picture.mode
        if not mode.constrained or mode.coded or mode.shows.beyond_palette:
            raise PixelStyleError(
                f"The pixels of {mode.title} are no entries of a palette that could be painted with one by one."
            )
        self.mode, self.palette = hold_shared(mode, picture), picture.palette
        self.subpalettes = picture.subpalettes
        points = srgb_to_oklab(picture.palette.srgb())
        apart = squared_distances(points[None], points)[0].astype(np.float32)
        same = (points[:, None] == points).all(axis=2)
        self.same: np.ndarray = same
        """bool [K, K]: entries of the same colour."""
        self.apart: np.ndarray = np.where(same, np.float32(_TWIN), apart + np.float32(0.002))
        np.fill_diagonal(self.apart, 0)

    @cached_property
    def cell(self) -> tuple[int, int] | None:
        """Width and height of what a stroke has to do with, in native pixels; None where every pixel is for itself."""
        return self.mode.cells[0] if self.mode.cells else None

    def usable(self) -> list[int]:
        """The entries that strokes can have; with sub-palettes those that one of them holds."""
        every = range(len(self.palette)) if self.subpalettes is None else np.unique(self.subpalettes).tolist()
        return [k for k in every if self.mode.usable is None or k in self.mode.usable]

    def resolved(
        self, indices: np.ndarray, cells: np.ndarray | None, wanted: Wanted
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """The indices [H, W], and the sub-palette of each cell, with the stroke as far as it is possible."""
        if self.cell is None or not wanted.stroke.any():
            return np.where(wanted.stroke, np.uint8(wanted.colour), indices), cells
        touched = np.asarray(cut_cells(pad_to_cells_false(wanted.stroke, self.cell), self.cell).any(axis=(2, 3)))
        before = self._gathered(indices, touched)
        costs = self._costs(before, touched, wanted)
        if self.subpalettes is not None:
            assert cells is not None
            after, chosen = self._among_subpalettes(costs)
        else:
            after, chosen = self._solved(costs), None
        kept = self._accepted(before, after, touched, wanted)
        indices = self._laid(indices, np.where(kept[:, None, None], after, before), touched)
        if chosen is not None and cells is not None:
            cells = cells.copy()
            cells[touched] = np.where(kept, chosen, cells[touched])
        return indices, cells

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

    def _solved(self, costs: np.ndarray) -> np.ndarray:
        """By the machine's own solver, the cells side by side on a screen of their own: uint8 [n, h, w]."""
        count, height, width, colours = costs.shape
        strip = replace(self.mode, width=count * width, height=height, any_size=True, tiles=None)
        laid = costs.transpose(1, 0, 2, 3).reshape(height, count * width, colours)
        found = solve(strip, laid, self.palette).indices
        return found.reshape(height, count, width).transpose(1, 0, 2)

    def _among_subpalettes(self, costs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Each cell in the sub-palette that costs least: uint8 [n, h, w], and its number, uint8 [n]."""
        assert self.subpalettes is not None
        by_palette = costs[..., self.subpalettes.astype(np.intp)]  # [n, h, w, palettes, entries]
        chosen = by_palette.min(axis=-1).sum(axis=(1, 2)).argmin(axis=-1)
        picked = np.take_along_axis(by_palette, chosen[:, None, None, None, None], axis=3)[:, :, :, 0].argmin(axis=-1)
        held = self.subpalettes[chosen]
        return held[np.arange(len(held))[:, None, None], picked], chosen.astype(np.uint8)

    def _accepted(self, before: np.ndarray, after: np.ndarray, touched: np.ndarray, wanted: Wanted) -> np.ndarray:
        """bool [n]: the cells in which all that is locked stays, and some of the stroke is there."""
        stroke, locked = self._gathered(wanted.stroke, touched), self._gathered(wanted.locked, touched)
        stays = (self.same[before, after] | ~locked).all(axis=(1, 2))
        there = (self.same[after, wanted.colour] & stroke).any(axis=(1, 2))
        accepted: np.ndarray = stays & there
        return accepted


def pad_to_cells_false(mask: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """A mask [H, W] made larger until whole cells fill it, by what is not in it."""
    height, width = mask.shape
    return np.pad(mask, [(0, -height % cell[1]), (0, -width % cell[0])])
