"""What speaks for a machine's picture beside its colours: it keeps to the machine's cells, and to no others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.check import check_rgb
from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.checking.colour_numbers import numbers_of
from pixelstyle.screens.mode import ScreenMode

SLIPS = 0.1
"""The share of cells that may clash in what is nearly legal."""
MANY = 8
"""Clashes of the shifted picture that chance does not give a picture without any of its own."""

_MORE_TILES = 1.25
"""So many times its tiles does a picture have beside the tiles for which it was drawn, at the least."""


def clashes_of(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """What the mode could not show of native pixels, uint8 [H, W, 3], in the palette's colours."""
    return check_rgb(rgb, mode, None if mode.choice is not None and not mode.coded else palette)


def keeps_to_cells(rgb: np.ndarray, mode: ScreenMode, palette: Palette, own: int = 0) -> bool:
    """Whether a picture, uint8 [H, W, 3], that has `own` clashes would have many more half a cell beside: then it was
    drawn for these cells.

    A photo, or a picture with few colours, is as legal here as there.
    """
    return _clashes_beside(rgb, mode, palette) >= 3 * own + MANY


def too_crowded(numbers: np.ndarray, mode: ScreenMode) -> bool:
    """Whether more cells than may clash have more colours than any filling of their slots gives, whatever colours the
    picture's numbers, [H, W], are."""
    if not mode.cells:
        return False
    rule, (across, down) = mode.subpalettes, mode.cells[0]
    most = sum(slots.count for slots in mode.slots) if rule is None else rule.shared + rule.size
    wide, high = mode.cells[-1]
    height, width = numbers.shape[0] // down * down, numbers.shape[1] // across * across
    cells = numbers[:height, :width].reshape(height // high, high, -1, wide).swapaxes(1, 2)
    cells = np.sort(cells.reshape(height // high, -1, high * wide), axis=2)
    crowded = 1 + (cells[..., 1:] != cells[..., :-1]).sum(axis=2) > most
    parts = crowded.reshape(height // down, down // high, width // across, across // wide)
    return int(parts.any(axis=(1, 3)).sum()) > _most_clashes(mode)


def _most_clashes(mode: ScreenMode) -> float:
    across, down = mode.cells[-1]
    return max(2, SLIPS * (mode.width // across) * (mode.height // down))


def nearly_legal(rgb: np.ndarray, mode: ScreenMode, palette: Palette, clashes: Sequence[Clash]) -> bool:
    """Whether a picture, uint8 [H, W, 3], that was drawn for the mode's cells clashes in few of them only."""
    if not mode.cells or any(clash.whole for clash in clashes):
        return False
    return len(clashes) <= _most_clashes(mode) and keeps_to_cells(rgb, mode, palette, len(clashes))


def _clashes_beside(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> int:
    """How many clashes a picture has when it is moved by half a cell."""
    if mode.subpalettes is not None:
        return _crowded(rgb, mode)
    across, down = mode.cells[-1] if mode.cells else mode.shows.cell or (8, 8)
    try:
        found = clashes_of(np.roll(rgb, (down // 2, across // 2), axis=(0, 1)), mode, palette)
    except PixelStyleError:
        return 0
    moved = any(clash.rule == "tiles" for clash in found) and _more_tiles_beside(rgb, mode)
    return sum(clash.rule != "tiles" for clash in found) + MANY * moved


def _more_tiles_beside(rgb: np.ndarray, mode: ScreenMode) -> bool:
    """Whether a picture has clearly more different tiles when it is moved by half of one."""
    assert mode.tiles is not None
    across, down = mode.tiles.size
    numbers = numbers_of(rgb)

    def count(pixels: np.ndarray) -> int:
        tiles = pixels.reshape(mode.height // down, down, -1, across).swapaxes(1, 2).reshape(-1, down * across)
        return len(np.unique(tiles, axis=0))

    return count(np.roll(numbers, (down // 2, across // 2), axis=(0, 1))) > _MORE_TILES * count(numbers)


def _crowded(rgb: np.ndarray, mode: ScreenMode) -> int:
    """How many cells have more colours than a sub-palette, when the picture is shifted by half a cell. To search for
    sub-palettes that serve it would take too long."""
    rule = mode.subpalettes
    assert rule is not None
    across, down = rule.cell
    numbers = rgb.astype(np.int64) @ np.array([65536, 256, 1])
    shifted = np.roll(numbers, (down // 2, across // 2), axis=(0, 1))
    height, width = shifted.shape
    whole = shifted[: height // down * down, : width // across * across]
    cells = whole.reshape(height // down, down, -1, across).swapaxes(1, 2).reshape(-1, down * across)
    cells = np.sort(cells, axis=1)
    counts = 1 + (cells[:, 1:] != cells[:, :-1]).sum(axis=1)
    return int((counts > rule.shared + rule.size).sum())
