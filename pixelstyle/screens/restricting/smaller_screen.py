"""Drafts: a smaller screen of the same machine, so that a preview takes seconds."""

from __future__ import annotations

import math
from dataclasses import replace

from pixelstyle.screens.mode import ScreenMode


def draft_mode(mode: ScreenMode, longest: int, proportion: float) -> ScreenMode | None:
    """The mode with its longer shown side reduced to about `longest` pixels; None where it is no larger than that.

    Cells keep their size, so a draft has fewer of them: it shows the character of the result, not its every pixel.
    `proportion` is width / height of the picture, which modes of any size take.
    """
    across, down = mode.pixel
    if mode.any_size:
        width, height = longest * min(1.0, proportion), longest * min(1.0, 1 / proportion)
        return mode.resized(max(1, round(width / across)), max(1, round(height / down)))
    factor = longest / max(mode.shown_size)
    if factor >= 1 or mode.signal is not None:  # a signal's rules run along whole lines
        return None
    sizes = [*mode.cells, *([mode.tiles.size] if mode.tiles else [])]
    step_x, step_y = (math.lcm(*(size[axis] for size in sizes)) if sizes else 1 for axis in (0, 1))
    width, height = (
        max(step, round(size * factor / step) * step) for size, step in ((mode.width, step_x), (mode.height, step_y))
    )
    return None if (width, height) == (mode.width, mode.height) else replace(mode, width=width, height=height)
