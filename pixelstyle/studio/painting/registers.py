"""Which colour a sub-palette gives up for one that none of them holds."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens import cut_cells, pad_to_cells
from pixelstyle.studio.painting.wanted import Registers


def cheapest_exchange(
    apart: np.ndarray, planes: tuple[np.ndarray, np.ndarray], registers: Registers, here: np.ndarray, shared: int
) -> tuple[int, int] | None:
    """The sub-palette and the entry of it whose colour is missed least where it is shown; None where all are locked.

    apart: float32 [K, K], what it costs to show one colour for another. planes: the colours, uint8 [n, h, w], of the
    n cells, and how much each pixel counts, float32 [n, h, w], infinite where it is locked; both for all cells of the
    picture. here: float32 [palettes, entries], what the touched cells cost with each exchange. The first `shared`
    entries belong to all sub-palettes, and stay.
    """
    colours, counts = planes
    chosen = registers.chosen.ravel()
    best, found = np.inf, None
    for number, held in enumerate(registers.held):
        own = chosen == number
        for entry in range(shared, len(held)):
            lost = own[:, None, None] & (colours == held[entry])
            others = np.delete(held, entry)
            with np.errstate(invalid="ignore"):
                price = counts[lost].sum() * apart[held[entry], others].min() if lost.any() else 0.0
            if not np.isfinite(price):
                continue
            if price + here[number, entry] < best:
                best, found = price + here[number, entry], (number, entry)
    return found


def of_all_cells(plane: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """All cells of a plane [H, W]: [n, cell height, cell width]."""
    return cut_cells(pad_to_cells(plane, cell), cell).reshape(-1, cell[1], cell[0])
