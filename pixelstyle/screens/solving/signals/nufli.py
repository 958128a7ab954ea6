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
_PAIRS_AT_ONCE = 20
"""Pairs of lines of which what all colours of cells and sprites cost stays in a core's cache."""
_THREE = tuple(itertools.combinations_with_replacement(range(COLOURS), 3))
"""What a multicolour sprite's colours can be, in whichever order."""


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
    ink[:, LEFT:-1], paper[:, LEFT:-1], under = _cells(_double(pairs), sprites.repeat(CELLS, axis=1))
    last = pairs[:, :, _LAST:].reshape(len(pairs), PAIRS, -1).sum(axis=2).argmin(axis=0)
    ink[:, -1], paper[:, -1] = np.stack(np.triu_indices(COLOURS))[:, last]
    return Layers(ink, paper, sprites, left, under, _multi(dots, left))


def _double(pairs: np.ndarray) -> np.ndarray:
    """What double dots above sprites cost, float32 [136, 2, 4, 100, 36]: the upper and the lower line of each pair, a
    cell's dots, pairs of lines, cells."""
    found = np.empty((len(pairs), 2, _OF_CELL, PAIRS, UNDERLAYS * CELLS), np.float32)
    for single, into in zip(pairs[:, :, _FIRST:_LAST], found, strict=True):
        dots = single.reshape(PAIRS, 2, UNDERLAYS * CELLS, _OF_CELL, 2).transpose(1, 3, 0, 2, 4)
        np.add(dots[..., 0], dots[..., 1], out=into)
    return found


def sprite_costs(pairs: np.ndarray) -> np.ndarray:
    """What pairs of lines cost with each sprite's colours in the upper line and in the lower, float32 [16, 16, 100, 6],
    for what dots cost in two colours each, [136, 200, 320]."""
    double = _double(pairs)
    parts = [_cell_costs(double[:, :, :, at : at + _PAIRS_AT_ONCE]) for at in range(0, PAIRS, _PAIRS_AT_ONCE)]
    of_sprites = np.concatenate(parts).reshape(PAIRS, UNDERLAYS, CELLS, COLOURS, COLOURS).sum(axis=2)
    return np.asarray(of_sprites.transpose(2, 3, 0, 1))


def _cell_costs(double: np.ndarray) -> np.ndarray:
    """The same of each cell, [pairs * 36, 16, 16], for some pairs of lines' double dots, [136, 2, 4, pairs, 36].

    Most inks and papers need not be looked at with every two colours of a sprite: with those that suit them best they
    still cost more than the best two colours without a sprite.
    """
    cells = np.ascontiguousarray(double).reshape(len(double), 2, _OF_CELL, -1)
    without = cells.sum(axis=(1, 2)).min(axis=0)
    best = np.broadcast_to(without[:, None, None], (len(without), COLOURS, COLOURS)).copy()
    either = np.empty((COLOURS, COLOURS, 2, len(without)), np.float32)  # of paper and sprite, in either line
    for ink in range(COLOURS):
        with_ink = cells[_NUMBERS[ink]]
        for paper in range(COLOURS):
            dots = np.minimum(with_ink[paper:], with_ink[paper])
            either[paper, paper:] = either[paper:, paper] = dots.sum(axis=2)
        helps = either.min(axis=1).sum(axis=1) < without
        for useful in np.flatnonzero(helps.any(axis=1)):
            some = np.flatnonzero(helps[useful])
            upper, lower = np.ascontiguousarray(either[useful][:, :, some].transpose(1, 2, 0))
            best[some] = np.minimum(best[some], upper[:, :, None] + lower[:, None])
    return best


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
    """Ink and paper of cells, uint8 [100, 36] each, and which double dots show their sprite, bool [200, 144], under
    sprites of these colours above each cell's lines, uint8 [200, 36]."""
    number = sprites.reshape(PAIRS, 2, 1, -1).transpose(1, 2, 0, 3)
    over = [
        np.take_along_axis(double[_NUMBERS[ink]], number[None].astype(np.intp), axis=0)[0] for ink in range(COLOURS)
    ]
    best = np.full((PAIRS, UNDERLAYS * CELLS), np.inf, np.float32)
    chosen = np.zeros((2, *best.shape), np.intp)
    for ink, paper in itertools.product(range(COLOURS), repeat=2):
        total = np.minimum(double[_NUMBERS[ink, paper]], over[ink]).sum(axis=(0, 1))
        better = total < best
        best[better], chosen[0][better], chosen[1][better] = total[better], ink, paper
    own = np.take_along_axis(double, _NUMBERS[chosen[0], chosen[1]][None, None, None], axis=0)[0]
    under = np.take_along_axis(np.stack(over), chosen[0][None, None, None], axis=0)[0] < own
    inks, papers = chosen.astype(np.uint8)
    return inks, papers, under.transpose(2, 0, 3, 1).reshape(_LINES, -1)


def left_costs(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What double dots at the left cost with colours of the hires sprite and the multicolour sprite's dot, float32 [16,
    16, 200, 12], and what pairs of lines cost with the four colours, [100, 16, 16, 16, 16]."""
    pairs = pairs[:, :, :_FIRST]
    dots = np.empty((COLOURS, COLOURS, _LINES, _FIRST // 2), np.float32)
    for hires, multi in itertools.product(range(COLOURS), repeat=2):
        two = np.minimum(pairs[_NUMBERS[GREY, hires]], pairs[_NUMBERS[GREY, multi]])
        np.minimum(two, pairs[_NUMBERS[hires, multi]], out=two)
        np.add(two[:, ::2], two[:, 1::2], out=dots[hires, multi])
    with_none = np.minimum(dots, dots[:, GREY, None]).reshape(COLOURS, COLOURS, PAIRS, -1).transpose(1, 3, 2, 0)
    of_lines = np.ascontiguousarray(with_none).reshape(COLOURS, -1, PAIRS * COLOURS)  # multicolour dot, dots, the rest
    totals = np.empty((len(_THREE), PAIRS * COLOURS), np.float32)
    for three, into in zip(_THREE, totals, strict=True):
        one, other, third = (of_lines[colour] for colour in three)
        np.minimum(np.minimum(one, other), third).sum(axis=0, out=into)
    by_size = np.array([COLOURS**2, COLOURS, 1])
    every = np.sort(list(np.ndindex((COLOURS,) * 3)), axis=1) @ by_size
    costs = np.ascontiguousarray(totals.T).take(np.searchsorted(np.array(_THREE) @ by_size, every), axis=1)
    return dots, costs.reshape(PAIRS, COLOURS, COLOURS, COLOURS, COLOURS)


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
