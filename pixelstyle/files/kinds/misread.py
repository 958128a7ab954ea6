"""What Pillow shows of a file otherwise than the programs do that it was made with."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops

from pixelstyle.errors import PixelStyleError


def as_meant(image: Image.Image, path: Path) -> Image.Image:
    """X bitmaps with the ink black; grey that is multiplied by its transparency, which Pillow brings into no other
    mode, divided by it. Raises PixelStyleError for FITS of more than 8 bits, of whose numbers Pillow forgets the zero.
    """
    if image.format == "FITS" and image.mode != "L":
        raise PixelStyleError(f"'{path}' is a FITS picture of more than 8 bits; export it as PNG first.")
    if image.format == "XBM":
        meant = ImageChops.invert(image)
    elif image.mode == "La":
        meant = image.convert("LA")
    else:
        return image
    meant.format = image.format
    return meant
