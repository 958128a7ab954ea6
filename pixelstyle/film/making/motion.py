"""Motion: where what a frame shows was in another one, by dense optical flow.

OpenCV's DIS: T. Kroeger, R. Timofte, D. Dai and L. Van Gool, "Fast Optical Flow using Dense Inverse Search" (2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.film.making.frames import Made
from pixelstyle.screens import ScreenMode

NEEDED = "Carrying frames along the motion needs OpenCV: pip install 'pixelstyle[film]', or '.[film]' in a checkout."
ALIKE = 0.06
"""How far, in OKLab, what a pixel's surroundings show may be from what they showed in the key frame."""
_AROUND = 1.5
"""The deviation, in native pixels, of the surroundings by which that is judged."""
_MOVES, _MOVES_AROUND = 0.5, 2.0
"""Pixels from one frame to the next from which on something moves, and the deviation of the surroundings of which that
is the mean: noise seems to move, too."""
_LEAST = 16
"""Pixels a side that a picture has for OpenCV at least."""


@dataclass(frozen=True)
class Carried:
    """What a frame has of key frames, whose pixels have moved on."""

    pixels: np.ndarray
    """uint8 [H, W]: palette indices."""
    where: np.ndarray
    """bool [H, W]: where a key frame shows the same thing; elsewhere something has come into view."""


def carried_along(keys: Sequence[Made], contents: Sequence[np.ndarray], mode: ScreenMode) -> list[Carried]:
    """What each of some contents, uint8 [h, w, 3] in shown pixels, which lie in order after the first of the keys and
    before the second, if there is one, has of them: of the nearer one whatever that shows, of the other the rest.

    Mixed from pixel to pixel, two stylizations of the same thing are neither. Raises PixelStyleError without OpenCV.
    """
    found = [_carried(keys[0], *each, mode) for each in zip(contents, _ways(keys[0].content, contents), strict=True)]
    for key in keys[1:]:
        ways = _ways(key.content, contents[::-1])[::-1]  # nearer ones first: each way begins with the one before
        for number, (content, back) in enumerate(zip(contents, ways, strict=True)):
            both = found[number], _carried(key, content, back, mode)
            one, other = both if 2 * number < len(contents) else both[::-1]
            pixels = np.where(one.where, one.pixels, other.pixels)
            found[number] = Carried(pixels, one.where | other.where)
    return found


def moving(before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """bool [h, w]: where what a frame shows, uint8 [h, w, 3], has moved since the frame before. Raises PixelStyleError
    without OpenCV."""
    (way,) = _ways(before, [now])
    return np.asarray(opencv().GaussianBlur(np.hypot(way[..., 0], way[..., 1]), (0, 0), _MOVES_AROUND) > _MOVES)


def _ways(key: np.ndarray, contents: Sequence[np.ndarray]) -> list[np.ndarray]:
    """How far each pixel of these contents, one after the other, lies from where it was in the key: float32 [h, w, 2],
    right and down."""
    cv2 = opencv()
    finder = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    before = _grey(key)
    found: list[np.ndarray] = []
    for content in contents:
        if min(before.shape) < _LEAST:
            found.append(np.zeros((*before.shape, 2), np.float32))
        else:
            found.append(np.asarray(finder.calc(_grey(content), before, found[-1].copy() if found else None)))
    return found


def _carried(key: Made, content: np.ndarray, back: np.ndarray, mode: ScreenMode) -> Carried:
    """What one frame has of a key frame."""
    cv2 = opencv()
    across, down = mode.pixel
    rows, columns = np.mgrid[: mode.height, : mode.width].astype(np.float32)
    x, y = (columns + 0.5) * across - 0.5, (rows + 0.5) * down - 0.5  # the middles of native pixels, in shown ones

    def at(picture: np.ndarray, right: np.ndarray, below: np.ndarray) -> np.ndarray:
        edges = cv2.BORDER_REPLICATE
        values = cv2.remap(picture.astype(np.float32), right, below, cv2.INTER_LINEAR, borderMode=edges)
        return np.asarray(values, np.float32)

    moved = at(back, x, y)
    there_x, there_y = x + moved[..., 0], y + moved[..., 1]
    column = np.floor((there_x + 0.5) / across).astype(np.intp)
    row = np.floor((there_y + 0.5) / down).astype(np.intp)
    inside = (column >= 0) & (column < mode.width) & (row >= 0) & (row < mode.height)
    there, here = (srgb_to_oklab(at(*asked) / 255) for asked in ((key.content, there_x, there_y), (content, x, y)))
    apart = cv2.GaussianBlur(np.square(there - here).sum(axis=2), (0, 0), _AROUND)
    pixels = key.pixels[row.clip(0, mode.height - 1), column.clip(0, mode.width - 1)]
    return Carried(pixels, inside & (apart < ALIKE**2))


def _grey(rgb: np.ndarray) -> np.ndarray:
    """uint8 [h, w]: how light a picture, uint8 [h, w, 3], is."""
    return np.asarray(opencv().cvtColor(np.ascontiguousarray(rgb), opencv().COLOR_RGB2GRAY))


def opencv() -> Any:
    """OpenCV, on one thread. Raises PixelStyleError where it is not installed."""
    try:
        import cv2
    except ImportError:
        raise PixelStyleError(NEEDED) from None
    library: Any = cv2
    library.setNumThreads(1)
    return library
