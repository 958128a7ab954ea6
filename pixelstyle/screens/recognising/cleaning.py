"""A drawing's few colours beneath what programs leave on it: noise on every pixel, smoothed pixels, a pointer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.colour_numbers import colours_of, numbers_of

_NOISE = 16
"""As far are the pixels of one colour from it, in each channel of 255, after a lossy save."""
_CLEAN, _MANY = 64, 40_000
"""A picture of more colours than the first has noise on it; one of more than the second is a photo."""
_STRAYS, _NOISY = 0.02, 0.12
"""The share of pixels that may be none of the drawing's colours, without noise and with it."""
_PATTERNED = 1024
"""A drawing's colours times a pattern's shades are no more."""
_PATTERN = 0.8
"""The share of the pixels, without those of the darkest colour, that a pattern is seen on at the least."""
_SHARES = (0.00005, 0.0002, 0.001, 0.01)
"""A colour of a smaller share is none of the drawing's: the least that is tried first keeps the most."""


@dataclass(frozen=True)
class Cleaned:
    """A picture of few colours, and where it was not of them."""

    rgb: np.ndarray
    """uint8 [H, W, 3]."""
    strays: np.ndarray
    """bool [H, W]: pixels that were none of the colours, and became the nearest."""
    before: int
    """How many colours it had."""


def cleanings(rgb: np.ndarray, renderings: Sequence[Palette]) -> Iterator[Cleaned]:
    """Readings of a picture, uint8 [H, W, 3], as a drawing of no more colours than the renderings of a machine's have:
    first of those that are one rendering's, then those that keep most.

    None where too many pixels are far from the colours that most have, as in photos.
    """
    known, place, counts = np.unique(numbers_of(rgb), return_inverse=True, return_counts=True)
    if len(known) > _MANY or any(np.isin(known, numbers_of(each.bytes())).all() for each in renderings):
        return  # a photo; or nothing came over it, however many of one rendering's colours a cell has
    place, noisy = place.reshape(rgb.shape[:2]), len(known) > _CLEAN
    colours, seen, off = colours_of(known), set[tuple[int, ...]](), _NOISE if noisy else 0
    for kept in _kept(colours, counts, renderings, noisy):
        if len(kept) < 2 or tuple(kept.tolist()) in seen:
            continue
        seen.add(tuple(kept.tolist()))
        near = _nearest(colours, colours[kept])
        strays = (np.abs(colours.astype(np.int16) - colours[kept][near]).max(axis=1) > off)[place]
        if (noisy or strays.any()) and strays.mean() <= (_NOISY if noisy else _STRAYS):
            yield Cleaned(colours[kept][near][place], strays, len(known))


def _kept(colours: np.ndarray, counts: np.ndarray, renderings: Sequence[Palette], noisy: bool) -> Iterator[np.ndarray]:
    """The places of those colours, uint8 [n, 3], that may be the drawing's."""
    most, total = len(renderings[0]), int(counts.sum())
    if noisy:
        order = _peaks(colours, counts, most)
        within = np.abs(colours[:, None].astype(np.int16) - colours[order]).max(axis=2) <= _NOISE
        mass = (within * counts[:, None]).sum(axis=0)
    else:
        for rendering in renderings:
            of_it = np.isin(numbers_of(colours), numbers_of(rendering.bytes())).nonzero()[0]
            if len(of_it) > 2 and counts[of_it].sum() >= (1 - _STRAYS) * total:
                yield of_it
        order = np.argsort(-counts, kind="stable")[:most]
        mass = counts[order]
    for share in _SHARES:
        kept = mass >= share * total
        if noisy and counts[~within[:, kept].any(axis=1)].sum() > _NOISY * total:
            return  # a photo: to look for the nearest of each pixel took a third of its conversion
        yield order[kept]


def _peaks(colours: np.ndarray, counts: np.ndarray, most: int) -> np.ndarray:
    """The places of the colours, uint8 [n, 3], that stand in the middle of most others: one after the other takes those
    around it away."""
    left, found = counts.copy(), list[int]()
    while len(found) < most and left.any():
        best = int(left.argmax())
        found.append(best)
        left[np.abs(colours.astype(np.int16) - colours[best]).max(axis=1) <= _NOISE] = 0
    return np.array(found)


def _nearest(colours: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which of the others, uint8 [m, 3], is nearest to each of the colours, uint8 [n, 3]; whole numbers below 2 ** 24
    throughout, which float32 holds exactly."""
    theirs = others.astype(np.float32)
    return np.asarray((np.square(theirs).sum(axis=1) - 2 * (colours.astype(np.float32) @ theirs.T)).argmin(axis=1))


def without_pattern(rgb: np.ndarray, least: tuple[int, int]) -> np.ndarray | None:
    """A picture, uint8 [h, w, 3], at a whole fraction of its size, whose pixels were each drawn as the same pattern:
    scan lines, a screen's mask, a grid. None where there is none that leaves `least` columns and rows.

    Of the pattern the lightest of each channel is taken: the others are the colour, darkened.
    """
    numbers = numbers_of(rgb)
    if len(np.unique(numbers)) > _PATTERNED:
        return None
    height, width = numbers.shape
    for across in range(8, 0, -1):
        for down in range(8, 0, -1):
            fits = not width % across and not height % down and across * down > 1
            if not fits or width // across < least[0] or height // down < least[1]:
                continue
            parts = [(y, x) for y in range(down) for x in range(across)]
            y, x = max(parts, key=lambda part: int(rgb[part[0] :: down, part[1] :: across].sum()))
            native = numbers[y::down, x::across]
            count = len(np.unique(native))
            drawn = native != native.min()
            other = [numbers[y::down, x::across] for y, x in parts]
            differ = max(((each != native) & drawn).sum() for each in other)
            if differ < _PATTERN * drawn.sum():
                continue
            if all(len(np.unique(native << 24 | each)) == count for each in other):
                return np.asarray(np.max([rgb[y::down, x::across] for y, x in parts], axis=0))
    return None
