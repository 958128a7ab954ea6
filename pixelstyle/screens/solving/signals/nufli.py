"""Hires FLI over sprites: the colours of cells and sprites under which a picture costs least.

No choice is left to chance: of all that the registers can hold, these are the best. Cells hang on each other only
through the sprites above which they lie, and these only from step to step, so that a sprite's colours are a path
through 16 states (Viterbi), and the four at the left one through 65,536, of which each step changes one colour.
"""

from __future__ import annotations

import itertools

import numpy as np

from pixelstyle.screens.signals.nufli import (
    ACROSS,
    CELLS,
    COLOURS,
    GREY,
    LEFT,
    PAIRS,
    UNDERLAYS,
    Layers,
    in_lines,
    written,
    written_left,
)
from pixelstyle.screens.solving.set_costs import pair_numbers

_LINES = 2 * PAIRS
_FIRST, _LAST = 8 * LEFT, 8 * (LEFT + UNDERLAYS * CELLS)
_OF_CELL = 4
"""Double dots of a cell in a line."""
_NUMBERS = pair_numbers(COLOURS)


def pairs_of(costs: np.ndarray) -> np.ndarray:
    """What each dot costs in the better one of two colours, float32 [136, H, W], for costs [H, W, 16]."""
    by_colour = np.ascontiguousarray(costs.transpose(2, 0, 1))
    pairs = np.empty((int(_NUMBERS.max()) + 1, *costs.shape[:2]), np.float32)
    for first, second in itertools.combinations_with_replacement(range(COLOURS), 2):
        np.minimum(by_colour[first], by_colour[second], out=pairs[_NUMBERS[first, second]])
    return pairs


def best_layers(pairs: np.ndarray) -> Layers:
    """The layers whose dots cost least in two colours each, [136, 200, 320], in the order of `pair_numbers`."""
    costs = sprite_costs(pairs)
    underlays = np.stack([_path(costs[..., k], k) for k in range(UNDERLAYS)], axis=1)
    dots, of_pairs = left_costs(pairs)
    return layers_of(pairs, in_lines(underlays), dots, _path_left(of_pairs))


def layers_of(pairs: np.ndarray, sprites: np.ndarray, dots: np.ndarray, left: np.ndarray) -> Layers:
    """The layers whose dots cost least with these colours of sprites, uint8 [200, 6], and at the left, uint8 [100, 4];
    `dots` as `left_costs` has them."""
    ink, paper = np.full((2, PAIRS, ACROSS), GREY, np.uint8)
    double = _double(pairs[:, :, _FIRST:_LAST])
    colours = sprites.repeat(CELLS * _OF_CELL, axis=1)  # of each double dot
    ink[:, LEFT:-1], paper[:, LEFT:-1], under = _cells(double, colours)
    last = pairs[:, :, _LAST:].reshape(len(pairs), PAIRS, -1).sum(axis=2).argmin(axis=0)
    ink[:, -1], paper[:, -1] = np.stack(np.triu_indices(COLOURS))[:, last]
    return Layers(ink, paper, sprites, left, under, _multi(dots, left))


def _double(pairs: np.ndarray) -> np.ndarray:
    """Of double dots: [136, H, W / 2]."""
    return np.asarray(pairs[:, :, ::2] + pairs[:, :, 1::2])


def sprite_costs(pairs: np.ndarray) -> np.ndarray:
    """What pairs of lines cost with each sprite's colours in the upper line and in the lower, float32 [16, 16, 100, 6],
    for what dots cost in two colours each, [136, 200, 320]."""
    double = _double(pairs[:, :, _FIRST:_LAST])
    shape = (_LINES, UNDERLAYS * CELLS, _OF_CELL)
    best = np.full((COLOURS, COLOURS, PAIRS, UNDERLAYS * CELLS), np.inf, np.float32)
    either = np.empty((COLOURS, COLOURS, _LINES, UNDERLAYS * CELLS), np.float32)
    for ink in range(COLOURS):
        with_ink = double[_NUMBERS[ink]]
        for one, other in itertools.combinations_with_replacement(range(COLOURS), 2):
            lines = np.minimum(with_ink[one], with_ink[other]).reshape(shape)
            total = lines[..., 0] + lines[..., 1] + lines[..., 2] + lines[..., 3]
            either[one, other] = either[other, one] = total
        for paper in range(COLOURS):  # the sprite in the first line, and in the second
            upper, lower = either[paper, :, ::2], either[paper, :, 1::2]
            np.minimum(best, upper[:, None] + lower[None], out=best)
    return np.asarray(best.reshape(COLOURS, COLOURS, PAIRS, UNDERLAYS, CELLS).sum(axis=4))


