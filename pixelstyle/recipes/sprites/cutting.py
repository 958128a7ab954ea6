"""Sheets cut into frames: by a grid, by islands of what is seen, or frame by frame of an animation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import parse_colour, read_moving
from pixelstyle.formats import read_content, read_transparent

MOST = 1024
"""Frames of one sheet."""


@dataclass(frozen=True)
class Cut:
    """A frame as it was found."""

    name: str
    row: int
    rgb: np.ndarray
    """uint8 [h, w, 3]"""
    seen: np.ndarray
    """bool [h, w]"""
    duration: int
    """Milliseconds."""


def cut_sheet(path: str | Path, cut: str, key: str | None, gap: int, duration: int) -> list[Cut]:
    """The frames of a file. `cut` is 'grid 16x16', 'islands' or 'whole'; `key` a colour that is transparent.

    Raises PixelStyleError for a picture in which nothing is transparent, a grid that does not fill it, and no frames.
    """
    stem, found = Path(path).stem, list[Cut]()
    moving = read_moving(path)
    stills = [(pixels[..., :3], pixels[..., 3] >= 128, time) for pixels, time in moving]
    if not moving:
        rgb = read_content(path)
        behind = read_transparent(path)
        seen = np.ones(rgb.shape[:2], bool) if behind is None or behind.shape != rgb.shape[:2] else ~behind
        stills = [(rgb, seen, duration)]
    for number, (rgb, seen, time) in enumerate(stills):
        if key is not None:
            seen = seen & (rgb != np.array(parse_colour(key), np.uint8)).any(axis=2)
        for row, box in _boxes(cut, seen, gap, path):
            part = seen[box]
            if part.any():
                found.append(Cut("", number if len(moving) and cut != "whole" else row, rgb[box], part, time))
    if not found:
        raise PixelStyleError(f"In '{path}' nothing is to be seen: all of it is transparent.")
    if all(one.seen.all() for one in found):
        raise PixelStyleError(f"Nothing in '{path}' is transparent: say which colour is, such as --key '#ff00ff'.")
    if len(found) > MOST:
        raise PixelStyleError(f"'{path}' comes to {len(found):,} frames; at most {MOST:,} can be made.")
    return [Cut(f"{stem}-{n}", one.row, one.rgb, one.seen, one.duration) for n, one in enumerate(found)]


def cut_sheets(paths: Sequence[str | Path], cut: str, key: str | None, gap: int, duration: int) -> list[Cut]:
    """The frames of several files, a row further down for each where they are cut, else all in one row.

    Raises PixelStyleError as `cut_sheet`, and for two files of the same name.
    """
    found: list[Cut] = []
    for path in paths:
        below = 0 if cut == "whole" or not found else 1 + max(one.row for one in found)
        found += [replace(one, row=one.row + below) for one in cut_sheet(path, cut, key, gap, duration)]
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        raise PixelStyleError("Two of the files have the same name, so that their frames would: rename one.")
    return found


def _boxes(cut: str, seen: np.ndarray, gap: int, path: str | Path) -> list[tuple[int, tuple[slice, slice]]]:
    """Row and place of each frame."""
    height, width = seen.shape
    if cut == "whole":
        return [(0, (slice(0, height), slice(0, width)))]
    if cut == "islands":
        return islands(seen, gap)
    across, down = grid_of(cut)
    if width % across or height % down:
        raise PixelStyleError(f"Frames of {across} x {down} do not fill '{path}', which has {width} x {height} pixels.")
    return [
        (top // down, (slice(top, top + down), slice(left, left + across)))
        for top in range(0, height, down)
        for left in range(0, width, across)
    ]


def grid_of(text: str) -> tuple[int, int]:
    """Width and height in a text such as 16x16. Raises PixelStyleError for anything else."""
    found = re.fullmatch(r"(?:grid )?(\d{1,4})x(\d{1,4})", text)
    if not found or not int(found[1]) or not int(found[2]):
        raise PixelStyleError(f"A grid is said by width and height, such as --grid 16x16, not '{text}'.")
    return int(found[1]), int(found[2])


def islands(seen: np.ndarray, gap: int) -> list[tuple[int, tuple[slice, slice]]]:
    """The areas of a mask, bool [H, W], by row from left to right, in which pixels are no further than `gap` empty ones
    from one another; areas whose boxes overlap are one.

    >>> mask = np.array([[1, 1, 0, 0, 0, 1], [0, 0, 0, 0, 0, 1]], bool)
    >>> [(row, box[1].start, box[1].stop) for row, box in islands(mask, 1)]
    [(0, 0, 2), (0, 5, 6)]
    """
    boxes: list[list[int]] = []  # top, bottom, left, right
    for y in np.flatnonzero(seen.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], seen[y], [False]])))
        for left, right in edges.reshape(-1, 2).tolist():
            boxes = _joined(boxes, [int(y), int(y) + 1, left, right], gap)
    rows: list[list[list[int]]] = []
    for box in sorted(boxes):
        row = next((row for row in rows if box[0] < max(other[1] for other in row)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return [
        (number, (slice(top, bottom), slice(left, right)))
        for number, row in enumerate(rows)
        for top, bottom, left, right in sorted(row, key=lambda box: box[2])
    ]


def _joined(boxes: list[list[int]], new: list[int], gap: int) -> list[list[int]]:
    """The boxes with one more, and those that it now touches as one."""
    while True:
        near = [
            box
            for box in boxes
            if box[0] <= new[1] + gap and new[0] <= box[1] + gap and box[2] <= new[3] + gap and new[2] <= box[3] + gap
        ]
        if not near:
            return [*boxes, new]
        boxes = [box for box in boxes if box not in near]
        together = [*near, new]
        new = [
            min(box[0] for box in together), max(box[1] for box in together),
            min(box[2] for box in together), max(box[3] for box in together),
        ]  # fmt: skip
