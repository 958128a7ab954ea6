"""Any picture as a person sees it: photos and drawings, and the native files of machines as their screens show them."""

from __future__ import annotations

from pathlib import Path

from pixelstyle.arrays import Rgb8
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture, split_layer
from pixelstyle.formats.registry import formats_for_extension
from pixelstyle.formats.storage import load_native

_ALSO_OTHERS = (".pcx", ".iff", ".ilbm", ".lbm")
"""Mostly pictures that are no machine's: in the colours that the file has, not in those of the nearest mode."""


def read_content(path: str | Path, *, background: str = "#000000") -> Rgb8:
    """uint8 [H, W, 3], sRGB: what `read_picture` reads, and native files in their shown pixels.

    Raises PixelStyleError for a file that is neither.
    """
    extension = split_layer(path)[0].suffix.lower()
    if extension in _ALSO_OTHERS or not formats_for_extension(extension):
        return read_picture(path, background=background)
    try:
        return load_native(path).shown_rgb()
    except PixelStyleError as error:
        problem = error
    try:
        return read_picture(path, background=background)
    except PixelStyleError as error:
        raise (problem if "is not a picture in a format" in str(error) else error) from None
