"""Faults that need no network: which pixels are equal says all of it.

Pictures are uint8 [H, W, 3] in native pixels; what is found is bool [H, W].
"""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.craft.terms import BLOCK

_STANDS_OUT = 24
"""The largest difference of a channel from which a pixel is seen beside another one."""
_GROUND = 5
"""Of eight neighbours, how many have one colour around a lone pixel."""
_TEETH = 8
"""Pixels of a row from which it is a comb."""
_AROUND = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0)]


def lone_pixels(picture: Rgb8) -> np.ndarray:
    """Pixels on a ground of one colour, all eight of whose neighbours are of other colours that they stand out from.

    >>> picture = np.zeros((5, 5, 3), np.uint8)
    >>> picture[2, 2] = 255
    >>> np.argwhere(lone_pixels(picture)).tolist()
    [[2, 2]]
    """
    height, width = picture.shape[:2]
    found = np.zeros((height, width), bool)
    if min(height, width) < 3:
        return found
    inner = picture[1:-1, 1:-1].astype(np.int16)
    near = np.stack([picture[1 + dy : height - 1 + dy, 1 + dx : width - 1 + dx] for dy, dx in _AROUND])
    out = (np.abs(near - inner).max(axis=-1) >= _STANDS_OUT).all(axis=0)
    rows, columns = np.nonzero(out)
    neighbours = near[:, rows, columns]
    alike = (neighbours[:, None] == neighbours[None]).all(axis=-1).sum(axis=1).max(axis=0)
    calm = alike >= _GROUND
    found[rows[calm] + 1, columns[calm] + 1] = True
    return found


def comb_rows(picture: Rgb8) -> np.ndarray:
    """Rows, and columns, in which two colours take turns for 8 pixels or more between an area of one and an area of the
    other.

    >>> picture = np.zeros((4, 12, 3), np.uint8)
    >>> picture[2:], picture[1, ::2] = 255, 255
    >>> comb_rows(picture).sum(axis=1).tolist()
    [0, 12, 0, 0]
    """
    colours = picture.astype(np.int32) @ np.array([65536, 256, 1])
    return np.asarray(_rows(colours) | _rows(colours.T).T)


def _rows(colours: np.ndarray) -> np.ndarray:
    """The same of colours as numbers, int [H, W], in rows alone."""
    found = np.zeros(colours.shape, bool)
    if colours.shape[0] < 3 or colours.shape[1] < _TEETH:
        return found
    row, above, below = colours[1:-1], colours[:-2], colours[2:]
    a, b = above[:, :-1], below[:, :-1]
    even = (a == above[:, 1:]) & (b == below[:, 1:]) & (a != b)
    left, right = row[:, :-1], row[:, 1:]
    turns = even & (((left == a) & (right == b)) | ((left == b) & (right == a)))
    need = _TEETH - 1
    sums = np.cumsum(np.pad(turns, ((0, 0), (1, 0))), axis=1)
    whole = sums[:, need:] - sums[:, :-need] == need
    for place in range(_TEETH):
        found[1:-1, place : place + whole.shape[1]] |= whole
    return found


def uniform_blocks(picture: Rgb8) -> np.ndarray:
    """bool [H / 8, W / 8]: the blocks of one colour, of a picture whose sides are multiples of BLOCK."""
    height, width = (side // BLOCK for side in picture.shape[:2])
    blocks = picture[: height * BLOCK, : width * BLOCK].reshape(height, BLOCK, width, BLOCK, 3)
    return np.asarray((blocks == blocks[:, :1, :, :1]).all(axis=(1, 3, 4)))
