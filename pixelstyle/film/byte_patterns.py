"""Bytes that are sent anyway hold whatever serves the picture best from afar: what was wanted there, or what makes up
for neighbours for which there were no bytes.

The picture's blurred difference is a quadratic form in its pixels. One pixel of each cell after the other takes the
colour by which that falls most, given all others of its cell; cells that lie beside one another are not changed at
once.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import smooth
from pixelstyle.screens import NativePicture, cut_cells, lay_cells

_MOST = 16
"""Colours a pixel can have, up to which all are tried."""
_REACH = 8
"""Pixels within which a blurred pixel counts."""
_LEAST = 1e-6


def resettled(
    before: NativePicture, shown: NativePicture, wanted: NativePicture, points: np.ndarray, blur: tuple[float, float]
) -> NativePicture:
    """The picture shown with its bytes that differ from those before, rows of cells, set anew: nearer to what is
    wanted, as `blur` across and down has it, in a space in which the palette's colours are `points` [K, 3].

    As it is where cells do not fill the screen, or a pixel has too many colours to choose from.
    """
    mode = shown.mode
    cell = mode.cells[-1] if mode.cells else (1, 1)
    choices = shown.choices()
    if not mode.cells or mode.height % cell[1] or mode.width % cell[0] or choices.shape[2] > _MOST:
        return shown
    down, across = mode.height // cell[1], mode.width // cell[0]
    size = (down * across, cell[0] * cell[1])
    now = cut_cells(shown.indices, cell).reshape(size).astype(np.intp)
    rows = (cut_cells(shown.indices != before.indices, cell)).reshape(len(now), cell[1], cell[0]).any(axis=2)
    free = rows.repeat(cell[0], axis=1)
    held = cut_cells(choices, cell).reshape(*size, -1).astype(np.intp)
    kernel = _kernel(cell, blur)
    row, column = np.divmod(np.arange(len(now)), across)
    for turn in range(4):
        cells = np.flatnonzero(free.any(axis=1) & (row % 2 * 2 + column % 2 == turn))
        missing = points[wanted.indices] - points[_laid(now, down, cell)]
        seen = cut_cells(smooth(smooth(missing, *blur), *blur), cell).reshape(*size, 3)
        now[cells] = _settled(now[cells], held[cells], free[cells], seen[cells].astype(np.float32), points, kernel)
    return replace(shown, indices=_laid(now, down, cell).astype(np.uint8), codes=None)


def _laid(cells: np.ndarray, down: int, cell: tuple[int, int]) -> np.ndarray:
    """Pixels of cells [N, P] as a picture [H, W] of so many rows of cells."""
    return lay_cells(cells.reshape(down, -1, cell[1], cell[0]))


def _kernel(cell: tuple[int, int], blur: tuple[float, float]) -> np.ndarray:
    """float32 [P, P]: how much pixels of a cell have in common when they are blurred."""
    dot = np.zeros((2 * _REACH + 1, 2 * _REACH + 1, 1))
    dot[_REACH, _REACH] = 1
    spread = smooth(smooth(dot, *blur), *blur)[_REACH:, _REACH:, 0]
    y, x = np.divmod(np.arange(cell[0] * cell[1]), cell[0])
    return np.asarray(spread[abs(y[:, None] - y), abs(x[:, None] - x)], np.float32)


def _settled(
    now: np.ndarray, held: np.ndarray, free: np.ndarray, seen: np.ndarray, points: np.ndarray, kernel: np.ndarray
) -> np.ndarray:
    """Pixels [N, P] set anew where they are free, [N, P], each to one of those `held`, [N, P, M]; seen: [N, P, 3], what
    is missing, as it is seen."""
    now, every = now.copy(), np.arange(len(now))
    for pixel in range(now.shape[1]):
        step = points[held[:, pixel]] - points[now[:, pixel]][:, None]
        gain = 2 * (step * seen[:, pixel, None]).sum(axis=2) - kernel[pixel, pixel] * np.square(step).sum(axis=2)
        best = gain.argmax(axis=1)
        changed = free[:, pixel] & (gain[every, best] > _LEAST)
        now[changed, pixel] = held[every, pixel, best][changed]
        moved = step[every, best] * changed[:, None]
        seen = seen - kernel[pixel][:, None] * moved[:, None]
    return now
