"""The checker's rule about glyphs: whether each cell is one of the patterns in one colour on the common background, on
one of several, or on a background of its own."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.packing import Place
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.glyphs import glyph_set


def glyph_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that are no glyphs of the mode's set."""
    name = picture.mode.glyphs
    if name is None:
        return []
    cell = picture.mode.cells[0]
    behind = picture.mode.slots[0]
    common = behind.count if behind.cell is None else 0
    return [
        at(place, cell, ["another pattern"], name, "glyphs")
        for place in not_glyphs(picture.indices, name, cell, common)
    ]


def not_glyphs(indices: np.ndarray, name: str, cell: tuple[int, int], common: int) -> list[Place]:
    """(row, column) of the cells of [H, W], of this width and height, that are no glyphs of this set: where they have
    so many `common` backgrounds, each cell one of them, under those that leave fewest."""
    patterns = {bytes(np.packbits(glyph)) for glyph in glyph_set(name)}
    width, height = cell
    cells = {
        (row, column): indices[row * height : row * height + height, column * width : column * width + width]
        for row in range(indices.shape[0] // height)
        for column in range(indices.shape[1] // width)
    }
    colours = np.unique(indices)
    behind = {
        place: frozenset(
            colour for colour in (colours if common else np.unique(dots)) if _drawn(dots, colour, patterns)
        )
        for place, dots in cells.items()
    }
    alike = Counter(behind.values())
    best = max(
        combinations(colours, min(common, len(colours))),
        key=lambda some: sum(count for may, count in alike.items() if not may.isdisjoint(some)),
    )
    return [place for place, may in behind.items() if not (may.intersection(best) if common else may)]


def _drawn(cell: np.ndarray, background: int, patterns: set[bytes]) -> bool:
    dots = cell != background
    if not dots.any():  # any glyph is blank when its colour is the background's
        return True
    return len(np.unique(cell[dots])) <= 1 and bytes(np.packbits(dots)) in patterns
