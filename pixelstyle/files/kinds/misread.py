"""What Pillow shows of a file otherwise than the programs do that it was made with."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops

from pixelstyle.errors import PixelStyleError


def as_meant(image: Image.Image, path: Path) -> Image.Image:
    """X bitmaps with the ink black; grey that is multiplied by its transparency, which Pillow brings into no other
    mode, divided by it. Raises PixelStyleError for FITS of more than 8 bits, of whose numbers Pillow forgets the zero;
    for packed Sun rasters of odd lines, whose last byte it takes for a pixel; for bitmaps of X10, which are words.
    """
    tile = getattr(image, "tile", None)
    if image.format == "SUN" and tile and tile[0][0] == "sun_rle" and _bytes_of_a_line(image, path) % 2:
        raise PixelStyleError(f"'{path}' is a packed Sun raster of odd lines; export it as PNG first.")
    if image.format == "FITS" and image.mode != "L":
        raise PixelStyleError(f"'{path}' is a FITS picture of more than 8 bits; export it as PNG first.")
    if image.format == "XBM":
        with path.open("rb") as file:
            if b"short" in file.read(4096):
                raise PixelStyleError(f"'{path}' is a bitmap of X10; export it as PNG first.")
        meant = ImageChops.invert(image)
    elif image.mode == "La":
        meant = image.convert("LA")
    else:
        return image
    meant.format = image.format
    return meant


def _bytes_of_a_line(image: Image.Image, path: Path) -> int:
    with path.open("rb") as file:
        depth = int.from_bytes(file.read(16)[12:], "big")
    return (image.width * depth + 7) // 8
