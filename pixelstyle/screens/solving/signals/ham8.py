"""HAM8: codes near to a picture, line by line, by a search that looks ahead.

The 16,777,216 colours that a pixel can have are too many to keep what each of them costs, as for HAM6. Kept are the
best ways to each pixel that differ in what their last two codes set: red, green, blue or a register, 16 of them. What
a channel is set to is what brings the colour nearest to the wanted one, the other two being what they are, by how the
metric's space lies about the wanted colour. What it then costs is reckoned so, too, in all bits, where the others are
about right, and read from a table of the upper six bits where they are not.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pixelstyle.screens.signals.ham import CHANNEL_CODES, KINDS
from pixelstyle.screens.solving.costs import in_space

_KIND = KINDS["ham8"]
_BITS = _KIND.bits
_OTHERS = ([1, 2], [0, 2], [0, 1])
"""Beside red, green, blue."""
_EACH = np.arange(3)
_PLACES = np.array([2 * _BITS, _BITS, 0], np.int32)[:, None, None, None]
_ONE, _OTHER = np.array(_OTHERS).T
_WAYS = 4
"""Red, green, blue, a register."""
_FAR = 64
"""Levels, 0..255, by which the other two channels are off, from which the table is the better judge."""
_BOXES = np.float32(31.99)
_STEP = np.float32(1 / 256)
"""By how much sRGB, 0..1, is moved to find what a channel changes in the metric's space."""


def solve_ham8(picture: np.ndarray, colours: np.ndarray, metric: str) -> np.ndarray:
    """The codes, uint8 [H, W], near to sRGB [H, W, 3] 0..1 with a palette of colours, uint8 [K, 3], K <= 64."""
    height, width, _ = picture.shape
    own, slopes, rest = _bowls(picture, metric)
    points, listed, listed_costs = _nearest_registers(picture, colours, metric)
    table = _table(metric)
    # By column, so that what one of them needs lies together.
    target = np.ascontiguousarray((picture * 255).astype(np.float32).transpose(1, 2, 0))
    points = np.ascontiguousarray(points.swapaxes(0, 1))
    # [channel, way of the last code but one, way of the last, line]
    held = np.empty((3, _WAYS, _WAYS, height), np.int32)
    held[:] = colours[0].astype(np.int32)[:, None, None, None]
    paid = np.full((_WAYS, _WAYS, height), np.inf, np.float32)
    paid[0, 0] = 0
    came = np.empty((width, _WAYS, _WAYS, height), np.uint8)
    data = np.empty((width, _WAYS, _WAYS, height), np.uint8)
    lines, block = np.arange(height), _WAYS * height
    # Of all channels' arrays one after the other: where each channel's begin, and where each way's in it.
    begins = np.arange(3)[:, None, None] * (_WAYS * block)
    within = begins + np.arange(block).reshape(_WAYS, height)
    for column in range(width):
        wanted = target[column, :, None, None]
        off = held - wanted
        off_one, off_other = off[_ONE], off[_OTHER]
        slope, bend = slopes[:, :, column, None, None], rest[:, :, column, None, None]
        low = held & _KIND.held
        level = wanted - slope[:, 0] * off_one - slope[:, 1] * off_other - low
        codes = (level * np.float32(0.25) + np.float32(0.5)).astype(np.int32)
        codes = np.minimum(np.maximum(codes, 0), 63)
        costs = own[:, column, None, None] * (4 * codes - level) ** 2
        costs += (bend[:, 0] * off_one + bend[:, 1] * off_other) * off_one + bend[:, 2] * off_other**2
        far = np.flatnonzero(np.abs(off_one) + np.abs(off_other) > _FAR)
        if len(far):
            missed = table.take(_reached(held, codes).take(far), axis=0)
            missed -= points[column].take(far % height, axis=0)
            costs.reshape(-1)[far] = np.einsum("nd,nd->n", missed, missed)
        costs += paid
        before = costs.argmin(axis=1)
        place = before * block + within
        taken = _taken(codes, place)
        after, cheapest = np.empty_like(held), np.empty_like(paid)
        after[:, :, :3] = held.reshape(3, -1).take(place - begins, axis=1).swapaxes(1, 2)
        after[_EACH, :, _EACH] = taken << 2 | _taken(low, place)
        cheapest[:, :3] = _taken(costs, place).swapaxes(0, 1)
        came[column, :, :3], data[column, :, :3] = before.swapaxes(0, 1), taken.swapaxes(0, 1)
        # Whatever came before, a register's colour is the same: its nearest four take the four places.
        best = paid.reshape(-1, height).argmin(axis=0)
        cheapest[:, 3] = paid.reshape(-1, height)[best, lines] + listed_costs[:, column].T
        came[column, :, 3] = best
        data[column, :, 3] = listed[:, column].T
        after[:, :, 3] = colours[listed[:, column].T].transpose(2, 0, 1)
        held, paid = after, cheapest - cheapest.min(axis=(0, 1))
    return _read_back(paid, came, data)


