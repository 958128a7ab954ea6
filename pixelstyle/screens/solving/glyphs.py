"""Character graphics: the best background, and for each cell the best glyph in the best colour."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import cut_cells, lay_cells
from pixelstyle.screens.glyphs import GLYPH_SIDE, glyph_set
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture


def solve_glyphs(mode: ScreenMode, name: str, costs: np.ndarray, palette: Palette) -> NativePicture:
    """The picture of least total cost, [H, W, K], in which each cell is a glyph of the set of this name in
    a colour on the common background.

    Exact: every background, glyph and colour is tried.
    """
    glyphs = glyph_set(name)
    usable = np.array([k for k in mode.usable or range(costs.shape[2]) if k < costs.shape[2]], np.uint8)
    costs = costs[..., usable]
    rows, columns, colours = mode.height // GLYPH_SIDE, mode.width // GLYPH_SIDE, len(usable)
    # [K, cells, 64], the cells' pixels in the order of the glyphs'
    cells = np.moveaxis(cut_cells(costs, (GLYPH_SIDE, GLYPH_SIDE)), -1, 0).reshape(colours, -1, GLYPH_SIDE**2)
    drawn = cells @ glyphs.reshape(len(glyphs), -1).T.astype(np.float32)
    held = mode.slots[1].choices
    inks = np.array([n for n, colour in enumerate(usable) if held is None or colour in held])
    best = drawn[inks].min(axis=0)
    plain = cells.sum(axis=2)
    # A glyph in colour c on background b costs plain[b] - drawn[b] + drawn[c].
    totals = [float((plain[b] + (best - drawn[b]).min(axis=1)).sum(dtype=np.float64)) for b in range(colours)]
    allowed = mode.slots[0].choices
    candidates = [b for b in range(colours) if allowed is None or usable[b] in allowed]
    background = min(candidates, key=totals.__getitem__)
    glyph = (best - drawn[background]).argmin(axis=1)
    colour = drawn[inks][:, np.arange(len(glyph)), glyph].argmin(axis=0)
    colour, background = usable[inks[colour]], usable[background]
    dots = np.where(glyphs[glyph], colour[:, None, None], background)
    indices = lay_cells(dots.reshape(rows, columns, GLYPH_SIDE, GLYPH_SIDE))
    slots = (np.full((1, 1, 1), background, np.uint8), colour.reshape(rows, columns, 1))
    return NativePicture(mode, palette, indices, slots)
