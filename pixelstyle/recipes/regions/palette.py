"""A chosen palette of which each region has a part of its own, chosen for its own content and style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.screens import (
    EDGE,
    ScreenMode,
    SubPalettes,
    cut_cells,
    deal_subpalettes,
    owners,
    pad_to_cells,
    shares,
)

EVERYONE = -2
"""The owner of entries that all regions use: locked colours, those that all sub-palettes share, and some that the
content chooses. Entries of EDGE are for the cells in which regions meet, and hang on the content, too."""
_COMMON = 0.6
"""The part of a palette without sub-palettes that the content chooses for everyone; measured, see docs/style.md."""
_FEWEST = 2
"""Colours of its own for a region, in the mean: with fewer, the content chooses all."""
_POWER = 0.6
"""Of the area, for the number of colours: see `shares`."""


@dataclass(frozen=True)
class OwnedPalette:
    """A palette, and the region whose styles chose each of its entries."""

    palette: Palette
    owner: np.ndarray | None = None
    """int [K], as `owners_of` says; None: every region has all of it."""

    def seen_in(self, region: int) -> Palette:
        """What a region can show: its own entries, and those that are everyone's."""
        if self.owner is None:
            return self.palette
        own = self.palette.bytes()[(self.owner == region) | (self.owner == EVERYONE)]
        return Palette.from_array(self.palette.name, own, self.palette.source)


def owners_of(mode: ScreenMode, locked: int, apart: np.ndarray) -> np.ndarray | None:
    """The region whose styles choose each entry of the palette, int [K]; EVERYONE's and the EDGE's hang on none.

    locked: how many colours must be in the palette. apart: int [H, W], each native pixel's region. None where the mode
    chooses no palette, and where it has too few entries to deal out: then all are chosen for the content.
    """
    if mode.choice is None or mode.choice.free is not None or mode.slots or mode.coded or mode.choice.pool is not None:
        return None
    rule = mode.subpalettes
    if rule is not None:
        blocks = deal_subpalettes(rule, apart)
        if not blocks:
            return None
        block = np.full(rule.count, EDGE)
        for region, numbers in enumerate(blocks):
            block[numbers] = region
        return np.concatenate([np.full(rule.shared, EVERYONE), block.repeat(rule.size)])
    areas = np.bincount(apart.ravel())
    common = locked + round(_COMMON * (mode.choice.colours - locked))
    if mode.choice.colours - common < _FEWEST * (areas > 0).sum():
        return None
    dealt = shares(mode.choice.colours - common, areas, _POWER)
    owner = np.concatenate([np.full(common, EVERYONE), np.arange(len(areas)).repeat(dealt)])
    return np.tile(owner, mode.shows.parts)


def dealt_palette(
    canvas: Canvas,
    owner: np.ndarray | None,
    apart: np.ndarray,
    placed: np.ndarray,
    styled: Sequence[np.ndarray],
) -> OwnedPalette:
    """The palette whose entries have these owners.

    placed: the content, float32 [H, W, 3] in native pixels. styled: for each region one or more pictures of that size,
    one below the other, of the colours that it may come to have.
    """
    if owner is None:
        return OwnedPalette(canvas.colours_for(placed))
    mode, rule = canvas.mode, canvas.mode.subpalettes
    assert mode.choice is not None
    brought = mode.shows.parts
    common = int((owner == EVERYONE).sum()) // brought
    few = mode if rule is not None else replace(mode, choice=replace(mode.choice, colours=common))
    whole = replace(canvas, mode=few).colours_for(placed)
    first = _entries(whole, brought, 0, common)
    pinned = canvas.locked[rule.shared :] if rule is not None else ()
    colours = np.empty((len(owner), 3), np.uint8)
    colours[owner == EVERYONE] = first.reshape(-1, 3)
    for number in np.unique(owner[owner != EVERYONE]):
        count = int((owner == number).sum()) // brought
        smaller = replace(
            mode,
            choice=replace(mode.choice, colours=common + count),
            subpalettes=None if rule is None else replace(rule, count=count // rule.size),
        )
        part = replace(canvas, mode=smaller, locked=(*map(tuple, first[0].tolist()), *pinned))
        pictures = placed if number == EDGE else styled[number]
        chosen = part.colours_for(_of_owner(pictures, apart, number, rule))
        colours[owner == number] = _entries(chosen, brought, common, count).reshape(-1, 3)
    return OwnedPalette(Palette.from_array(whole.name, colours, whole.source), owner)


def _entries(palette: Palette, brought: int, start: int, count: int) -> np.ndarray:
    """`count` entries of each of the palette's `brought` parts, uint8 [brought, count, 3]: those from `start` on.

    Where a list held fewer colours than there are entries, some stand twice.
    """
    own = palette.bytes().reshape(brought, -1, 3)[:, start:]
    return own[:, np.arange(count) % own.shape[1]]


def _of_owner(pictures: np.ndarray, apart: np.ndarray, number: int, rule: SubPalettes | None) -> np.ndarray:
    """The cells of one owner of all pictures [n * H, W, 3] beside each other: [cell's height, ..., 3]."""
    cell = (1, 1) if rule is None else rule.cell
    mine = owners(apart, cell) == number
    each = pictures.reshape(-1, *apart.shape, 3)
    cut = np.stack([cut_cells(pad_to_cells(picture, cell), cell) for picture in each], axis=3)
    cells = cut[mine if mine.any() else np.ones_like(mine)]
    return np.ascontiguousarray(cells.transpose(1, 0, 2, 3, 4).reshape(cell[1], -1, 3))
