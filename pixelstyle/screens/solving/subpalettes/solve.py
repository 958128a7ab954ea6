"""Modes with sub-palettes: cells that each pick one of a few small palettes."""

from __future__ import annotations

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import lay_cells, spread
from pixelstyle.screens.mode import ScreenMode, SubPalettes
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.cheapest import cheapest
from pixelstyle.screens.solving.costs import in_space
from pixelstyle.screens.solving.subpalettes.by_row import search_by_row
from pixelstyle.screens.solving.subpalettes.clustering import assign, search_subpalettes
from pixelstyle.screens.solving.subpalettes.costs import CellCosts
from pixelstyle.screens.solving.subpalettes.in_space import CellsInSpace


def solve_subpalettes(
    mode: ScreenMode, rule: SubPalettes, costs: np.ndarray, palette: Palette, areas: np.ndarray | None = None
) -> NativePicture:
    """The best picture found under costs [H, W, K], and those of `areas`, as of `solve`.

    Where the palette was chosen for the picture it already consists of the sub-palettes, and only the cells are left to
    choose, exactly; else what the sub-palettes hold is searched for.
    """
    cells = CellCosts.of(costs, areas, rule.cell)
    blocks, allowed = in_blocks(mode, len(palette)), allowed_cells(mode, rule)
    if blocks is not None:
        found = assign(cells, *blocks, allowed)
        subpalettes = found.palettes()
    else:
        usable = np.array([k for k in (mode.usable or range(len(palette))) if k < len(palette)], np.intp)
        if len(usable) < rule.shared + rule.size:
            # Fewer colours than one sub-palette has entries: every one of them holds them all.
            padded = np.resize(usable, rule.shared + rule.size)
            own = np.tile(padded[rule.shared :], (rule.count, 1))
            found = assign(cells, padded[: rule.shared], own, allowed)
        elif rule.by_row:
            found = search_by_row(cells, rule, usable, allowed)
        else:
            found = search_subpalettes(cells, rule, usable)
        subpalettes = found.palettes() if rule.given else _by_lightness(found.palettes(), rule.shared, palette)
    down, across = -(-mode.height // rule.cell[1]), -(-mode.width // rule.cell[0])
    grid = found.member.reshape(down, across).astype(np.uint8)
    choices = spread(subpalettes[grid], rule.cell, mode.height, mode.width)
    return NativePicture(mode, palette, cheapest(costs, choices), subpalettes=subpalettes, subpalette_map=grid)


def nearest_in_subpalettes(
    mode: ScreenMode, rule: SubPalettes, picture: np.ndarray, palette: Palette, metric: str
) -> NativePicture:
    """What `solve_subpalettes` finds for the distances of `picture`, sRGB [H, W, 3], to a palette chosen for such a
    mode, in a metric that has a space; without tile limits."""
    blocks = in_blocks(mode, len(palette))
    assert blocks is not None
    held = np.concatenate([np.tile(blocks[0], (rule.count, 1)), blocks[1]], axis=1)
    cells, places = CellsInSpace(in_space(picture, metric), rule.cell), in_space(palette.srgb(), metric)[held]
    paid = np.full((rule.count, len(cells)), np.inf, np.float32)
    for number, mine in enumerate(allowed_cells(mode, rule).T):
        paid[number, mine] = cells.costs(places[number], mine)
    member = paid.argmin(axis=0)
    indices = np.empty(cells.points.shape[:2], np.uint8)
    for number in np.unique(member):
        mine = np.flatnonzero(member == number)
        indices[mine] = held[number, cells.nearest(places[number], mine)]
    grid = member.reshape(cells.down, cells.across).astype(np.uint8)
    laid = lay_cells(indices.reshape(cells.down, cells.across, rule.cell[1], rule.cell[0]))
    shown = np.ascontiguousarray(laid[: mode.height, : mode.width])
    return NativePicture(mode, palette, shown, subpalettes=held.astype(np.uint8), subpalette_map=grid)


def allowed_cells(mode: ScreenMode, rule: SubPalettes) -> np.ndarray:
    """Which sub-palettes each cell may use, row by row: bool [N, count]."""
    return rule.allowed(-(-mode.height // rule.cell[1])).repeat(-(-mode.width // rule.cell[0]), axis=0)


def _by_lightness(subpalettes: np.ndarray, shared: int, palette: Palette) -> np.ndarray:
    """Sub-palettes, uint8 [count, shared + size], with their own colours from the darkest to the lightest: so one tile
    serves in several of them."""
    lightness = srgb_to_oklab(palette.srgb())[:, 0]
    own = subpalettes[:, shared:]
    order = np.argsort(lightness[own], axis=1, kind="stable")
    return np.concatenate([subpalettes[:, :shared], np.take_along_axis(own, order, axis=1)], axis=1)


def in_blocks(mode: ScreenMode, colours: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Shared and own entries of the sub-palettes in a palette chosen for such a mode, intp [shared] and [count, size];
    None for a palette that is not of that kind."""
    rule = mode.subpalettes
    if rule is None or mode.choice is None or colours != rule.shared + rule.count * rule.size:
        return None
    own = np.arange(rule.shared, colours).reshape(rule.count, rule.size)
    return np.arange(rule.shared), own


def pixel_numbers(native: NativePicture, costs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each pixel's number in its sub-palette, uint8 [H, W], and what all numbers cost there, float32 [H, W, S]."""
    choices = native.choices()
    by_number = np.take_along_axis(costs, choices.astype(np.intp), axis=2)
    codes = (choices == native.indices[..., None]).argmax(axis=2).astype(np.uint8)
    return codes, by_number
