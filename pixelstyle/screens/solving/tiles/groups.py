"""Which places of a picture show one and the same tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.tiles.clustering import cut_tiles, views_of


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
        views = np.stack([view.reshape(len(view), -1) for view in views_of(cut_tiles(codes, rule.size), rule.flips)])
        # The mirror image that comes first in dictionary order stands for all four.
        keys = [np.ascontiguousarray(view + 1).view(f"S{view.shape[1]}")[:, 0] for view in views]
        view = np.stack(keys).argmin(axis=0)
        _, group = np.unique(views[view, np.arange(len(view))], axis=0, return_inverse=True)
        return cls(rule.size, group.reshape(-1), view, choices)
