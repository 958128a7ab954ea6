"""Animations (GIF, APNG, WebP) as frames with transparency and durations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageSequence

from pixelstyle.errors import PixelStyleError
from pixelstyle.files.pictures import MAX_PIXELS
from pixelstyle.files.pillow_limits import own_pixel_limit
from pixelstyle.files.reading import existing_file

MOST_FRAMES = 1024
_USUAL = 100
"""Milliseconds, where a file says none."""


def read_moving(path: str | Path) -> list[tuple[np.ndarray, int]]:
    """The frames of an animation, uint8 [h, w, 4], and how many milliseconds each is seen; [] for a still picture.

    Raises PixelStyleError for more than 1,024 frames, or more pixels in all than one picture may have.
    """
    found = existing_file(path, "picture")
    try:
        with own_pixel_limit(found), Image.open(found) as image:
            count = getattr(image, "n_frames", 1)
            if count < 2 or image.format not in ("GIF", "PNG", "WEBP"):
                return []
            if count > MOST_FRAMES or count * image.width * image.height > MAX_PIXELS:
                raise PixelStyleError(
                    f"'{path}' has {count:,} frames of {image.width} x {image.height}: at most {MOST_FRAMES:,}, and "
                    f"{MAX_PIXELS:,} pixels in all."
                )
            return [
                (np.asarray(frame.convert("RGBA")), round(frame.info.get("duration", 0)) or _USUAL)
                for frame in ImageSequence.Iterator(image)
            ]
    except (OSError, SyntaxError, ValueError, EOFError):
        return []  # whoever reads it as a picture says what is wrong
