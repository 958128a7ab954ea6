"""Pictures as cells or tiles, and back. The checker, which shares nothing with the solver, does its own counting."""

from __future__ import annotations

import numpy as np

Size = tuple[int, int]
"""Width and height of a cell in pixels."""
Spans = tuple[tuple[int, int], ...]
"""The first column and the one behind the last, of each of several slots."""


def cut_cells(picture: np.ndarray, cell: Size) -> np.ndarray:
    """A picture [H, W, ...] as its cells, [cells down, cells across, cell height, cell width, ...].

    Raises ValueError where cells do not fill it: see `pad_to_cells`.

    >>> cut_cells(np.arange(8).reshape(2, 4), (2, 2)).tolist()
    [[[[0, 1], [4, 5]], [[2, 3], [6, 7]]]]
    """
    (width, height), (lines, columns, *rest) = cell, picture.shape
    rows = picture.reshape(lines // height, height, columns // width, width, *rest)
    return np.ascontiguousarray(rows.swapaxes(1, 2))


def lay_cells(cells: np.ndarray) -> np.ndarray:
    """Cells [cells down, cells across, cell height, cell width, ...] as the picture [H, W, ...] that they make up."""
    down, across, height, width, *rest = cells.shape
    return np.ascontiguousarray(cells.swapaxes(1, 2)).reshape(down * height, across * width, *rest)


def pad_to_cells(picture: np.ndarray, cell: Size) -> np.ndarray:
    """A picture [H, W, ...] with its last pixels repeated to the right and below until whole cells fill it."""
    height, width = picture.shape[:2]
    beyond = [(0, -height % cell[1]), (0, -width % cell[0]), *[(0, 0)] * (picture.ndim - 2)]
    return np.pad(picture, beyond, mode="edge")


def spread(per_cell: np.ndarray, cell: Size, height: int, width: int) -> np.ndarray:
    """Repeat what is known per cell, [cells down, cells across, ...], over its pixels: [height, width, ...]."""
    return per_cell.repeat(cell[1], axis=0).repeat(cell[0], axis=1)[:height, :width]


def at_columns(held: np.ndarray, spans: Spans | None) -> np.ndarray:
    """What registers hold at each column, [..., columns, R], for what slots with these `spans` hold, [..., columns,
    slots]; slot n is what register n mod R holds for that long. As it is without spans."""
    if spans is None:
        return held
    column, (first, end) = np.arange(held.shape[-2])[:, None], np.array(spans).T
    there = (first <= column) & (column < end)
    slot = np.nonzero(there)[1].reshape(len(there), -1)
    slot = np.take_along_axis(slot, (slot % slot.shape[1]).argsort(axis=1), axis=1)
    return np.take_along_axis(held, np.broadcast_to(slot, (*held.shape[:-1], slot.shape[1])), axis=-1)
