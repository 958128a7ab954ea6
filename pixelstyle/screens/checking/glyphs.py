"""The checker's rule about glyphs: whether each cell is one of the patterns in one colour on the common background, or
on a background of its own."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.checking.subpalettes import Place
from pixelstyle.screens.glyphs import glyph_set


def glyph_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that are no glyphs of the mode's set."""
    name = picture.mode.glyphs
    if name is None:
        return []
    cell = picture.mode.cells[0]
    common = picture.mode.slots[0].cell is None
    return [
        at(place, cell, ["another pattern"], name, "glyphs")
        for place in not_glyphs(picture.indices, name, cell, common)
    ]


def not_glyphs(indices: np.ndarray, name: str, cell: tuple[int, int], common: bool) -> list[Place]:
    """(row, column) of the cells of [H, W], of this width and height, that are no glyphs of this set: where they have a
    `common` background under the one that leaves fewest."""
    patterns = {bytes(np.packbits(glyph)) for glyph in glyph_set(name)}
    width, height = cell
    cells = {
        (row, column): indices[row * height : row * height + height, column * width : column * width + width]
        for row in range(indices.shape[0] // height)
        for column in range(indices.shape[1] // width)
    }
    if not common:
        return [
            place
            for place, dots in cells.items()
            if not any(_drawn(dots, background, patterns) for background in np.unique(dots))
        ]
    best: list[Place] = list(cells)
    for background in np.unique(indices):
        best = min(best, [place for place, dots in cells.items() if not _drawn(dots, background, patterns)], key=len)
        if not best:
            break
    return best


def _drawn(cell: np.ndarray, background: int, patterns: set[bytes]) -> bool:
    dots = cell != background
    if not dots.any():  # any glyph is blank when its colour is the background's
        return True
    return len(np.unique(cell[dots])) <= 1 and bytes(np.packbits(dots)) in patterns