def _path(costs: np.ndarray, sprite: int) -> np.ndarray:
    """A sprite's colours after each step, uint8 [101], for what pairs cost with those of their two lines, [16, 16,
    100]."""
    total, came, every = np.zeros(COLOURS, np.float32), [], np.arange(COLOURS)
    for step in range(1, PAIRS + 1):
        ways = total[:, None] + costs[:, :, step - 1]
        before = ways.argmin(axis=0) if sprite in written(step) else every
        came.append(before)
        total = ways[before, every]
    colours = np.empty(PAIRS + 1, np.uint8)
    colours[-1] = total.argmin()
    for step in range(PAIRS, 0, -1):
        colours[step - 1] = came[step - 1][colours[step]]
    return colours


def _cells(double: np.ndarray, sprites: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ink and paper of cells, uint8 [100, 36] each, and which double dots show their sprite, bool [200, 144]."""
    shape = (PAIRS, 2, UNDERLAYS * CELLS, _OF_CELL)
    best = np.full((PAIRS, UNDERLAYS * CELLS), np.inf, np.float32)
    ink, paper = np.zeros((2, *best.shape), np.uint8)
    under = np.zeros(sprites.shape, bool)
    for number in range(COLOURS):
        sprite = np.take_along_axis(double[_NUMBERS[number]], sprites[None].astype(np.intp), axis=0)[0]
        for other in range(COLOURS):
            own = double[_NUMBERS[number, other]]
            total = np.minimum(own, sprite).reshape(shape).sum(axis=(1, 3))
            better = total < best
            best[better], ink[better], paper[better] = total[better], number, other
            of_dots = better.repeat(2, axis=0).repeat(_OF_CELL, axis=1)
            under[of_dots] = (sprite < own)[of_dots]
    return ink, paper, under


def left_costs(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What double dots at the left cost with colours of the hires sprite and the multicolour sprite's dot, float32 [16,
    16, 200, 12], and what pairs of lines cost with the four colours, [100, 16, 16, 16, 16]."""
    pairs = pairs[:, :, :_FIRST]
    dots = np.empty((COLOURS, COLOURS, _LINES, _FIRST // 2), np.float32)
    for hires, multi in itertools.product(range(COLOURS), repeat=2):
        two = pairs[[_NUMBERS[GREY, hires], _NUMBERS[GREY, multi], _NUMBERS[hires, multi]]].min(axis=0)
        dots[hires, multi] = two[:, ::2] + two[:, 1::2]
    costs = np.empty((PAIRS, COLOURS, COLOURS, COLOURS, COLOURS), np.float32)
    with_none = np.minimum(dots, dots[:, GREY, None])
    for three in itertools.combinations_with_replacement(range(COLOURS), 3):
        total = with_none[:, list(three)].min(axis=1).reshape(COLOURS, PAIRS, -1).sum(axis=2).T
        for own, second, third in set(itertools.permutations(three)):
            costs[:, :, own, second, third] = total
    return dots, costs


def _multi(dots: np.ndarray, left: np.ndarray) -> np.ndarray:
    """The multicolour sprite's dots, uint8 [200, 12], with the colours at the left, uint8 [100, 4]."""
    of_lines, lines = left.repeat(2, axis=0), np.arange(_LINES)
    seen = [np.full(_LINES, GREY), *(of_lines[:, k] for k in range(1, 4))]
    ways = [dots[of_lines[:, 0], colour, lines] for colour in seen]
    return np.asarray(np.stack(ways).argmin(axis=0).astype(np.uint8))


def _path_left(costs: np.ndarray) -> np.ndarray:
    """Four colours after each step, uint8 [100, 4], for what pairs cost with them, [100, 16, 16, 16, 16]."""
    total, came = costs[0], []
    for step in range(1, PAIRS):
        axis = written_left(step)
        came.append(total.argmin(axis=axis).astype(np.uint8))
        total = costs[step] + total.min(axis=axis, keepdims=True)
    colours = np.empty((PAIRS, 4), np.uint8)
    colours[-1] = np.unravel_index(total.argmin(), total.shape)
    for step in range(PAIRS - 1, 0, -1):
        axis = written_left(step)
        kept = np.delete(colours[step], axis)
        colours[step - 1] = colours[step]
        colours[step - 1, axis] = came[step - 1][tuple(kept)]
    return colours
