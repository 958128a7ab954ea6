"""What cells cost in sets of colours: single pixels in the cheapest colour, areas in the cheapest mixture of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from pixelstyle.screens.solving.set_costs import pair_numbers, split_cells


@dataclass(frozen=True)
class CellCosts:
    """Of N cells of P pixels in K colours."""

    cells: np.ndarray
    """float32 [K, P, N]."""
    areas: np.ndarray | None = None
    """float32 [K, K, A, N], symmetric: what each of a cell's A areas costs in mixtures of two colours, if that counts:
    a pixel is one colour, an area is what its pixels are from afar."""

    @classmethod
    def of(cls, costs: np.ndarray, areas: np.ndarray | None, cell: tuple[int, int]) -> Self:
        """Costs [H, W, K], and those of areas in pairs, [H / s, W / s, K (K + 1) / 2] for areas of s x s pixels, of
        which a cell has a whole number."""
        if areas is None:
            return cls(split_cells(costs, cell))
        side = -(-costs.shape[0] // areas.shape[0])
        pairs = pair_numbers(costs.shape[2])
        return cls(split_cells(costs, cell), split_cells(areas, (cell[0] // side, cell[1] // side))[pairs])

    def __len__(self) -> int:
        """N."""
        return int(self.cells.shape[2])

    def among(self, colours: np.ndarray) -> CellCosts:
        """The same in these colours, intp [U], only."""
        areas = None if self.areas is None else self.areas[np.ix_(colours, colours)]
        return CellCosts(np.ascontiguousarray(self.cells[colours]), areas)

    def at(self, cells: np.ndarray) -> CellCosts:
        """Of these cells only, bool [N] or intp [n]."""
        return CellCosts(self.cells[:, :, cells], None if self.areas is None else self.areas[:, :, :, cells])

    def in_set(self, held: np.ndarray) -> np.ndarray:
        """What each cell costs in one set of colours: [N]."""
        found = self.cells[held].min(axis=0).sum(axis=0)
        if self.areas is not None:
            found = found + self.areas[np.ix_(held, held)].min(axis=(0, 1)).sum(axis=0)
        return np.asarray(found)

    def with_one_more(self, held: np.ndarray) -> np.ndarray:
        """What all cells cost in the colours held, intp [n], and each one colour more: [K]."""
        flat = self.cells.reshape(len(self.cells), -1)
        totals = np.minimum(flat, flat[held].min(axis=0)).sum(axis=1) if len(held) else flat.sum(axis=1)
        if self.areas is not None:
            pairs = self.areas.reshape(*self.areas.shape[:2], -1)
            least = np.einsum("kka->ka", pairs)
            if len(held):
                least = np.minimum(least, pairs[held].min(axis=0))
                least = np.minimum(least, pairs[np.ix_(held, held)].min(axis=(0, 1)))
            totals = totals + least.sum(axis=1)
        return np.asarray(totals)
