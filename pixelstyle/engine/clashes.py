"""Where a picture wants more colours than the machine can show there: what people see as attribute clash."""

from __future__ import annotations

import numpy as np

from pixelstyle.colour import squared_distances
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import Canvas
from pixelstyle.screens import NativePicture, check


def clash_boxes(picture: np.ndarray, canvas: Canvas) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height, in native pixels, of each cell that the picture does not fit.

    `picture` is float32 [H, W, 3], 0..1, in native pixels; each pixel stands for the palette's nearest colour. Modes
    without a fixed palette have nothing to clash with.
    """
    mode = canvas.mode
    palette = canvas.palette or (get_palette(mode.palette) if mode.palette and mode.choice is None else None)
    if palette is None:
        return []
    wanted = squared_distances(picture, palette.srgb(), canvas.metric).argmin(axis=2).astype(np.uint8)
    boxes = {clash.box for clash in check(NativePicture(mode, palette, wanted))}
    return sorted(boxes, key=lambda box: (box[1], box[0]))
