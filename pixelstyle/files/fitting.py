"""Making a picture of any size and shape exactly as large as a screen."""

from __future__ import annotations

import numpy as np
from PIL import Image

from pixelstyle.arrays import Rgb, Rgb8
from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files.pictures import parse_colour

FITS = ("cover", "contain", "stretch")
"""Fill the screen and crop what is too much; show everything with borders; show everything, distorted."""

MAX_SIDE = 16_384


def fit_picture(
    rgb: Rgb8,
    width: int,
    height: int,
    how: str = "cover",
    *,
    aspect: float = 1.0,
    background: str = "#000000",
) -> Rgb:
    """A uint8 [H, W, 3] picture resampled to float32 [height, width, 3], sRGB 0..1.

    Lanczos, antialiased, in LINEAR light: averaging gamma-encoded values darkens fine detail. `aspect` is the width of
    one pixel of the result divided by its height as a person sees it (2.0 for C64 multicolor), so that shapes stay
    right; the source's pixels are square. `how` is one of FITS; `contain` fills its borders with `background`.

    Raises UnknownNameError for another `how`, PixelStyleError for a side outside 1 to MAX_SIDE, an aspect outside 0.01
    to 100 and a background that is no colour.

    >>> picture = np.zeros((4, 6, 3), np.uint8)
    >>> picture[:, 3:] = 255  # black on the left, white on the right: half the light is sRGB 0.74, not 0.5
    >>> [round(float(value), 2) for value in fit_picture(picture, 3, 1)[0, :, 0]]
    [0.0, 0.74, 1.0]
    """
    if how not in FITS:
        raise UnknownNameError("fit", how, FITS)
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        raise PixelStyleError(f"A picture of {width} x {height} pixels cannot be made; each side is 1 to {MAX_SIDE:,}.")
    if not (np.isfinite(aspect) and 0.01 <= aspect <= 100):
        raise PixelStyleError(
            f"A pixel aspect of {aspect} makes no picture; it is the pixel's width / height, about 1."
        )
    source_height, source_width = rgb.shape[:2]
    # How many times wider, in proportion, the screen is than the picture.
    excess = (width * aspect / height) / (source_width / source_height)
    box = (0.0, 0.0, float(source_width), float(source_height))
    inner = (width, height)
    if how == "cover":
        kept_width, kept_height = source_width * min(1, excess), source_height * min(1, 1 / excess)
        left, top = (source_width - kept_width) / 2, (source_height - kept_height) / 2
        box = (left, top, left + kept_width, top + kept_height)
    elif how == "contain":
        inner = (max(1, round(width * min(1, 1 / excess))), max(1, round(height * min(1, excess))))
    table = srgb_to_linear(np.arange(256, dtype=np.float32) / 255)
    linear = np.empty((height, width, 3), np.float32)
    linear[:] = table[list(parse_colour(background))]
    x, y = (width - inner[0]) // 2, (height - inner[1]) // 2
    for channel in range(3):  # one at a time: a third of the memory
        plane = Image.fromarray(table[rgb[..., channel]])
        plane = plane.resize(inner, Image.Resampling.LANCZOS, box)
        linear[y : y + inner[1], x : x + inner[0], channel] = np.asarray(plane)
    return np.clip(linear_to_srgb(np.clip(linear, 0, 1)), 0, 1)
