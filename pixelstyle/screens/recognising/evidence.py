"""What speaks for a machine's picture beside its colours: it keeps to the machine's cells, and to no others."""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.check import check_rgb
from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.mode import ScreenMode

MANY = 8
"""Clashes of the shifted picture that chance does not give a picture without any of its own."""


def clashes_of(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """What the mode could not show of native pixels, uint8 [H, W, 3], in the palette's colours."""
    return check_rgb(rgb, mode, None if mode.choice is not None and not mode.coded else palette)


def keeps_to_cells(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> bool:
    """Whether a legal picture, uint8 [H, W, 3], would clash half a cell beside: then it was drawn for these cells.

    A photo, or a picture with few colours, is as legal here as there. Pictures of 8 x 8 tiles are told by how few
    they have.
    """
    if mode.subpalettes is not None:
        return _crowded(rgb, mode) >= MANY
    across, down = mode.cells[-1] if mode.cells else mode.shows.cell or (8, 8)
    shifted = np.roll(rgb, (down // 2, across // 2), axis=(0, 1))
    try:
        found = clashes_of(shifted, mode, palette)
    except PixelStyleError:
        return False
    return len(found) >= MANY or any(clash.rule == "tiles" for clash in found)


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
