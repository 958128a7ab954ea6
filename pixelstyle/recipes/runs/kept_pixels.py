"""Pixels that a person has painted: they stay, to the last one, and the rest of the picture is made around them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import load_native
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.runs.temporal_coherence import Carried
from pixelstyle.screens import check, to_native, without_clear
from pixelstyle.settings import Settings

_WHITE = 128
"""Mean of the channels, 0..255, from which a mask's pixel says that one stays."""


def read_kept(start: str, mask: str, canvas: Canvas, settings: Settings) -> Carried:
    """The picture in the file `start`, native or a PNG, of which those pixels stay that are white in `mask`.

    Both are of the screen's size, in native or shown pixels or a whole multiple. Raises PixelStyleError for files that
    are not, for a start that is no picture of the machine or not a legal one, and for screens such as HAM's.
    """
    mode = canvas.mode
    if mode.shows.beyond_palette:
        raise PixelStyleError(f"On {mode.title} each pixel's colour hangs on its neighbours': none can be kept alone.")
    white = _in_native_pixels(mask, canvas).mean(axis=2) >= _WHITE
    if not mode.constrained:
        pixels = _in_native_pixels(start, canvas)
        return Carried(pixels.astype(np.float32) / 255, None, white, exact=True)
    palette = None if settings.palette is None else get_palette(settings.palette)
    native = without_clear(load_native(start, settings.mode, palette), mode)
    if native.indices.shape != white.shape:
        height, width = native.indices.shape
        raise PixelStyleError(f"'{start}' is {width} x {height} pixels; the screen is {mode.width} x {mode.height}.")
    native = replace(native, mode=mode)  # with the cells, and the colours locked or forbidden, that are asked for
    clashes = check(native)
    if clashes:
        raise PixelStyleError(
            f"'{start}' is no picture that {mode.name} can show, so its pixels cannot stay: {clashes[0]}. "
            "'pixelstyle convert' makes it one."
        )
    return Carried(native.native_rgb().astype(np.float32) / 255, native, white, exact=True)


def _in_native_pixels(path: str, canvas: Canvas) -> np.ndarray:
    """A picture of the screen's size as uint8 [H, W, 3]. Raises PixelStyleError for one of another size."""
    try:
        found, mode = to_native(read_picture(path), canvas.mode)
    except PixelStyleError as error:
        raise PixelStyleError(f"'{path}': {error}") from None
    if (mode.width, mode.height) != (canvas.mode.width, canvas.mode.height):
        raise PixelStyleError(
            f"'{path}' is {mode.width} x {mode.height} pixels; the screen is {canvas.mode.width} x "
            f"{canvas.mode.height}."
        )
    return found
