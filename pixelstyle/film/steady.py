"""Contents held still: what has not changed by more than a camera's noise is, to the bit, what it was before.

All that comes after can then tell by equality what stands still, on any machine and in any order.
"""

from __future__ import annotations

import numpy as np

CHANGES = {1: 64, 3: 12, 5: 7.5}
"""How far, of 255, the mean of a square around a pixel moves in some channel before the pixel counts as changed, by the
square's side: the larger, the more noise it averages away, the smaller, the less a fine detail is lost in it. A single
dark pixel beside bright ones has moved by up to 46 under noise of sigma 2, as resampling in linear light adds to it."""
_MARGIN = 3
"""Side of the square that moves with a changed pixel."""


def held(before: np.ndarray | None, now: np.ndarray, grain: float = 1.0) -> np.ndarray:
    """A content, uint8 [H, W, 3], with the pixels of `before` wherever they have not changed by more than noise.

    `grain`: the side of one of the film's own pixels in those of the screen; from 1 on noise is as coarse as that.
    """
    if before is None:
        return now
    return np.where(_moved(before, now, max(1.0, grain))[..., None], now, before)


def _moved(before: np.ndarray, now: np.ndarray, grain: float) -> np.ndarray:
    """bool [H, W]: where one content differs from another by more than noise."""
    difference = now.astype(np.int32) - before.astype(np.int32)
    ones = np.ones((*difference.shape[:2], 1), np.int32)
    far = np.zeros(difference.shape[:2], bool)
    for pixels, change in CHANGES.items():
        side = 2 * round((pixels * grain - 1) / 2) + 1
        # In whole numbers, which are the same on every processor.
        far |= (np.abs(_sums(difference, side)) > (change * _sums(ones, side)).astype(np.int64)).any(axis=2)
    return np.asarray(_sums(far[..., None].astype(np.int32), _MARGIN)[..., 0] > 0)


def _sums(values: np.ndarray, side: int) -> np.ndarray:
    """Of each pixel's neighbourhood as far as it lies in the picture: int64 [H, W, C]."""
    for axis in (0, 1):
        length = values.shape[axis]
        padded = np.concatenate([np.zeros_like(np.take(values, [0], axis)), values], axis).cumsum(axis, dtype=np.int64)
        last = np.minimum(np.arange(length) + side // 2 + 1, length)
        first = np.maximum(np.arange(length) - side // 2, 0)
        values = np.take(padded, last, axis) - np.take(padded, first, axis)
    return values
