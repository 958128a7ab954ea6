"""Modes of slots: what the slots should hold, by full search or by exchange, and the picture that follows from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.cheapest import cheapest
from pixelstyle.screens.solving.pair_costs import MOST_COLOURS
from pixelstyle.screens.solving.set_costs import split_cells
from pixelstyle.screens.solving.slots.bands import fit_groups, hold_bands, hold_groups
from pixelstyle.screens.solving.slots.branch_and_bound import best_sets, with_next_best
from pixelstyle.screens.solving.slots.coordinate_descent import exchange_slots
from pixelstyle.screens.solving.slots.exhaustive import Held, is_exact, search
from pixelstyle.screens.solving.slots.idle_slots import all_choices, fill_idle
from pixelstyle.screens.solving.slots.levels import Level, levels
from pixelstyle.screens.solving.slots.spans import hold_spans

_MOST_IN_SETS = 3
"""Slots of whole lines beyond which there are too many sets of their colours."""


def solve_slots(
    mode: ScreenMode, costs: np.ndarray, palette: Palette, pairs: np.ndarray | None = None, steady: bool = False
) -> NativePicture:
    """The best picture of a mode with slots under costs [H, W, K], its colours held for costs in `pairs` if given.

    `steady`: as of `hold`."""
    held, areas = hold(mode, costs, None if pairs is None else lambda: pairs, steady=steady)
    indices = cheapest(costs, all_choices(held, areas, mode.height, mode.width))
    if pairs is None:  # otherwise what no pixel shows by itself was chosen to be mixed in
        held = fill_idle(costs, indices, held, areas)
    return picture_of(mode, palette, indices, held, areas)


def hold(
    mode: ScreenMode,
    costs: np.ndarray,
    in_pairs: Callable[[], np.ndarray] | None = None,
    dithered: Callable[[], np.ndarray] | None = None,
    steady: bool = False,
) -> tuple[Held, tuple[Level, ...]]:
    """The colours that the slots of a mode should hold under costs [H, W, K], by level, and those levels.

    `in_pairs` makes the costs in mixtures (see `pair_costs`), and `dithered` those of what a dither would show that has
    all colours; each is asked only where there is a search that can use them: registers that are written from line to
    line hold what such a dither takes, of which pixels want many near each other, and so do cells that choose from too
    many colours for all mixtures of two to be tried. `steady`: a few of these are not
    written for what gains next to nothing: without a dither that makes streaks, with one it mixes colours.
    """
    areas = levels(mode, costs.shape[2])
    picture = areas[0] if any(slots.cell is None for slots in mode.slots) else None
    cells = areas[1:] if picture else areas
    alone = picture is None and len(cells) == 1 and _all_alike(cells[0])
    if picture is None and len(cells) == 1 and cells[0].cell[0] == mode.width and fit_groups(cells[0]):
        return [hold_groups(costs if dithered is None else dithered(), cells[0], steady or dithered is not None)], areas
    in_lines = alone and cells[0].cell[0] == mode.width
    in_lines = in_lines and (cells[0].count > _MOST_IN_SETS or cells[0].writes is not None)
    if in_lines or areas[-1].spans is not None:
        costs, spans = costs if dithered is None else dithered(), areas[-1].spans
        return [hold_bands(costs, cells[0], steady) if spans is None else hold_spans(costs, areas[-1], spans)], areas
    exact, few = is_exact(picture, cells, mode.width * mode.height), costs.shape[2] <= MOST_COLOURS
    if exact and few and in_pairs is not None:
        return search(in_pairs(), picture, cells, pairs=True), areas
    costs = costs if dithered is None else dithered()
    if alone and not few:
        return [_best_for_cells(costs, cells[0])], areas
    return search(costs, picture, cells) if exact else exchange_slots(costs, picture, cells), areas


def _all_alike(level: Level) -> bool:
    """Whether any slot of a cell can hold any of the same colours, of which there are enough."""
    return not level.groups and len(set(level.choices)) == 1 and len(level.choices[0]) >= level.count


def _best_for_cells(costs: np.ndarray, level: Level) -> np.ndarray:
    """The best colours for cells that share nothing, uint8 [cells down, cells across, slots]."""
    height, width, _ = costs.shape
    candidates = np.array(level.choices[0])
    cells = split_cells(costs, level.cell)
    chosen = with_next_best(cells, best_sets(cells, level.count, candidates)[0], candidates)
    down, across = -(-height // level.cell[1]), -(-width // level.cell[0])
    return np.asarray(chosen.astype(np.uint8).reshape(down, across, level.count))


def picture_of(
    mode: ScreenMode, palette: Palette, indices: np.ndarray, held: Held, areas: tuple[Level, ...]
) -> NativePicture:
    """A picture with these indices [H, W] and these colours held, entry by entry as mode.slots has them."""
    slots: list[np.ndarray | None] = [None] * len(mode.slots)
    for colours, level in zip(held, areas, strict=True):
        start = 0
        for entry, count in zip(level.entries, level.counts, strict=True):
            slots[entry] = colours[..., start : start + count]
            start += count
    return NativePicture(mode, palette, indices, tuple(held for held in slots if held is not None))
