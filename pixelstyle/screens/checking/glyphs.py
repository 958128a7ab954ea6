"""The checker's rule about glyphs: whether each cell is one of the patterns in one colour on the common background."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.checking.subpalettes import Place
from pixelstyle.screens.glyphs import GLYPH_SIDE, glyph_set


def glyph_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that are no glyphs of the mode's set."""
    name = picture.mode.glyphs
    if name is None:
        return []
    return [
        at(place, (GLYPH_SIDE, GLYPH_SIDE), ["another pattern"], name, "glyphs")
        for place in not_glyphs(picture.indices, name)
    ]


def not_glyphs(indices: np.ndarray, name: str) -> list[Place]:
    """(row, column) of the cells of [H, W] that are no glyphs of this set, under the background that leaves fewest."""
    patterns = {bytes(np.packbits(glyph)) for glyph in glyph_set(name)}
    rows, columns = indices.shape[0] // GLYPH_SIDE, indices.shape[1] // GLYPH_SIDE
    cells = {
        (row, column): indices[
            row * GLYPH_SIDE : row * GLYPH_SIDE + GLYPH_SIDE, column * GLYPH_SIDE : column * GLYPH_SIDE + GLYPH_SIDE
        ]
        for row in range(rows)
        for column in range(columns)
    }
    best: list[Place] = list(cells)
    for background in np.unique(indices):
        best = min(best, [place for place, cell in cells.items() if not _drawn(cell, background, patterns)], key=len)
        if not best:
            break
    return best


def _drawn(cell: np.ndarray, background: int, patterns: set[bytes]) -> bool:
    dots = cell != background
    if not dots.any():  # any glyph is blank when its colour is the background's
        return True
    return len(np.unique(cell[dots])) <= 1 and bytes(np.packbits(dots)) in patterns
