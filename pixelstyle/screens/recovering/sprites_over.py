"""What memory must have held for a picture of a multicolour bitmap under sprites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.arrays import Indices
from pixelstyle.screens.cells import cut_cells
from pixelstyle.screens.signals.sprites_over import CELL, COLOURS, NONE, OWN, areas, reached


@dataclass(frozen=True)
class OverlaidBitmap:
    """What shows a picture."""

    bitmap: np.ndarray
    """uint8 [200, 160]: the bitmap's colours."""
    background: int
    colours: np.ndarray
    """uint8 [64], of the sprites, row by row."""
    dots: np.ndarray
    """bool [200, 320]: where sprites have dots."""


def overlaid_bitmap(indices: Indices) -> OverlaidBitmap | None:
    """Memory that shows colours 0..15, uint8 [200, 320]; None where there is none."""
    masks = 1 << indices.astype(np.int64)
    covered = reached()
    either, both = masks[:, ::2] | masks[:, 1::2], masks[:, ::2] & masks[:, 1::2]
    unlike = either != both
    cell = CELL // 2, CELL

    def any_of(some: np.ndarray) -> np.ndarray:
        return np.asarray(np.bitwise_or.reduce(cut_cells(some, cell), axis=(2, 3))).ravel()

    seen, in_gaps = any_of(np.where(covered[:, ::2], either, 0)), any_of(np.where(covered[:, ::2], 0, either))
    # The colours that one of two unlike dots always has; none where no sprite can make them unlike.
    common = np.bitwise_and.reduce(
        cut_cells(np.where(unlike, np.where(covered[:, ::2], either, 0), -1), cell), axis=(2, 3)
    ).ravel()
    sprite = areas()[::CELL, ::CELL].ravel()
    few = np.array([number.bit_count() <= OWN for number in range(1 << COLOURS)])
    for background in range(COLOURS):
        legal = np.array(
            [
                few[(in_gaps | seen & ~(1 << colour)) & ~(1 << background)] & (common >> colour & 1 > 0)
                for colour in range(COLOURS)
            ]
        )
        legal = np.where(sprite == NONE, few[(in_gaps | seen) & ~(1 << background)] & (common == -1), legal)
        of_sprites = np.array([legal[:, sprite == number].all(axis=1) for number in range(NONE + 1)])
        if of_sprites.any(axis=1).all():
            return _held(indices, background, of_sprites.argmax(axis=1)[:NONE].astype(np.uint8))
    return None


def _held(indices: np.ndarray, background: int, colours: np.ndarray) -> OverlaidBitmap:
    """With all dots of sprites that have their colours; where both of a pixel are theirs, the bitmap has none."""
    dots = reached() & (indices == np.append(colours, 0)[areas()])
    left, right = dots[:, ::2], dots[:, 1::2]
    bitmap = np.where(left, np.where(right, background, indices[:, 1::2]), indices[:, ::2])
    return OverlaidBitmap(bitmap.astype(np.uint8), background, colours, dots)
