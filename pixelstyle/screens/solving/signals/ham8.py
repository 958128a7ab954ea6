"""HAM8: codes near to a picture, line by line, by a search that looks ahead.

The 16,777,216 colours that a pixel can have are too many to keep what each of them costs, as for HAM6. Kept are the
best ways to each pixel that differ in what their last two codes set: red, green, blue or a register, 16 of them. What
a channel is set to is what brings the colour nearest to the wanted one, the other two being what they are. On 18 photos
lines cost 0.1 % more than with the last three codes, which take three times as long.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pixelstyle.screens.signals.ham import CHANNEL_CODES, KINDS
from pixelstyle.screens.solving.costs import in_space

_KIND = KINDS["ham8"]
_BITS = _KIND.bits
_SHIFTS = (2 * _BITS, _BITS, 0)
_WAYS = 4
"""Red, green, blue, a register."""
_BOXES = np.float32(31.99)
_STEP = np.float32(1 / 256)
"""By how much sRGB, 0..1, is moved to find what a channel changes in the metric's space."""


def solve_ham8(picture: np.ndarray, colours: np.ndarray, metric: str) -> np.ndarray:
    """The codes, uint8 [H, W], near to sRGB [H, W, 3] 0..1 with a palette of colours, uint8 [K, 3], K <= 64."""
    height, width, _ = picture.shape
    points = in_space(picture, metric)
    wanted = np.concatenate([points, np.ones((height, width, 1), np.float32)], axis=2)
    slopes = _slopes(picture, metric)
    listed, listed_costs = _nearest_registers(picture, points, colours, metric)
    costs_of = _table(metric)
    target = (picture * 255).astype(np.float32)
    # [channel, way of the last code but one, way of the last, line]
    held = np.empty((3, _WAYS, _WAYS, height), np.int32)
    held[:] = colours[0].astype(np.int32)[:, None, None, None]
    paid = np.full((_WAYS, _WAYS, height), np.inf, np.float32)
    paid[0, 0] = 0
    came = np.empty((width, _WAYS, _WAYS, height), np.uint8)
    data = np.empty((width, _WAYS, _WAYS, height), np.uint8)
    lines, block = np.arange(height), _WAYS * height
    within = np.arange(block).reshape(_WAYS, height)
    for column in range(width):
        off = held - target[:, column].T[:, None, None]
        parts = [held[c] >> 2 << shift for c, shift in enumerate(_SHIFTS)]
        whole = parts[0] + parts[1] + parts[2]
        after = np.empty_like(held)
        cheapest = np.empty_like(paid)
        for channel, shift in enumerate(_SHIFTS):
            one, other = (c for c in range(3) if c != channel)
            slope = slopes[:, column, channel].T
            low = held[channel] & _KIND.held
            level = target[:, column, channel] - slope[one] * off[one] - slope[other] * off[other] - low
            codes = np.clip((level * np.float32(0.25) + np.float32(0.5)).astype(np.int32), 0, 63)
            table = costs_of[whole - parts[channel] + (codes << shift)]
            costs = np.einsum("abld,ld->abl", table, wanted[:, column])
            costs += paid
            before = costs.argmin(axis=0)
            place = before * block + within
            cheapest[:, channel] = _taken(costs, place)
            came[column, :, channel] = before
            data[column, :, channel] = taken = _taken(codes, place)
            after[one, :, channel] = _taken(held[one], place)
            after[other, :, channel] = _taken(held[other], place)
            after[channel, :, channel] = taken << 2 | _taken(low, place)
        # Whatever came before, a register's colour is the same: its nearest four take the four places.
        best = paid.reshape(-1, height).argmin(axis=0)
        cheapest[:, 3] = paid.reshape(-1, height)[best, lines] + listed_costs[:, column].T
        came[column, :, 3] = best
        data[column, :, 3] = listed[:, column].T
        after[:, :, 3] = colours[listed[:, column].T].transpose(2, 0, 1)
        held, paid = after, cheapest - cheapest.min(axis=(0, 1))
    return _read_back(paid, came, data)


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
    """(-2 c, |c|^2) of every colour c by the upper six bits of its channels, float32 [262144, 4]: times (p, 1) it is
    the squared distance of p but for |p|^2, which is the same for all colours."""
    levels = (np.arange(64, dtype=np.float32) * 4 + np.float32(1.5)) / 255
    points = in_space(np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3), metric)
    return np.concatenate([-2 * points, (points**2).sum(axis=1)[:, None]], axis=1)


def _slopes(picture: np.ndarray, metric: str) -> np.ndarray:
    """By how many levels a channel must fall for each that another is too high, the colour to stay as near as can be:
    float32 [H, W, 3 channels, 3 others]."""
    inside = np.clip(picture, _STEP, 1 - _STEP).astype(np.float32)
    steps = np.eye(3, dtype=np.float32) * _STEP
    moved = [in_space(inside + step, metric) - in_space(inside - step, metric) for step in steps]
    turns = np.stack(moved, axis=2)  # [H, W, channel, space]
    products = turns @ turns.swapaxes(2, 3)
    own = np.maximum(products[..., np.arange(3), np.arange(3)], np.float32(1e-12))
    return np.asarray(products / own[..., None])


def _nearest_registers(
    picture: np.ndarray, points: np.ndarray, colours: np.ndarray, metric: str
) -> tuple[np.ndarray, np.ndarray]:
    """The four registers nearest to each pixel, int [H, W, 4], and what they cost but for the pixel's own square.

    They are those nearest to the middle of the box of the colour cube, of 32 boxes a side, in which the pixel lies.
    """
    boxes, box = np.unique((picture * _BOXES).astype(np.int32) @ np.array([1 << 10, 1 << 5, 1]), return_inverse=True)
    middles = (np.stack([boxes >> 10, boxes >> 5 & 31, boxes & 31], axis=1) + 0.5) / 32
    own = in_space(colours / 255, metric)
    squares = (own**2).sum(axis=1)
    most = min(_WAYS, len(colours))
    near = np.argpartition(squares - 2 * (in_space(middles, metric) @ own.T), most - 1, axis=1)[:, :most]
    near = near[:, np.resize(np.arange(most), _WAYS)][box.reshape(picture.shape[:2])]
    return near, squares[near] - 2 * np.einsum("hwnd,hwd->hwn", own[near], points)