def _reached(held: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The upper six bits of all three channels of colours held, int32 [3, ...], with each channel in turn as a code
    sets it, int32 [3, ...]: int32 [3, ...]."""
    tops = held >> 2 << _PLACES
    return np.asarray((tops.sum(axis=0, dtype=np.int32) - tops) + (codes << _PLACES))


def _taken(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Those of the values [N, ...] that stand in these places of all of them one after the other, [...]."""
    return np.asarray(values.reshape(-1)[place])


def _read_back(paid: np.ndarray, came: np.ndarray, data: np.ndarray) -> np.ndarray:
    """The codes, uint8 [lines, width], of the cheapest way of each line."""
    width, _, _, height = came.shape
    lines = np.arange(height)
    codes = np.empty((height, width), np.uint8)
    orders = np.array([*CHANNEL_CODES, 0])
    earlier, way = np.divmod(paid.reshape(-1, height).argmin(axis=0), _WAYS)
    for column in range(width - 1, -1, -1):
        codes[:, column] = orders[way] << _BITS | data[column, earlier, way, lines]
        before = came[column, earlier, way, lines].astype(np.intp)
        whole = np.where(way == _WAYS - 1, before, before * _WAYS + earlier)
        earlier, way = np.divmod(whole, _WAYS)
    return codes


@lru_cache(maxsize=2)
def _table(metric: str) -> np.ndarray:
    """Every colour by the upper six bits of its channels, in the metric's space, float32 [262144, 3]."""
    levels = (np.arange(64, dtype=np.float32) * 4 + np.float32(1.5)) / 255
    return in_space(np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3), metric)


def _bowls(picture: np.ndarray, metric: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What colours near each pixel's own cost, by squares and products of what their channels are off, in levels: what
    a channel costs by itself, float32 [3, W, H]; by how much it must fall for each level that another is too high, the
    colour to stay as near as can be, [3, 2, W, H]; and what the other two then cost still: the first one's square, the
    product, the second one's square, [3, 3, W, H]."""
    inside = np.clip(picture, _STEP, 1 - _STEP).astype(np.float32)
    steps = np.eye(3, dtype=np.float32) * _STEP
    moved = [in_space(inside + step, metric) - in_space(inside - step, metric) for step in steps]
    turns = np.stack(moved, axis=2) / (2 * 255 * _STEP)  # [H, W, channel, space], of a level
    products = (turns @ turns.swapaxes(2, 3)).transpose(2, 3, 1, 0)
    own = np.maximum(products[range(3), range(3)], np.float32(1e-12))
    slopes = np.stack([products[c, others] / own[c] for c, others in enumerate(_OTHERS)])
    rest = np.stack(
        [
            np.stack(
                [
                    products[one, one] - slope[0] * products[c, one],
                    2 * (products[one, other] - slope[0] * products[c, other]),
                    products[other, other] - slope[1] * products[c, other],
                ]
            )
            for c, ((one, other), slope) in enumerate(zip(_OTHERS, slopes, strict=True))
        ]
    )
    return own, slopes, rest


def _numbered(levels: np.ndarray) -> np.ndarray:
    """Colours of levels 0..255, [..., 3], as one number each, int32 [...]."""
    return np.asarray(levels.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32))


def _nearest_registers(
    picture: np.ndarray, colours: np.ndarray, metric: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels in the metric's space, float32 [H, W, 3], the four registers nearest to each, int [H, W, 4], and what
    these cost, float32 [H, W, 4].

    They are those nearest to the middle of the box of the colour cube, of 32 boxes a side, in which the pixel lies, and
    the one that is the pixel's own colour: black, which is far from the middle of its box, would be missed.
    """
    boxes, box = np.unique((picture * _BOXES).astype(np.int32) @ np.array([1 << 10, 1 << 5, 1]), return_inverse=True)
    middles = (np.stack([boxes >> 10, boxes >> 5 & 31, boxes & 31], axis=1) + 0.5) / 32
    own = in_space(colours / 255, metric)
    squares = (own**2).sum(axis=1)
    most = min(_WAYS, len(colours))
    near = np.argpartition(squares - 2 * (in_space(middles, metric) @ own.T), most - 1, axis=1)[:, :most]
    near = near[:, np.resize(np.arange(most), _WAYS)][box.reshape(picture.shape[:2])]
    numbers, of_pixels = _numbered(colours), _numbered(np.rint(picture * 255))
    order = np.argsort(numbers)
    place = order[np.searchsorted(numbers, of_pixels, sorter=order).clip(max=len(order) - 1)]
    near[..., 0] = np.where(numbers[place] == of_pixels, place, near[..., 0])
    points = in_space(picture, metric)
    return (
        points,
        near,
        squares[near] - 2 * np.einsum("hwnd,hwd->hwn", own[near], points) + (points**2).sum(axis=2)[..., None],
    )
