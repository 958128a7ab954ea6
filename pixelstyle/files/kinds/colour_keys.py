"""The one colour that a PNG without an alpha channel may call transparent (ISO/IEC 15948, chunk tRNS).

It is written in the file's own depth, which Pillow forgets when it makes 8 bits of 2, 4 or 16.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

_SELDOM_MEANT = ("BMP", "DIB", "TGA", "TIFF")
"""Kinds of files of which many have a fourth channel that nobody has filled."""


def without_empty_alpha(image: Image.Image) -> Image.Image:
    """A picture without its alpha channel where that hides all of it, if its file is of a kind that often has such."""
    if image.format not in _SELDOM_MEANT or image.mode not in ("RGBA", "LA") or image.getchannel("A").getextrema()[1]:
        return image
    bare = image.convert(image.mode[:-1])
    bare.format = image.format
    return bare


def scale_colour_key(image: Image.Image, path: Path) -> None:
    """Bring the transparent colour of a PNG that Pillow has opened to the depth in which Pillow keeps its pixels."""
    key = image.info.get("transparency")
    with path.open("rb") as file:
        start = file.read(25)
    if key is None or start[12:16] != b"IHDR":
        return
    depth = start[24]
    if image.mode == "L" and depth < 8 and isinstance(key, int):
        image.info["transparency"] = (key & ((1 << depth) - 1)) * 255 // ((1 << depth) - 1)
    elif image.mode == "RGB" and depth == 16 and isinstance(key, tuple):
        image.info["transparency"] = tuple(value >> 8 for value in key)
