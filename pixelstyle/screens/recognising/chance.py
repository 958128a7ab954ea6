"""How likely colours that are nobody's entries would come as near to a palette's as these do."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from pixelstyle.colour import srgb_to_yuv, yuv_to_srgb
from pixelstyle.palettes import Palette
from pixelstyle.screens.recognising.assignment import Assignment
from pixelstyle.screens.recognising.renderings import perceived, renderings_of

_OTHERS = 128
"""As many colours in the vicinity of each are asked how near to an entry they come."""
_NEAREST = 0.1
"""The share of those that stand for all that are nearer: below it chance falls with the square of the distance, since
the colours of photos lie about a surface, if not a line."""
_LEAST = 1e-3
"""No single colour speaks louder than this."""


CHANCE = -4.2
"""The logarithm of the largest chance that speaks for a machine's picture. Of 370 sets of 2 to 8 colours that photos
and paintings were reduced to, read in eight machines' colours, none came below -3.5, whether they were legal or not."""
_TRIED = 30
"""As many settings of gamma and saturation count as tried, where the rendering is not taken as it is."""


def by_no_chance(colours: np.ndarray, reading: Assignment, palette: Palette, entries: np.ndarray) -> bool:
    """Whether colours, uint8 [n, 3], are too near to those that they are read as among a palette's `entries` [k] for
    chance: to a rendering as it is, or with the reading's gamma and saturation."""
    renderings = [each.srgb().astype(np.float64) for each in renderings_of(palette)]
    chosen, tried = list(reading.entries), math.log(len(renderings))
    plain = min(renderings, key=lambda srgb: float(np.square(colours / 255 - srgb[chosen]).sum()))
    if log_chance(colours, plain[chosen], plain[entries]) + tried < CHANCE:
        return True
    names = [each.name for each in renderings_of(palette)]
    own = renderings[names.index(reading.rendering)] if reading.rendering in names else plain
    changed = reading.setting.of(own)
    return log_chance(colours, changed[chosen], changed[entries]) + tried + math.log(_TRIED) < CHANCE


def log_chance(colours: np.ndarray, shown: np.ndarray, entries: np.ndarray) -> float:
    """The natural logarithm of the probability that colours, uint8 [n, 3], come as near to those of their entries,
    `shown` sRGB [n, 3], as they do, if each might as well have been another one of its vicinity. `entries`, sRGB
    [k, 3], are all that they might be near to.

    By how they look or by their numbers, whichever says more; of each colour's probability it is Fisher's combination.
    """
    srgb = colours / 255
    others = _vicinity(srgb)
    seen, known = perceived(others), perceived(entries)
    looks = (seen**2).sum(axis=-1)[..., None] + (known**2).sum(axis=-1) - 2 * seen @ known.T
    by_looks = _each(np.sqrt(np.square(perceived(srgb) - perceived(shown)).sum(axis=-1)), np.sqrt(looks.clip(0)))
    by_numbers = _each(np.abs(srgb - shown).max(axis=1), np.abs(others[:, :, None] - entries).max(axis=-1))
    return min(_combined(by_looks), _combined(by_numbers))


def _each(distances: np.ndarray, of_others: np.ndarray) -> np.ndarray:
    """For each of n colours how likely it is that another of its vicinity is as near to some of k entries: `of_others`
    are the distances [n, _OTHERS, k] of those."""
    nearest = np.sort(of_others.min(axis=2), axis=1)
    whole = nearest[:, round(_NEAREST * _OTHERS)].clip(1e-6)
    share = (nearest <= distances[:, None]).mean(axis=1)
    return np.asarray(np.where(distances < whole, _NEAREST * (distances / whole) ** 2, share.clip(_NEAREST)))


def _combined(each: np.ndarray) -> float:
    """The logarithm of the probability that n independent ones multiply to so little: the tail of a gamma
    distribution."""
    total = float(-np.log(each.clip(_LEAST, 1)).sum())
    terms = [k * math.log(max(total, 1e-12)) - math.lgamma(k + 1) for k in range(len(each))]
    largest = max(terms)
    return -total + largest + math.log(sum(math.exp(term - largest) for term in terms))


def _vicinity(srgb: np.ndarray) -> np.ndarray:
    """Colours near others, sRGB [n, 3]: [n, _OTHERS, 3]. Greys stay nearly grey, since many are in every photo, and no
    other is more colourful, since none of a photo's colours is as colourful as can be."""
    yuv, steps = srgb_to_yuv(srgb), _steps()
    luma = np.abs(yuv[:, :1] + 0.12 * steps[:, 0])
    luma = np.where(luma > 1, 2 - luma, luma)
    angle = np.arctan2(yuv[:, 2], yuv[:, 1])[:, None] + 0.35 * steps[:, 1]
    own = np.hypot(yuv[:, 1], yuv[:, 2])[:, None]
    chroma, tint = own * np.exp(-0.6 * np.abs(steps[:, 2])), np.minimum(0.012, own)  # a grey photo has no tint
    u, v = chroma * np.cos(angle) + tint * steps[:, 3], chroma * np.sin(angle) + tint * steps[:, 4]
    return np.asarray(np.clip(yuv_to_srgb(np.stack([luma, u, v], axis=-1)), 0, 1))


@cache
def _steps() -> np.ndarray:
    """The same random steps each time, float64 [_OTHERS, 5], of deviation 1."""
    return np.random.default_rng(0).standard_normal((_OTHERS, 5))
