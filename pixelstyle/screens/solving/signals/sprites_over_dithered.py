"""A multicolour bitmap under sprites, dithered: the colours of both for that, and the mixtures that pixels are.

A pixel of the bitmap is two dots. It shows a colour of its cell, its sprite's colour, or one beside the other, which
from afar is one more colour: the dither has all of these, a pixel each, and the picture then says on which side the
sprite's dot is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np

from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import spread
from pixelstyle.screens.dither import Dither
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.signals.sprites_over import CELL, COLOURS, EVERY, HIGH, OWN, ROWS, reached
from pixelstyle.screens.solving.costs import in_space
from pixelstyle.screens.solving.pair_costs import pair_costs
from pixelstyle.screens.solving.set_costs import pair_numbers, set_costs, split_cells
from pixelstyle.screens.solving.signals.sprites_over import (
    INNER,
    PIXELS,
    UNDER,
    best_tried,
    bitmap_alone,
    reached_in_cells,
)
from pixelstyle.screens.solving.slots.solve import hold

_UNLIKE = 0.12
"""How much further the difference between a pixel's dots may be from the picture's, in Y'UV, than it is in the nearest
of its mixtures: with less they mix hardly any colours, with more far colours stand beside each other. Chosen by eye
and by squared errors through a blur on six photos."""
_TURN = 0.1
"""The part of two colours' distance up to which dots lie as a checkerboard, whatever the picture says."""
_TRIED = 4
"""Colours that each sprite is tried in. On six photos all 16 lower the errors from afar by three thousandths more."""
_NUMBERS = pair_numbers(COLOURS)
_FIRST, _SECOND = np.triu_indices(COLOURS)


def dither_over(mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither) -> np.ndarray:
    """The colours, uint8 [200, 320], of a bitmap under sprites that show a picture, sRGB [200, 320, 3] 0..1."""
    colours = palette.srgb()
    wide = np.ascontiguousarray(picture.reshape(len(picture), -1, 2, 3).mean(axis=2))
    light = srgb_to_linear(colours)  # in which dots that touch each other add up
    mixed = linear_to_srgb((light[_FIRST] + light[_SECOND]) / 2)
    yuv, unlike = in_space(colours, "yuv"), _UNLIKE * dither.strength
    halves = (yuv[_FIRST] - yuv[_SECOND]) / 2
    pairs = pair_costs(wide, colours, metric, dither.coarseness)
    calm = (halves**2).sum(axis=1) <= unlike**2
    beside = _beside(pairs[INNER], in_space(wide, metric)[INNER], in_space(mixed, metric), calm)
    choices = _choices(mode, pairs, beside)
    dots = in_space(picture, "yuv")
    apart = (dots[:, ::2] - dots[:, 1::2]) / 2
    choices = _fitting(choices, apart, halves, in_space(wide, "yuv"), in_space(mixed, "yuv"), unlike)
    shown = dither.apply(wide, choices, mixed)
    return _laid(shown, apart, halves[shown])


def _beside(pairs: np.ndarray, wanted: np.ndarray, mixed: np.ndarray, calm: np.ndarray) -> np.ndarray:
    """What pixels cost, [H, W, 136], in mixtures of two colours of which each dot may have its own: no more than in
    those of whole pixels, `pairs`. Those that are not `calm`, bool [136], gain nothing.

    In a metric's space: what is `wanted`, [H, W, 3], and what two dots are on average, `mixed` [136, 3].
    """
    costs = pairs.copy()
    for number in np.flatnonzero(calm):
        alone = ((wanted - mixed[number]) ** 2).sum(axis=2)
        np.minimum(costs[..., number], alone, out=costs[..., number])
    return costs


def _choices(mode: ScreenMode, pairs: np.ndarray, beside: np.ndarray) -> np.ndarray:
    """The pairs of colours, uint8 [200, 160, 9], that pixels can have under the best colours of cells and sprites, for
    what they cost in mixtures of two, [200, 160, 136], and, where sprites are, in mixtures with their dots, [192, 96,
    136]."""
    alone = bitmap_alone(mode)
    (background, own), _ = hold(alone, pairs[..., np.diagonal(_NUMBERS)], lambda: pairs)
    under = _Under(pairs[INNER], beside, int(background.ravel()[0]))
    sprites, best = under.best(own[UNDER].reshape(-1, OWN))
    own[UNDER] = best.reshape(own[UNDER].shape)
    slots = np.concatenate([np.broadcast_to(background, (*own.shape[:2], 1)), own], axis=2)
    sprite = np.zeros((*own.shape[:2], 1), np.intp)
    sprite[UNDER] = sprites.reshape(sprite[UNDER].shape)
    over = np.concatenate([_NUMBERS[sprite, sprite], _NUMBERS[sprite, slots]], axis=2)
    size = (PIXELS, CELL), alone.height, alone.width
    bare = spread(_NUMBERS[slots, slots], *size)
    covered = np.where(reached()[:, ::2, None], spread(over, *size), bare[..., :1])
    return np.concatenate([bare, covered], axis=2).astype(np.uint8)


