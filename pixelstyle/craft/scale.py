"""By which whole numbers a picture was enlarged: how large its pixels are."""

from __future__ import annotations

import math

import numpy as np

from pixelstyle.arrays import Rgb8

_PROPORTIONS = (4, 2)
"""How many times as wide as tall, or as tall as wide, a machine's pixels are."""


def enlargement(picture: Rgb8) -> int:
    """By which whole number a picture, uint8 [H, W, 3], was enlarged, across and down alike: by the places where
    neighbours differ.

    >>> enlargement(np.random.default_rng(1).integers(0, 9, (8, 8, 3), np.uint8).repeat(3, axis=0).repeat(3, axis=1))
    3
    """
    return math.gcd(*_steps(picture)) or 1


def pixel_size(picture: Rgb8) -> tuple[int, int]:
    """How many pixels of a picture, uint8 [H, W, 3], one of those is that somebody set: across, and down.

    They may be two or four times as wide as tall, as on many machines, or as tall as wide.

    >>> pixel_size(np.random.default_rng(1).integers(0, 9, (8, 8, 3), np.uint8).repeat(4, axis=1).repeat(2, axis=0))
    (4, 2)
    """
    down, across = _steps(picture)
    side = math.gcd(across, down) or 1
    wide, tall = (next((p for p in _PROPORTIONS if step % (p * side) == 0), 1) for step in (across, down))
    return (side * wide, side) if wide > 1 else (side, side * tall)


def _steps(picture: Rgb8) -> tuple[int, int]:
    """What all the places have in common at which neighbours down, and across, differ, and the sides."""
    found = []
    for axis in (0, 1):
        differ = (np.diff(picture, axis=axis) != 0).any(axis=(1 - axis, 2))
        found.append(math.gcd(picture.shape[axis], *(int(place) + 1 for place in np.flatnonzero(differ))))
    return found[0], found[1]
