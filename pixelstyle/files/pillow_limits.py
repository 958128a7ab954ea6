"""What Pillow may take while it decodes: its own limit of pixels is set aside for ours, and put where ours is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

KEPT_PIXELS = 24_000_000
"""Larger pictures are reduced by a whole factor while they are decoded: no screen here needs more."""

_COPIES = {"WEBP": 3, "AVIF": 3, "HEIF": 3, "JXL": 3, "JPEG2000": 3}
"""How often decoders hold a picture at a time that Pillow hands it to whole."""

_ICONS = (b"\0\0\1\0", b"\0\0\2\0")
"""How Windows' icons and pointers begin, which Pillow decodes as soon as they are opened."""
_pillow_limit = threading.Lock()


@contextmanager
def own_pixel_limit(path: Path) -> Iterator[None]:
    """Sets Pillow's limit aside while the caller, who has one of his own, reads a picture."""
    with path.open("rb") as file:
        icon = file.read(4) in _ICONS
    with _pillow_limit:
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, KEPT_PIXELS // 2 if icon else None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def prepare(image: Image.Image) -> None:
    """Before it is decoded: icons and some others hold whole pictures, which say for themselves how large they are: no
    larger than they; and TIFF is not laid into memory as it is, since Pillow then turns lines that it has cut wrongly.
    """
    if image.format == "TIFF":
        image.filename = ""  # type: ignore[attr-defined]  # without a name nothing is laid so
    Image.MAX_IMAGE_PIXELS = max(image.width * image.height, KEPT_PIXELS) // 2 + 1  # Pillow refuses above its double


def bytes_of(image: Image.Image) -> float:
    """What a pixel takes while a picture is decoded that cannot be reduced on the way."""
    if image.format == "JPEG":  # the coefficients of three planes
        return 6
    tile = getattr(image, "tile", None)
    if tile and tile[0][0] in Image.DECODERS:  # in Python, by bytes that grow and are copied
        return 16
    stored = 16 if image.mode in ("I", "F") else {"1": 1, "L": 1, "P": 1}.get(image.mode, 4)
    return stored * _COPIES.get(image.format or "", 1)
