"""Tiles of 16 x 16 where sprites have another form than the background's.

Sources: Hudson, HuC6270 manual, "Sprite pattern"; NeoGeo Development Wiki, "Sprite graphics format".
"""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.registry import Files


def pc_engine_patterns(tiles: np.ndarray) -> bytes:
    """The bytes of tiles, uint8 [N, 8, 8], four for a pattern line by line: plane after plane of sixteen words, the
    left pixel in the upper bit."""
    quarters = tiles.reshape(-1, 2, 2, 8, 8).swapaxes(2, 3).reshape(-1, 16, 16)
    planes = quarters[:, None] >> np.arange(4, dtype=np.uint8)[:, None, None] & 1
    return np.packbits(planes, axis=3)[..., ::-1].tobytes()  # lower byte first


def neo_geo_tiles(tiles: np.ndarray) -> Files:
    """The two cartridges of tiles, uint8 [N, 8, 8], four for 16 x 16 line by line: quarters at the right first, of
    each line two planes in either, the left pixel in the lowest bit."""
    quarters = tiles.reshape(-1, 4, 8, 8)[:, (1, 3, 0, 2)]
    planes = quarters[..., None, :] >> np.arange(4, dtype=np.uint8)[:, None] & 1
    lines = np.packbits(planes, axis=-1, bitorder="little")[..., 0]
    return {".c1": lines[..., :2].tobytes(), ".c2": lines[..., 2:].tobytes()}
