"""Any picture as a person sees it: photos and drawings, and the native files of machines as their screens show them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import has_head, is_picture, read_bytes, read_picture, read_transparency, split_layer
from pixelstyle.formats.consoles.tile_sheets import TILE_SHEETS, tile_sheet
from pixelstyle.formats.registry import formats_for_content, formats_for_extension
from pixelstyle.formats.shared.envelopes import peeled
from pixelstyle.formats.storage import load_native

ALSO_OTHERS = (".pcx", ".tif", ".iff", ".ilbm", ".lbm")
"""Mostly pictures that are no machine's: in the colours that the file has, not in those of the nearest mode."""
_MOST_OF_TWO_BITS = 8192
"""Bytes of tiles of four colours that a screen's file has; larger ones are of sixteen or more."""
_LONGEST = 1 << 20
"""Bytes: no file of a machine's comes near."""


def read_content(path: str | Path, *, background: str = "#000000") -> Rgb8:
    """uint8 [H, W, 3], sRGB: what `read_picture` reads, and native files in their shown pixels.

    A file is what its first bytes say, and where they do not, what its name says. Raises PixelStyleError for a file
    that is neither.
    """
    file = split_layer(path)[0]
    extension = file.suffix.lower()
    named = extension in TILE_SHEETS or (extension not in ALSO_OTHERS and bool(formats_for_extension(extension)))
    if named and not _begins_as(is_picture, file):
        try:
            return load_native(file).shown_rgb()
        except PixelStyleError as error:
            problem = error
        bare = _without_companions(file) and not _begins_as(has_head, file)
        sheet = tile_sheet(file, read_bytes(file, "picture")) if bare else None
        if sheet is not None:
            return sheet
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


def _without_companions(file: Path) -> bool:
    """Whether a file of tiles stands alone, or is of a length that no screen's tiles have."""
    if file.suffix.lower() not in TILE_SHEETS or not file.is_file():
        return False
    kinds = formats_for_extension(file.suffix)
    beside = any(file.with_suffix(end).is_file() for fmt in kinds for end in fmt.companions if end != ".pal")
    size = file.stat().st_size
    return not beside and not (size > _MOST_OF_TWO_BITS and any(size in fmt.sizes for fmt in kinds))


def read_transparent(path: str | Path) -> np.ndarray | None:
    """Where what `read_content` reads is transparent, bool [H, W]; None where nothing is, as in machines' own files."""
    try:
        return read_transparency(path)
    except Exception:  # whoever reads the picture itself has said what is wrong with it
        return None


def _begins_as(kind: Callable[[bytes], bool], file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return kind(opened.read(64))
    except (OSError, ValueError):  # whoever reads it says so
        return False


def _begins_as_native(file: Path) -> bool:
    try:
        if not file.is_file() or not 0 < file.stat().st_size <= _LONGEST:
            return False
    except (OSError, ValueError):
        return False
    return bool(formats_for_content(peeled(read_bytes(file, "picture"))))