class _Under:
    """The cells under sprites: what their pixels, 32 of each of 576, cost in mixtures of two colours."""

    def __init__(self, pairs: np.ndarray, beside: np.ndarray, background: int) -> None:
        """pairs, beside: [192, 96, 136], without and with a dot of the sprite's."""
        self.sets = np.array(list(itertools.combinations(np.delete(np.arange(COLOURS), background), OWN)))
        self.four = np.column_stack([self.sets, np.full(len(self.sets), background)])
        covered = reached_in_cells()
        self.pairs, self.beside = (split_cells(costs, (PIXELS, CELL)) * covered for costs in (pairs, beside))
        between = pairs.reshape(ROWS, EVERY, *pairs.shape[1:])[:, HIGH:].reshape(-1, *pairs.shape[1:])
        paid = _paid(split_cells(between, (PIXELS, EVERY - HIGH)), self.four)
        paid = paid.reshape(len(self.sets), ROWS, 1, -1)
        nothing = np.zeros_like(paid)
        self.between = np.concatenate([nothing, nothing, paid], axis=2).reshape(len(self.sets), -1)
        """What cells cost in lines that no sprite reaches, [S, 576], with each set of colours."""

    def best(self, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The colours of cells' sprites, intp [576], and of cells, [576, 3], beginning with `own` without sprites."""
        slots = np.column_stack([own, np.full(len(own), self.four[0, -1])]).T.astype(np.intp)
        every, pixels = np.arange(len(own)), np.arange(CELL * PIXELS)[:, None]

        def least(costs: np.ndarray, two: Iterable[np.ndarray]) -> np.ndarray:
            return np.asarray(np.minimum.reduce([costs[numbers, pixels, every] for numbers in two]))

        two = itertools.combinations_with_replacement(slots, 2)
        alone = least(self.pairs, (_NUMBERS[one, other] for one, other in two))
        likely = [
            np.minimum(alone, least(self.beside, [*_NUMBERS[colour, slots], _NUMBERS[[colour], [colour]]])).sum(axis=0)
            for colour in range(COLOURS)
        ]
        return best_tried(np.stack(likely), _TRIED, self._best_of_cells)

    def _best_of_cells(self, colour: int, some: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The best colours of some cells under sprites of a colour, [N, 3], and what they cost, [N]."""
        costs = self.pairs[:, :, some]
        costs[_NUMBERS[colour]] = self.beside[_NUMBERS[colour]][:, :, some]
        # Where the cell has the sprite's colour itself, there is no fifth, but one of the four twice.
        fifth = np.where((self.four == colour).any(axis=1), self.four.max(axis=1), colour)
        paid = _paid(costs, np.column_stack([self.four, fifth])) + self.between[:, some]
        return self.sets[paid.argmin(axis=0)], paid.min(axis=0)


def _paid(cells: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """What cells cost, float32 [S, N], with each set of colours, [S, n], by `split_cells`' costs in mixtures of two."""
    different, which = np.unique(np.sort(sets, axis=1), axis=0, return_inverse=True)
    return set_costs(cells, tuple(map(tuple, different.tolist())), pairs=True)[which.ravel()]


def _fitting(
    choices: np.ndarray, apart: np.ndarray, halves: np.ndarray, wide: np.ndarray, mixed: np.ndarray, unlike: float
) -> np.ndarray:
    """The choices of pixels, [H, W, M], without those whose dots differ less as they are wanted than in the nearest; in
    their places that one.

    In Y'UV: `apart` [H, W, 3], half the wanted difference of two dots, and `wide` what they are on average; `halves`
    [136, 3] and `mixed` the same of pairs.
    """
    own = halves[choices]
    # Of a pair's two orders the better one counts.
    turned = 2 * np.abs(np.einsum("hwmc,hwc->hwm", own, apart))
    differing = (own**2).sum(axis=3) - turned + (apart**2).sum(axis=2)[..., None]
    off = differing + ((mixed[choices] - wide[:, :, None]) ** 2).sum(axis=3)
    nearest = off.argmin(axis=2)[..., None]
    fits = differing <= np.take_along_axis(differing, nearest, axis=2) + unlike**2
    return np.where(fits, choices, np.take_along_axis(choices, nearest, axis=2))


def _laid(pairs: np.ndarray, apart: np.ndarray, halves: np.ndarray) -> np.ndarray:
    """Colours of dots, [H, 2 W], for pairs of them, [H, W], each with its first colour left if that is how `apart`
    differs; where it hardly does, lines take turns, so that dots lie as a checkerboard."""
    turn = np.where(np.arange(len(pairs)) % 2, _TURN, -_TURN)[:, None]
    left = (apart * halves).sum(axis=2) > turn * (halves**2).sum(axis=2)
    dots = np.where(left, _FIRST[pairs], _SECOND[pairs]), np.where(left, _SECOND[pairs], _FIRST[pairs])
    return np.stack(dots, axis=2).reshape(len(pairs), -1).astype(np.uint8)
