"""Slots that no pixel uses get the colour that is wanted next."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.cells import at_columns, spread
from pixelstyle.screens.solving.slots.exhaustive import Held
from pixelstyle.screens.solving.slots.levels import Level


def all_choices(held: Held, levels: tuple[Level, ...], height: int, width: int) -> np.ndarray:
    """uint8 [H, W, M]: every colour that any level holds for a pixel."""
    spreads = [
        at_columns(spread(colours, level.cell, height, width), level.spans)
        for colours, level in zip(held, levels, strict=True)
    ]
    return np.concatenate(spreads, axis=2)


def fill_idle(costs: np.ndarray, indices: np.ndarray, held: Held, levels: tuple[Level, ...]) -> Held:
    """`held` with each slot that no pixel of its area uses given the colour that a pixel there would take to most
    readily.

    That is the colour whose cost comes nearest to what some pixel pays now: whoever keeps on moving the picture (the
    neural methods, an artist) will want it first. An area is not offered the same colour twice while there are others.
    Slots that can only be written so often from one area to the next stay as they are, and so do those with spans.
    costs: float32 [H, W, K]; indices: [H, W].
    """
    colours = costs.shape[2]
    paid = np.take_along_axis(costs, indices[..., None].astype(np.intp), axis=2)
    filled: Held = []
    for level, now in zip(levels, held, strict=True):
        if level.writes is not None or level.spans is not None:
            filled.append(now)
            continue
        slots = now.reshape(-1, level.count).astype(np.intp)
        used = _used(indices, level.cell, colours)
        above = np.zeros_like(used)
        for coarser, colours_above in zip(levels, filled, strict=False):
            corners = spread(colours_above, coarser.cell, *indices.shape)[:: level.cell[1], :: level.cell[0]]
            np.put_along_axis(above, corners.reshape(len(slots), -1).astype(np.intp), True, axis=1)
        taken = above.copy()
        idle = np.empty(slots.shape, bool)
        for slot in range(level.count):
            here = slots[:, slot : slot + 1]
            idle[:, slot] = (~np.take_along_axis(used, here, 1) | np.take_along_axis(taken, here, 1))[:, 0]
            np.put_along_axis(taken, here, np.take_along_axis(taken, here, 1) | ~idle[:, slot : slot + 1], axis=1)
        areas = np.flatnonzero(idle.any(axis=1))
        if len(areas):
            margins = _least(costs, paid, level.cell, areas)
            slots[areas] = _refill(margins, slots[areas], idle[areas], taken[areas], level)
        filled.append(slots.astype(np.uint8).reshape(now.shape))
    return filled


def _least(costs: np.ndarray, paid: np.ndarray, cell: tuple[int, int], areas: np.ndarray) -> np.ndarray:
    """The least that any pixel of these areas would pay more for each colour, [areas, K], than it pays: [H, W, 1]."""
    height, width, _ = costs.shape
    row, column = np.divmod(areas, -(-width // cell[0]))
    # Beyond the picture's edge its last pixels stand once more: they change no minimum.
    down = np.minimum(row[:, None] * cell[1] + np.arange(cell[1]), height - 1)[:, :, None]
    across = np.minimum(column[:, None] * cell[0] + np.arange(cell[0]), width - 1)[:, None]
    return np.asarray((costs[down, across] - paid[down, across]).min(axis=(1, 2)))


def _used(indices: np.ndarray, cell: tuple[int, int], colours: int) -> np.ndarray:
    """bool [areas, K]: which colours each area's pixels show."""
    height, width = indices.shape
    across, down = -(-width // cell[0]), -(-height // cell[1])
    area = (np.arange(height) // cell[1])[:, None] * across + np.arange(width) // cell[0]
    used = np.zeros((down * across, colours), bool)
    used[area, indices] = True
    return used


def _refill(margins: np.ndarray, slots: np.ndarray, idle: np.ndarray, taken: np.ndarray, level: Level) -> np.ndarray:
    """New slots [areas, slots] where the idle ones hold the colours of least margin [areas, K] that are not taken."""
    colours = margins.shape[1]
    in_group = np.ones_like(taken)
    if level.groups:
        membership = np.zeros((len(level.groups), colours), bool)
        for number, group in enumerate(level.groups):
            membership[number, list(group)] = True
        in_group = membership[membership[:, slots].all(axis=2).argmax(axis=0)]
    every = np.arange(len(slots))
    slots, taken = slots.copy(), taken.copy()
    slot = 0
    for count, choices in zip(level.counts, level.choices, strict=True):
        allowed = np.zeros(colours, bool)
        allowed[list(choices)] = True
        for _ in range(count):
            possible = in_group & allowed & ~taken
            wanted = np.where(possible, margins, np.inf).argmin(axis=1)
            refilled = idle[:, slot] & possible.any(axis=1)
            slots[refilled, slot] = wanted[refilled]
            taken[every[refilled], wanted[refilled]] = True
            slot += 1
    return slots
