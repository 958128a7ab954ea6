"""One budget for what a picture takes while it is read: small files can say that they are very large."""

from __future__ import annotations

from pathlib import Path

from pixelstyle.errors import PixelStyleError

MOST_BYTES = 1 << 30
"""Of memory, for one picture."""


def check_room(what: str | Path, width: int, height: int, each: float) -> None:
    """Raise PixelStyleError before room is made for a picture that takes `each` bytes a pixel, if that is too much.

    `what` is the picture's file, or what a sentence calls it.

    >>> check_room("photo.tif", 40_000, 40_000, 4)
    Traceback (most recent call last):
    pixelstyle.errors.PixelStyleError: 'photo.tif' is 40,000 x 40,000 pixels and would take 6.0 GB of memory to read; \
make it smaller, or save it as an 8-bit PNG or a JPEG.
    """
    needed = width * height * each
    if width < 1 or height < 1 or needed > MOST_BYTES:
        name = what if isinstance(what, str) and what.startswith("The ") else f"'{what}'"
        raise PixelStyleError(
            f"{name} is {width:,} x {height:,} pixels and would take {needed / (1 << 30):,.1f} GB of memory to read; "
            "make it smaller, or save it as an 8-bit PNG or a JPEG."
        )
