"""Any picture as a person sees it: photos and drawings, and the native files of machines as their screens show them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import is_picture, read_bytes, read_picture, read_transparency, split_layer
from pixelstyle.formats.registry import formats_for_content, formats_for_extension
from pixelstyle.formats.shared.envelopes import peeled
from pixelstyle.formats.storage import load_native

_ALSO_OTHERS = (".pcx", ".iff", ".ilbm", ".lbm")
"""Mostly pictures that are no machine's: in the colours that the file has, not in those of the nearest mode."""
_LONGEST = 1 << 20
"""Bytes: no file of a machine's comes near."""


def read_content(path: str | Path, *, background: str = "#000000") -> Rgb8:
    """uint8 [H, W, 3], sRGB: what `read_picture` reads, and native files in their shown pixels.

    A file is what its first bytes say, and where they do not, what its name says. Raises PixelStyleError for a file
    that is neither.
    """
    file = split_layer(path)[0]
    extension = file.suffix.lower()
    named = extension not in _ALSO_OTHERS and bool(formats_for_extension(extension))
    if named and not _begins_as_picture(file):
        try:
            return load_native(file).shown_rgb()
        except PixelStyleError as error:
            problem = error
        try:
            return read_picture(path, background=background)
        except PixelStyleError as error:
            raise (problem if "is not a picture in a format" in str(error) else error) from None
    try:
        return read_picture(path, background=background)
    except PixelStyleError:
        if not _begins_as_native(file):
            raise
        return load_native(file).shown_rgb()


def read_transparent(path: str | Path) -> np.ndarray | None:
    """Where what `read_content` reads is transparent, bool [H, W]; None where nothing is, as in machines' own files."""
    try:
        return read_transparency(path)
    except Exception:  # whoever reads the picture itself has said what is wrong with it
        return None


def _begins_as_picture(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return is_picture(opened.read(64))
    except (OSError, ValueError):  # whoever reads it says so
        return False


def _begins_as_native(file: Path) -> bool:
    try:
        if not file.is_file() or not 0 < file.stat().st_size <= _LONGEST:
            return False
    except (OSError, ValueError):
        return False
    return bool(formats_for_content(peeled(read_bytes(file, "picture"))))
