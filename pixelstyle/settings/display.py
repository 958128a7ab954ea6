"""What a display is called, or how blurred it is: 'sharp', 'crt', 'retina', '0.7,0.5'."""

from __future__ import annotations

import math

from pixelstyle.errors import PixelStyleError

DISPLAYS = ("auto", "sharp", "crt", "retina")
"""Those with a name."""


def parse_blur(text: str) -> tuple[float, float]:
    """'0.7,0.5' as sigmas across and down, in shown pixels. Raises PixelStyleError for anything else.

    >>> parse_blur("0.7,0.5")
    (0.7, 0.5)
    """
    try:
        across, down = (float(part) for part in text.split(","))
    except ValueError:
        across = down = math.nan
    if not (0 <= across <= 16 and 0 <= down <= 16):
        raise PixelStyleError(
            f"'{text}' is no display: it is auto, sharp, crt, retina, or two blurs from 0 to 16 shown pixels such as "
            "0.7,0.5."
        )
    return across, down
