"""Bare tiles as pictures: sheets of 16 tiles a row, as tile editors show them, where a file is not a screen's.

    .chr    NES, 16 bytes a tile: bit 0 of all its lines, then bit 1
    .2bpp   Game Boy, 16 bytes a tile: for each line bit 0, then bit 1
    .1bpp   8 bytes a tile

Sources: NESdev Wiki, "PPU pattern tables"; Pan Docs, "Tile Data"; RGBDS's rgbgfx.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pixelstyle.formats.shared.layout import machine_palette
from pixelstyle.formats.shared.tiles import SIDE, unpack_planes
from pixelstyle.screens import get_mode, lay_cells

_LAYOUTS = {".chr": (2, 1), ".2bpp": (2, 2), ".1bpp": (1, 1)}
"""Planes, and how many of them alternate line by line."""
TILE_SHEETS = tuple(_LAYOUTS)
_ACROSS = 16
_MOST_BYTES = 1 << 20


def tile_sheet(path: Path, data: bytes) -> np.ndarray | None:
    """uint8 [H, W, 3]: the tiles of a file that is called so, the last row filled up with number 0; None for others."""
    layout = _LAYOUTS.get(path.suffix.lower())
    if layout is None or not data or len(data) % (SIDE * layout[0]) or len(data) > _MOST_BYTES:
        return None
    tiles = unpack_planes(data, *layout)
    rows = -(-len(tiles) // _ACROSS)
    sheet = np.zeros((rows * _ACROSS, SIDE, SIDE), np.uint8)
    sheet[: len(tiles)] = tiles
    numbers = lay_cells(sheet.reshape(rows, _ACROSS, SIDE, SIDE))
    if path.suffix.lower() == ".2bpp":
        return np.asarray(machine_palette(get_mode("gameboy")).bytes()[numbers])
    return (numbers * np.uint8(255 // ((1 << layout[0]) - 1)))[..., None].repeat(3, axis=2)
