"""HEIF and JPEG XL, through plug-ins of Pillow's that are installed by `pip install "pixelstyle[photos]"`."""

from __future__ import annotations

import importlib
from contextlib import suppress

PHOTOS = 'pip install "pixelstyle[photos]"'
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_JXL = (b"\xff\x0a", b"\0\0\0\x0cJXL ")


def is_heif(start: bytes) -> bool:
    """Whether a file that begins so is a HEIF photo (and not AVIF, which Pillow reads itself)."""
    return start[4:8] == b"ftyp" and start[8:12] in _HEIF and b"avi" not in start[12:32]


def is_jpeg_xl(start: bytes) -> bool:
    """Whether a file that begins so is a JPEG XL picture: bare, or in boxes."""
    return start.startswith(_JXL)


def add_plugin_for(start: bytes) -> None:
    """Let Pillow read a file that begins so, if that takes a plug-in, and it is there."""
    with suppress(ImportError):
        if is_heif(start):
            importlib.import_module("pillow_heif").register_heif_opener()
        elif is_jpeg_xl(start):
            importlib.import_module("pillow_jxl")  # adds itself
