"""A picture as it was saved, back in the machine's own pixels."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.errors import PixelStyleError
from pixelstyle.screens.mode import ScreenMode


def to_native(rgb: Rgb8, mode: ScreenMode) -> tuple[np.ndarray, ScreenMode]:
    """A picture as saved, uint8 [h, w, 3], back in native pixels, and the mode (resized, where it has any size).

    Raises PixelStyleError when the size is not the mode's, or when the shown pixels of one native pixel differ.

    >>> from pixelstyle.screens import get_mode
    >>> native, mode = to_native(np.zeros((400, 640, 3), np.uint8), get_mode("c64-multicolor"))
    >>> native.shape
    (200, 160, 3)
    """
    height, width = rgb.shape[:2]
    if mode.any_size:
        mode = mode.resized(max(1, width // mode.pixel[0]), max(1, height // mode.pixel[1]))
    if (width, height) == (mode.width, mode.height):
        return rgb, mode
    across, down = width // mode.width, height // mode.height
    as_shown = across * mode.pixel[1] == down * mode.pixel[0]
    if across < 1 or not (as_shown or across == down) or (across * mode.width, down * mode.height) != (width, height):
        shown = " x ".join(map(str, mode.shown_size))
        raise PixelStyleError(
            f"The picture is {width} x {height} pixels; the mode '{mode.name}' has {mode.width} x {mode.height} and "
            f"shows {shown}, or a whole multiple of these."
        )
    native = rgb[::down, ::across]
    uneven = native.repeat(down, axis=0).repeat(across, axis=1) != rgb
    if uneven.any():
        y, x, _ = np.argwhere(uneven)[0]
        raise PixelStyleError(
            f"At x = {x}, y = {y} the picture is finer than the pixels of mode '{mode.name}', {across} x {down} here."
        )
    return native, mode
