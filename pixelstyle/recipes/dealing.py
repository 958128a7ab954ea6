"""Dealing: a chosen palette of which each region has a part of its own, chosen for its own content and style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.screens import ScreenMode, SubPalettes
from pixelstyle.screens.apart import EDGE, deal_subpalettes, owners, shares

EVERYONE = -2
"""The owner of entries that all regions use: locked colours, and those that all sub-palettes share."""
_FEWEST = 4
"""Colours for a region, in the mean: with fewer, all have more of a palette that suits the content."""
_POWER = 0.6
"""Of the area, for the number of colours: see `shares`."""


def owners_of(mode: ScreenMode, locked: int, apart: np.ndarray) -> np.ndarray | None:
    """The region whose styles choose each entry of the palette, int [K]; EVERYONE's and the EDGE's hang on none.

    locked: how many colours must be in the palette. apart: int [H, W], each native pixel's region. None where the mode
    chooses no palette, and where it has too few entries to deal out: then all are chosen for the content.
    """
    if mode.choice is None or mode.slots or mode.coded:
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
    free = mode.choice.colours - locked
    if free < _FEWEST * (areas > 0).sum():
        return None
    regions = np.arange(len(areas)).repeat(shares(free, areas, _POWER))
    owner = np.concatenate([np.full(locked, EVERYONE), regions])
    return np.tile(owner, 2) if mode.signal == "ehb" else owner


def dealt_palette(
    canvas: Canvas,
    owner: np.ndarray | None,
    apart: np.ndarray,
    placed: np.ndarray,
    styled: Sequence[np.ndarray],
    metric: str,
) -> Palette:
    """The palette whose entries have these owners.

    placed: the content, float32 [H, W, 3] in native pixels. styled: for each region one or more pictures of that size,
    one below the other, of the colours that it may come to have.
    """
    whole = canvas.colours_for(placed, metric)
    if owner is None:
        return whole
    mode, rule = canvas.mode, canvas.mode.subpalettes
    assert mode.choice is not None
    brought = 2 if mode.signal == "ehb" else 1  # the half as bright ones come with the others
    common = int((owner == EVERYONE).sum()) // brought
    first = whole.bytes().reshape(brought, -1, 3)[:, :common]
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
        chosen = part.colours_for(_of_owner(pictures, apart, number, rule), metric)
        own = chosen.bytes().reshape(brought, -1, 3)[:, common:]
        # Where a list holds fewer colours than there are entries, some stand twice.
        colours[owner == number] = own[:, np.arange(count) % own.shape[1]].reshape(-1, 3)
    return Palette.from_array(whole.name, colours, whole.source)


def entries_of(palette: Palette, owner: np.ndarray | None, region: int) -> Palette:
    """What a region can show of a palette whose entries have these owners; None: all of it."""
    if owner is None:
        return palette
    return Palette.from_array(palette.name, palette.bytes()[(owner == region) | (owner == EVERYONE)], palette.source)


def _of_owner(pictures: np.ndarray, apart: np.ndarray, number: int, rule: SubPalettes | None) -> np.ndarray:
    """The cells of one owner of all pictures [n * H, W, 3] beside each other: [cell's height, ..., 3]."""
    width, height = (1, 1) if rule is None else rule.cell
    mine = owners(apart, (width, height)) == number
    tall, wide = apart.shape
    down, across = mine.shape
    beyond = ((0, 0), (0, down * height - tall), (0, across * width - wide), (0, 0))
    cut = np.pad(pictures.reshape(-1, tall, wide, 3), beyond, mode="edge")
    cut = cut.reshape(-1, down, height, across, width, 3).transpose(1, 3, 2, 0, 4, 5)
    cells = cut[mine if mine.any() else np.ones_like(mine)]
    return np.ascontiguousarray(cells.transpose(1, 0, 2, 3, 4).reshape(height, -1, 3))
