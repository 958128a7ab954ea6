"""Making a picture of any size and shape exactly as large as a screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from pixelstyle.arrays import Rgb, Rgb8
from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files.pictures import parse_colour

FITS = ("cover", "contain", "stretch")
"""Fill the screen and crop what is too much; show everything with borders; show everything, distorted."""

MAX_SIDE = 16_384


@dataclass(frozen=True)
class Frame:
    """Which part of a picture is used, in parts of its sides: the same place at any resolution."""

    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    """Left, top, right, bottom; what is outside might as well not be there."""
    focus: tuple[float, float] = (0.5, 0.5)
    """The point of what the crop leaves, from its left and its top, that comes as near to the middle as `cover` can."""

    def box(self, width: float, height: float) -> tuple[float, float, float, float]:
        """The crop's left, top, right and bottom in a picture of width x height pixels."""
        left, top, right, bottom = self.crop
        return left * width, top * height, right * width, bottom * height

    def covering(self, width: float, height: float, proportion: float) -> tuple[float, float, float, float]:
        """The same of what `cover` leaves: the largest part of the crop that is `proportion` as wide as high."""
        left, top, right, bottom = self.box(width, height)
        wide, high = right - left, bottom - top
        excess = proportion / (wide / high)
        kept = wide * min(1, excess), high * min(1, 1 / excess)
        x = min(max(self.focus[0] * wide - kept[0] / 2, 0.0), wide - kept[0])
        y = min(max(self.focus[1] * high - kept[1] / 2, 0.0), high - kept[1])
        return left + x, top + y, min(left + x + kept[0], right), min(top + y + kept[1], bottom)


WHOLE = Frame()
"""All of a picture; where it has to be cut, its middle."""


def inner_size(proportion: float, screen: tuple[int, int], aspect: float) -> tuple[int, int]:
    """How many pixels across and down a picture, `proportion` as wide as high, fills on a screen where it is whole.

    `screen` is (width, height) in pixels, `aspect` a pixel's width divided by its height.
    """
    width, height = screen
    excess = (width * aspect / height) / proportion
    return max(1, round(width * min(1, 1 / excess))), max(1, round(height * min(1, excess)))


def fit_picture(
    rgb: Rgb8,
    width: int,
    height: int,
    how: str = "cover",
    *,
    aspect: float = 1.0,
    background: str = "#000000",
    frame: Frame = WHOLE,
) -> Rgb:
    """A uint8 [H, W, 3] picture resampled to float32 [height, width, 3], sRGB 0..1.

    Lanczos, antialiased, in LINEAR light: averaging gamma-encoded values darkens fine detail. `aspect` is the width of
    one pixel of the result divided by its height as a person sees it (2.0 for C64 multicolor), so that shapes stay
    right; the source's pixels are square. `how` is one of FITS; `contain` fills its borders with `background`. `frame`
    is the part that is used.

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
    box = frame.box(source_width, source_height)
    inner = (width, height)
    if how == "cover":
        box = frame.covering(source_width, source_height, width * aspect / height)
    elif how == "contain":
        inner = inner_size((box[2] - box[0]) / (box[3] - box[1]), inner, aspect)
    table = srgb_to_linear(np.arange(256, dtype=np.float32) / 255)
    linear = np.empty((height, width, 3), np.float32)
    linear[:] = table[list(parse_colour(background))]
    x, y = (width - inner[0]) // 2, (height - inner[1]) // 2
    for channel in range(3):  # one at a time: a third of the memory
        plane = Image.fromarray(table[rgb[..., channel]])
        plane = plane.resize(inner, Image.Resampling.LANCZOS, box)
        linear[y : y + inner[1], x : x + inner[0], channel] = np.asarray(plane)
    return np.clip(linear_to_srgb(np.clip(linear, 0, 1)), 0, 1)
