"""Pixels that hold their colours: for each the nearest of 32,768."""

from __future__ import annotations

from itertools import product

import numpy as np

from pixelstyle.screens.signals.direct_colour import MOST, words_of
from pixelstyle.screens.solving.costs import in_space

_TOGETHER = 4096
"""Pixels that are looked at together: their points then stay in the cache."""
_AROUND = np.array(list(product((0, -1, 1), repeat=3)), np.float32)
_STEPS = 4
_ROUNDED = 0.5 * MOST / 255 + 1e-4
"""How far from its level a byte may be."""


def nearest_words(picture: np.ndarray, metric: str) -> np.ndarray:
    """The words, uint16 [H, W], nearest to sRGB [H, W, 3] 0..1.

    Each channel's nearest level is the beginning; in other metrics than 'rgb' the best of the 27 colours about it is
    the next, until it is the best itself. Colours that are a level's own, rounded to a byte, stay what they are.
    """
    scaled = np.clip(np.asarray(picture, np.float32), 0, 1) * np.float32(MOST)
    levels = np.rint(scaled)
    if metric != "rgb":
        flat, wanted = levels.reshape(-1, 3), in_space(scaled / np.float32(MOST), metric).reshape(-1, 1, 3)
        off = np.abs(scaled - levels).max(axis=2).ravel()
        moving = np.flatnonzero(off > _ROUNDED)
        for _ in range(_STEPS):
            before = flat[moving]
            for start in range(0, len(moving), _TOGETHER):
                part = moving[start : start + _TOGETHER]
                flat[part] = _best(flat[part], wanted[part], metric)
            moving = moving[(flat[moving] != before).any(axis=1)]
        levels = flat.reshape(levels.shape)
    return words_of(levels)


def _best(levels: np.ndarray, wanted: np.ndarray, metric: str) -> np.ndarray:
    """Of the levels about those of [N, 3] the ones nearest to points of the metric's space, [N, 1, 3]."""
    tried = np.clip(levels[:, None] + _AROUND, 0, MOST)
    apart = ((in_space(tried / np.float32(MOST), metric) - wanted) ** 2).sum(axis=2)
    return np.asarray(tried[np.arange(len(tried)), apart.argmin(axis=1)])
