"""Repair: a picture that is nearly legal becomes legal, and keeps every pixel of the cells that are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.checking.colour_numbers import cell_of
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recognising.recognise import Recognition
from pixelstyle.screens.solving.solve import nearest


@dataclass(frozen=True)
class Change:
    """What was changed in one cell."""

    cell: tuple[int, int]
    """Column and row."""
    box: tuple[int, int, int, int]
    """Left, top, width and height in native pixels."""
    pixels: int
    became: tuple[tuple[str, str], ...]
    """Each colour that had to go, '#rrggbb', and what its pixels became."""

    def __str__(self) -> str:
        told = ", ".join(f"{old} became {new}" for old, new in self.became)
        return f"cell {self.cell}: {self.pixels} pixel{'s' if self.pixels > 1 else ''} changed: {told}"


def repair(drawn: Recognition, mode: ScreenMode, metric: str = "oklab") -> tuple[NativePicture, list[Change]]:
    """The legal picture nearest to a recognised one that is nearly legal, and every cell in which it differs.

    The solver makes the least visible change: cells that are legal cost nothing as they are. Raises PixelStyleError for
    what `nearest` refuses.
    """
    native = nearest(mode, drawn.rgb.astype(np.float32) / 255, drawn.palette, metric)
    before = drawn.rgb if drawn.before is None else drawn.before
    return native, changes_between(before, native.native_rgb(), mode, drawn.clashes)


def changes_between(
    before: np.ndarray, after: np.ndarray, mode: ScreenMode, clashes: tuple[Clash, ...] = ()
) -> list[Change]:
    """In which cells two pictures, uint8 [H, W, 3], differ, and how. `clashes` tell the size of cells."""
    width, height = clashes[0].box[2:] if clashes else cell_of(mode)
    differ = (before != after).any(axis=2)
    found = []
    for row in range(-(-differ.shape[0] // height)):
        for column in range(-(-differ.shape[1] // width)):
            place = np.s_[row * height : (row + 1) * height, column * width : (column + 1) * width]
            wrong = differ[place]
            if wrong.any():
                pairs = np.unique(np.concatenate([before[place][wrong], after[place][wrong]], axis=1), axis=0).tolist()
                became = tuple((f"#{bytes(pair[:3]).hex()}", f"#{bytes(pair[3:]).hex()}") for pair in pairs)
                box = (column * width, row * height, width, height)
                found.append(Change((column, row), box, int(wrong.sum()), became))
    return found
