"""A picture with its clashes marked, for artists who mend them by hand."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.mode import ScreenMode

LEAST_WIDTH = 640
"""The overlay is enlarged by a whole number until it is at least this wide, so that frames of one pixel are seen."""

_FRAME = np.array([255, 0, 255], np.uint8)


def mark_clashes(native: Rgb8, mode: ScreenMode, clashes: Iterable[Clash]) -> Rgb8:
    """The picture dimmed, its clashing cells at full brightness in magenta frames: uint8 [h, w, 3].

    What is wrong with the whole picture is marked only where nothing else is: it would hide the cells.
    `native`: uint8 [H, W, 3] in native pixels. The result is the shown picture, enlarged by a whole number.
    """
    across, down = mode.pixel
    zoom = max(1, -(-LEAST_WIDTH // (native.shape[1] * across)))
    across, down = across * zoom, down * zoom
    large = native.repeat(down, axis=0).repeat(across, axis=1)
    marked = (large // 3).astype(np.uint8)
    found = list(clashes)
    in_cells = [clash for clash in found if not clash.whole]
    for clash in in_cells or found:
        left, top, width, height = clash.box
        area = np.s_[top * down : (top + height) * down, left * across : (left + width) * across]
        marked[area] = large[area]
        frame = marked[area]
        frame[[0, -1], :] = _FRAME
        frame[:, [0, -1]] = _FRAME
    return marked
