"""Frames laid onto one canvas of whole objects, each where it takes the fewest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes.sprites.cutting import Cut

_FARTHEST = 1024
ANCHORS = ("bottom", "centre", "top-left")


@dataclass(frozen=True)
class Laid:
    """Where a frame is on the canvas."""

    cut: Cut
    offset: tuple[int, int]
    """Left and top within its place, in pixels."""
    columns: int
    rows: int
    """Of objects."""
    first: int
    """The number of its first line of objects on the canvas."""


def anchor_of(text: str, cut: Cut) -> tuple[int, int]:
    """The pixel of a frame, as it was cut, that stands where the sprite is.

    Raises PixelStyleError for a text that is none of ANCHORS nor X,Y of at most 1,024 pixels.
    """
    height, width = cut.seen.shape
    if text == "top-left":
        return 0, 0
    if text == "centre":
        return width // 2, height // 2
    if text == "bottom":
        return width // 2, height
    try:
        x, y = (int(part) for part in text.split(","))
    except ValueError as error:
        raise PixelStyleError(f"An anchor is {', '.join(ANCHORS)} or X,Y such as 8,16, not '{text}'.") from error
    if max(abs(x), abs(y)) > _FARTHEST:
        raise PixelStyleError(f"An anchor is at most {_FARTHEST:,} pixels away, not {text}.")
    return x, y


def laid_out(cuts: Sequence[Cut], width: int, height: int) -> list[Laid]:
    """Each frame where it takes the fewest objects, with the fewest on a line among those."""
    found, first = [], 0
    for cut in cuts:
        tall, wide = cut.seen.shape
        options = []
        for left in range(width):
            across = _in_parts(cut.seen.T, left, width)  # [columns, tall]
            for top in range(height):
                taken = _in_parts(across.T, top, height)  # [rows, columns]
                options.append((int(taken.sum()), int(taken.sum(axis=1).max()), top, left))
        _, _, top, left = min(options)
        rows, columns = -(-(top + tall) // height), -(-(left + wide) // width)
        found.append(Laid(cut, (left, top), columns, rows, first))
        first += rows
    return found


def _in_parts(mask: np.ndarray, before: int, length: int) -> np.ndarray:
    """bool [parts, W]: whether there is something in parts of `length` lines of a mask [H, W], `before` lines down."""
    padded = np.pad(mask, ((before, -(before + len(mask)) % length), (0, 0)))
    return np.asarray(padded.reshape(-1, length, mask.shape[1]).any(axis=1))


def canvas_of(laid: Sequence[Laid], width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """All frames, uint8 [H, W, 3], and what of it is seen, bool [H, W]; elsewhere each object's commonest colour."""
    lines, pixels = (laid[-1].first + laid[-1].rows) * height, max(one.columns for one in laid) * width
    rgb = np.zeros((lines, pixels, 3), np.uint8)
    seen = np.zeros(rgb.shape[:2], bool)
    for one in laid:
        tall, wide = one.cut.seen.shape
        top, left = one.first * height + one.offset[1], one.offset[0]
        rgb[top : top + tall, left : left + wide] = one.cut.rgb
        seen[top : top + tall, left : left + wide] = one.cut.seen
    common = _commonest(rgb[seen])
    for top in range(0, lines, height):
        for left in range(0, pixels, width):
            box = np.s_[top : top + height, left : left + width]
            there = seen[box]
            if not there.all():
                rgb[box][~there] = _commonest(rgb[box][there]) if there.any() else common
    return rgb, seen


def _commonest(colours: np.ndarray) -> np.ndarray:
    different, counts = np.unique(colours, axis=0, return_counts=True)
    return np.asarray(different[counts.argmax()])
