"""Which places of a picture show one and the same tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.tiles.clustering import cut_tiles, upright


@dataclass(frozen=True)
class TileGroups:
    """Places on the screen, row by row, by the tile that they show."""

    size: tuple[int, int]
    """Width and height of a tile in native pixels."""
    group: np.ndarray
    """intp [places]: the number of each one's tile."""
    view: np.ndarray
    """intp [places]: whether the tile is shown as it is (0) or mirrored across (1), down (2) or both (3)."""
    choices: np.ndarray
    """uint8 [H, W, S]: the colours that the tiles' numbers mean at each pixel."""

    @classmethod
    def of(cls, native: NativePicture) -> Self:
        """Of a picture in a mode with tiles."""
        rule = native.mode.tiles
        assert rule is not None
        choices = native.choices()
        codes = (choices == native.indices[..., None]).argmax(axis=2).astype(np.uint8)
        tiles, view = upright(cut_tiles(codes, rule.size), rule.flips)
        _, group = np.unique(tiles, axis=0, return_inverse=True)
        return cls(rule.size, group.reshape(-1), view, choices)
