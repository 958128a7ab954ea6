"""Hires FLI over sprites with writes of the picture's choice: those under which it costs least.

Groups of registers hang on each other through nothing, so that each has its best path: three sprites through the 4,096
colours that they can have together, from line to line, the four colours at the left through 65,536. In a step a group
may change any few of its colours, and how few is counted: costs are kept by how many writes have been made.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from pixelstyle.screens.signals.nufli import COLOURS, PAIRS, UNDERLAYS, Layers
from pixelstyle.screens.signals.nuflix import GROUPS, latest, shares
from pixelstyle.screens.solving.signals.nufli import layers_of, left_costs, sprite_costs


def best_fitted_layers(pairs: np.ndarray) -> Layers:
    """The layers whose dots cost least in two colours each, [136, 200, 320], in the order of `pair_numbers`."""
    costs = sprite_costs(pairs)
    sprites = np.empty((2 * PAIRS, UNDERLAYS), np.uint8)
    for number, group in enumerate(GROUPS):
        sprites[:, group] = _sprites(costs[..., group], group, number)
    dots, of_pairs = left_costs(pairs)
    return layers_of(pairs, sprites, dots, _left(of_pairs))


def _along(values: np.ndarray, axis: int, axes: int) -> np.ndarray:
    """A vector of 16 as an array that goes along one of so many axes."""
    return values.reshape([COLOURS if other == axis else 1 for other in range(axes)])


def _fewer(costs: list[np.ndarray], changed: list[np.ndarray], most: int) -> list[np.ndarray]:
    """Costs by how many writes there were, 0 to at most `most`: without one more, or changed by one more."""
    found = []
    for count in range(min(len(costs), most) + 1):
        ways = [costs[count]] if count < len(costs) else []
        ways += [changed[count - 1]] if count else []
        found.append(np.minimum(*ways) if len(ways) == 2 else ways[0])
    return found


def _forward(before: np.ndarray, costs: np.ndarray, step: int, number: int) -> np.ndarray:
    """What three sprites' colours in line 2 step cost in all, [16, 16, 16], for what they cost in line 2 step - 2 and
    what the pair of lines between costs with each one's colours in its two lines, [16, 16, 3]."""
    most, axes = shares(step)[number], before.ndim
    held = [before]
    for axis in range(axes):
        own = costs[:, :, axis]
        kept = [total + _along(np.diagonal(own), axis, axes) for total in held]
        new = [_changed(total, own, axis) for total in held]
        held = _fewer(kept, new, most)
    for axis in range(axes):
        if GROUPS[number][axis] <= latest(step):
            new = [np.broadcast_to(total.min(axis=axis, keepdims=True), total.shape) for total in held]
            held = _fewer(held, new, most)
    return np.asarray(np.minimum.reduce(held))


def _changed(total: np.ndarray, own: np.ndarray, axis: int) -> np.ndarray:
    """The least total after one sprite has another colour in the lower line of a pair than in the upper."""
    last = np.moveaxis(total, axis, -1)
    return np.moveaxis((last[..., None] + own).min(axis=-2), -1, axis)


def _sprites(costs: np.ndarray, group: tuple[int, ...], number: int) -> np.ndarray:
    """Three sprites' colours in each line, uint8 [200, 3], for what pairs of lines cost with each one's colours in the
    two lines, [16, 16, 100, 3]."""
    totals = [np.zeros((COLOURS,) * len(group), np.float32)]
    for step in range(1, PAIRS + 1):
        totals.append(_forward(totals[-1], costs[:, :, step - 1], step, number))
    lines = np.empty((2 * PAIRS, len(group)), np.uint8)
    after = np.array(np.unravel_index(totals[-1].argmin(), totals[-1].shape))
    for step in range(PAIRS, 0, -1):
        upper, lower = _back(totals[step - 1], costs[:, :, step - 1], after, (step, number))
        lines[2 * step - 2], lines[2 * step - 1] = upper, lower
        after = upper
    return lines


def _back(
    before: np.ndarray, costs: np.ndarray, after: np.ndarray, at: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The colours in a pair's two lines that led to those `after` it, by the least total; `at`: the step, and the
    number of the group."""
    step, number = at
    axes, least = range(before.ndim), np.inf
    upper, lower = after, after
    for early, late in _choices(step, number):
        total, shown = before, []
        for axis in axes:
            own, to = costs[:, :, axis], after[axis]
            if axis in early:
                ways = own.min(axis=1) if axis in late else own[:, to]
            else:
                ways = np.diagonal(own) if axis in late else np.where(np.arange(COLOURS) == to, own[to, to], np.inf)
            total = total + _along(ways, axis, before.ndim)
            shown.append(own.argmin(axis=1) if axis in early and axis in late else None)
        if total.min() < least:
            least = total.min()
            upper = np.array(np.unravel_index(total.argmin(), total.shape))
            lower = upper.copy()
            for axis in early:
                of_upper = shown[axis]
                lower[axis] = after[axis] if of_upper is None else of_upper[upper[axis]]
    return upper, lower


def _choices(step: int, number: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Which of a group's sprites a step may write before the beam, and which behind it."""
    group, most = GROUPS[number], shares(step)[number]
    behind = [axis for axis in range(len(group)) if group[axis] <= latest(step)]
    for count in range(most + 1):
        for early in itertools.combinations(range(len(group)), count):
            for more in range(most - count + 1):
                for late in itertools.combinations(behind, more):
                    yield early, late


def _left(costs: np.ndarray) -> np.ndarray:
    """Four colours after each step, uint8 [100, 4], for what pairs cost with them, [100, 16, 16, 16, 16]."""
    totals = [costs[0]]
    for step in range(1, PAIRS):
        held = [totals[-1]]
        for axis in range(4):
            new = [np.broadcast_to(total.min(axis=axis, keepdims=True), total.shape) for total in held]
            held = _fewer(held, new, shares(step)[-1])
        totals.append(costs[step] + np.minimum.reduce(held))
    colours = np.empty((PAIRS, 4), np.uint8)
    colours[-1] = np.unravel_index(totals[-1].argmin(), totals[-1].shape)
    for step in range(PAIRS - 1, 0, -1):
        colours[step - 1] = min(
            (_before(totals[step - 1], colours[step], axes) for axes in _left_choices(step)), key=lambda way: way[0]
        )[1]
    return colours


def _left_choices(step: int) -> Iterator[tuple[int, ...]]:
    return itertools.chain.from_iterable(itertools.combinations(range(4), n) for n in range(shares(step)[-1] + 1))


def _before(total: np.ndarray, after: np.ndarray, axes: tuple[int, ...]) -> tuple[float, np.ndarray]:
    """The least total from which a step that writes the colours of these axes comes to those `after` it, and the
    colours that cost it."""
    part = total[tuple(slice(None) if axis in axes else int(after[axis]) for axis in range(4))]
    colours = after.copy()
    colours[list(axes)] = np.unravel_index(part.argmin(), part.shape)
    return float(part.min()), colours
