"""Which of given sub-palettes each cell has, when only a picture's pixels are known and tiles are limited: those with
which the picture takes fewest tiles.

A cell that one sub-palette alone could colour, or several that give the same tile, has that tile; the others take one
that is there already, if they can, and else one that most of them could take.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from pixelstyle.screens.cells import lay_cells
from pixelstyle.screens.mode import SubPalettes, Tiles
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recovering.tile_shapes import flat_cells


def in_given_rows(native: NativePicture, rule: SubPalettes, tiles: Tiles) -> NativePicture | None:
    """The picture with `subpalettes`, `subpalette_map` and `codes` that give its indices; None where a cell has colours
    that no sub-palette has."""
    held = rule.rows
    cells = flat_cells(native.indices, tiles.size)
    ways = [_ways(cell, held) for line in cells for cell in line]
    if not all(ways):
        return None
    plain = {int(row[0]): number for number, row in enumerate(held) if (row == row[0]).all()}
    """The sub-palettes of one colour, in which any tile shows a cell of that."""
    alone = [plain.get(int(cell[0]), -1) if (cell == cell[0]).all() else -1 for line in cells for cell in line]
    bound = [of_cell for of_cell, row in zip(ways, alone, strict=True) if row < 0]
    there = {tile for of_cell in bound if len(of_cell) == 1 for tile in of_cell}
    wanted = Counter(tile for of_cell in bound for tile in of_cell if there.isdisjoint(of_cell))
    for of_cell in bound:
        if there.isdisjoint(of_cell):
            there.add(max(of_cell, key=lambda tile: wanted[tile]))
    for of_cell, row in zip(ways, alone, strict=True):
        if row >= 0 and there.isdisjoint(of_cell) and len(there) < tiles.limit:
            there.add(next(iter(of_cell)))
    picked = [
        next(((tile, of_cell[tile]) for tile in of_cell if tile in there), (min(there), row))
        for of_cell, row in zip(ways, alone, strict=True)
    ]
    codes = np.array([np.frombuffer(tile, np.uint8) for tile, _ in picked])
    grid = np.array([row for _, row in picked], np.uint8).reshape(cells.shape[:2])
    laid = lay_cells(codes.reshape(*cells.shape[:2], tiles.size[1], tiles.size[0]))
    return replace(native, subpalettes=held, subpalette_map=grid, codes=laid)


def _ways(cell: np.ndarray, held: np.ndarray) -> dict[bytes, int]:
    """The tiles that a cell, [pixels], can have, and the first of the sub-palettes that makes each what is seen."""
    ways: dict[bytes, int] = {}
    for row in np.flatnonzero(_holds(held, np.unique(cell))):
        tile = (cell[:, None] == held[row]).argmax(axis=1).astype(np.uint8).tobytes()
        ways.setdefault(tile, int(row))
    return ways


def _holds(held: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Which of the sub-palettes [R, S] have all of these colours: bool [R]."""
    return np.asarray((held[:, :, None] == colours).any(axis=1).all(axis=1))
