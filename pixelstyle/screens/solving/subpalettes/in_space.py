"""Cells of a picture in sub-palettes whose colours stand in a metric's space: what they cost, and which pixels are
which colour, without the costs of every pixel in every colour, which a core's cache does not hold."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.cells import Size, cut_cells, pad_to_cells

_AT_ONCE = 8192
"""Pixels whose distances to a sub-palette's colours stay in the cache."""


class CellsInSpace:
    """Cells of pixels in the space."""

    def __init__(self, points: np.ndarray, cell: Size) -> None:
        """points: float32 [H, W, 3]. What is missing in cells that lie across the edge costs nothing."""
        grid = cut_cells(pad_to_cells(points, cell), cell)
        self.down, self.across = grid.shape[:2]
        self.points = grid.reshape(self.down * self.across, -1, 3)
        """[N, P, 3], the last of them repeated beyond the edge."""
        beyond = [(0, -size % side) for size, side in zip(points.shape, reversed(cell), strict=False)]
        there = cut_cells(np.pad(np.ones(points.shape[:2], np.float32), beyond), cell).reshape(len(self), -1)
        self.lifted = np.ascontiguousarray((lifted(self.points) * there[..., None]).transpose(2, 0, 1))
        """[5, N, P]"""

    def __len__(self) -> int:
        """N."""
        return len(self.points)

    def costs(self, places: np.ndarray, cells: np.ndarray) -> np.ndarray:
        """What each of some cells, bool [N], costs in a sub-palette of colours at `places`, [S, 3]: [n]."""
        pixels = self.lifted if cells.all() else self.lifted[:, cells]
        flat, by = pixels.reshape(5, -1), coefficients(places)
        starts = range(0, flat.shape[1], _AT_ONCE)
        least = np.concatenate([(by @ flat[:, start : start + _AT_ONCE]).min(axis=0) for start in starts])
        return np.asarray(least.reshape(pixels.shape[1:]).sum(axis=1))

    def nearest(self, places: np.ndarray, cells: np.ndarray) -> np.ndarray:
        """Which of the colours each pixel of some cells, intp [n], is nearest to: intp [n, P]."""
        return np.asarray((lifted(self.points[cells]) @ coefficients(places).T).argmin(axis=2))


def lifted(points: np.ndarray) -> np.ndarray:
    """Points [..., 3] with 1 and their squared length, float32 [..., 5]: see `coefficients`."""
    found = np.ones((*points.shape[:-1], 5), np.float32)
    found[..., :3], found[..., 4] = points, np.einsum("...c,...c", points, points)
    return found


def coefficients(colours: np.ndarray) -> np.ndarray:
    """Colours [..., 3] as float32 [..., 5] whose products with `lifted` points are squared distances, but for
    rounding."""
    found = np.ones((*colours.shape[:-1], 5), np.float32)
    found[..., :3], found[..., 3] = -2 * colours, np.einsum("...c,...c", colours, colours)
    return found
