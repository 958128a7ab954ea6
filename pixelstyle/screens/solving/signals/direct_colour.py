"""Pixels that hold their colours: for each the nearest of 32,768."""

from __future__ import annotations

from itertools import product

import numpy as np

from pixelstyle.screens.signals.direct_colour import MOST, words_of
from pixelstyle.screens.solving.costs import in_space

_TOGETHER = 4096
"""Pixels that are looked at together: their points then stay in the cache."""
_SIDE = MOST + 3
"""Levels of a channel, and one that is never the nearest on either side."""
_PLACES = np.array([1, _SIDE, _SIDE * _SIDE])
_AROUND = [int(np.dot(step, _PLACES)) for step in product((0, -1, 1), repeat=3)]
_FAR = 1e9
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
        wanted = in_space(scaled / np.float32(MOST), metric).reshape(-1, 3)
        known = _every(metric)
        places = ((levels.astype(np.intp) + 1) @ _PLACES).ravel()
        off = np.abs(scaled - levels).max(axis=2).ravel()
        moving = np.flatnonzero(off > _ROUNDED)
        for _ in range(_STEPS):
            before = places[moving]
            for start in range(0, len(moving), _TOGETHER):
                part = moving[start : start + _TOGETHER]
                places[part] = _best(places[part], wanted[part], known)
            moving = moving[places[moving] != before]
        levels = (places[:, None] // _PLACES % _SIDE - 1).reshape(levels.shape)
    return words_of(levels)


def _every(metric: str) -> np.ndarray:
    """Where each colour is in the metric's space, float32 [3, places], with places that are far from all around."""
    grid = np.stack(np.meshgrid(*[np.arange(MOST + 1)] * 3, indexing="ij"), axis=-1)[..., ::-1]
    points = in_space(grid / np.float32(MOST), metric)
    padded = np.full((_SIDE, _SIDE, _SIDE, 3), _FAR, np.float32)
    padded[1:-1, 1:-1, 1:-1] = points
    return np.ascontiguousarray(padded.reshape(-1, 3).T)


def _best(places: np.ndarray, wanted: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Of the places about those of [N] the ones nearest to points of the metric's space, [N, 3]."""
    found, least = places, np.full(len(places), np.inf, np.float32)
    for step in _AROUND:
        tried = places + step
        apart = np.zeros(len(places), np.float32)
        for axis in range(3):
            off = known[axis][tried] - wanted[:, axis]
            apart += off * off
        nearer = apart < least
        found, least = np.where(nearer, tried, found), np.where(nearer, apart, least)
    return found
