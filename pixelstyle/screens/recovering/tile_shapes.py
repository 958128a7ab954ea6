"""How many tiles a picture is made of, and which of them are the same: as numbers, and as shapes in any colours."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.cells import cut_cells
from pixelstyle.screens.mode import Tiles


def tile_count(codes: np.ndarray, tiles: Tiles) -> int:
    """How many different tiles numbers within sub-palettes, uint8 [H, W], are made of."""
    return len(np.unique(numbered_tiles([flat_cells(codes, tiles.size)], tiles)[0]))


def shape_count(indices: np.ndarray, tiles: Tiles) -> int:
    """How many tiles there are at least, whatever sub-palettes give a picture's indices, uint8 [H, W]."""
    different = np.unique(flat_cells(indices, tiles.size).reshape(-1, tiles.size[0] * tiles.size[1]), axis=0)
    return len({shape_of(tile, tiles)[0] for tile in different})


def flat_cells(indices: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A picture's cells or tiles: [down, across, height * width]."""
    cells = cut_cells(indices, size)
    return cells.reshape(*cells.shape[:2], -1)


def tiles_of_cells(indices: np.ndarray, cell: tuple[int, int], tiles: Tiles) -> np.ndarray:
    """[cells, tiles in a cell, pixels]."""
    inside = cell[0] // tiles.size[0], cell[1] // tiles.size[1]
    parts = cut_cells(flat_cells(indices, tiles.size), inside)
    return parts.reshape(-1, inside[0] * inside[1], parts.shape[-1])


def numbered_tiles(made: list[np.ndarray], tiles: Tiles) -> list[np.ndarray]:
    """A number for each different tile of arrays [cells, tiles, pixels], of mirror images only one."""
    flat = np.concatenate([part.reshape(-1, part.shape[-1]) for part in made])
    width, height = tiles.size
    square = flat.reshape(-1, height, width)
    views = [square, square[:, :, ::-1], square[:, ::-1], square[:, ::-1, ::-1]] if tiles.flips else [square]
    keys = np.stack(
        [np.ascontiguousarray(view).reshape(len(flat), -1).view(f"V{width * height}")[:, 0] for view in views]
    )
    _, ranks = np.unique(keys, return_inverse=True)
    least = ranks.reshape(keys.shape).min(axis=0)
    ends = np.cumsum([part.shape[0] * part.shape[1] for part in made])[:-1]
    return [ids.reshape(part.shape[:2]) for ids, part in zip(np.split(least, ends), made, strict=True)]


def shape_of(tile: np.ndarray, tiles: Tiles) -> tuple[bytes, list[int]]:
    """A tile, [pixels], with its colours numbered as they appear, in that of its mirror images whose numbers come
    first, and the colours in that order."""
    square = tile.reshape(tiles.size[1], tiles.size[0])
    views = [square, square[:, ::-1], square[::-1], square[::-1, ::-1]] if tiles.flips else [square]
    found = []
    for view in views:
        names: dict[int, int] = {}
        flat = view.ravel().tolist()
        found.append((bytes([names.setdefault(colour, len(names)) for colour in flat]), list(names)))
    return min(found)
