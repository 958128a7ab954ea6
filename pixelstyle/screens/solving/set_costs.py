"""The inner loop of every exact search: what each cell would cost with each of many sets of colours.

The cost of a cell with a set is the sum over its pixels of the cheapest colour in the set. Sets come sorted, so that
those which share all but their last colour are evaluated together, and partial minima are kept for the prefixes.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

_BUFFER_BYTES = 1_000_000
"""What one core's second-level cache holds comfortably; and"""
_PAIR_BYTES = 4_000_000
"""what suits the much larger costs of pairs, which are each read seldom."""

Sets = tuple[tuple[int, ...], ...]


def split_cells(costs: np.ndarray, cell: tuple[int, int], fine: tuple[int, int] | None = None) -> np.ndarray:
    """Costs [H, W, K] as [K, P, N]: P pixels of a cell, row by row, of N cells, row by row.

    With `fine`, a smaller cell that divides `cell`, P and N are those of the fine cells, and the fine cells of one
    coarse cell stand next to each other (row by row in it). Pixels beyond the picture's edge cost nothing in any
    colour.
    """
    height, width, colours = costs.shape
    across, down = -(-width // cell[0]), -(-height // cell[1])
    if (across * cell[0], down * cell[1]) != (width, height):
        padded = np.zeros((down * cell[1], across * cell[0], colours), np.float32)
        padded[:height, :width] = costs
        costs = padded
    fine = fine or cell
    fine_down, fine_across = cell[1] // fine[1], cell[0] // fine[0]
    blocks = costs.reshape(down, fine_down, fine[1], across, fine_across, fine[0], colours)
    # colour | row and column in the fine cell | coarse cell | fine cell in it
    cells = np.empty((colours, fine[1], fine[0], down, across, fine_down, fine_across), np.float32)
    for row in range(down):  # what one row of cells needs stays in the cache: three times as fast as all at once
        cells[:, :, :, row] = blocks[row].transpose(5, 1, 4, 2, 0, 3)
    return cells.reshape(colours, fine[0] * fine[1], -1)


@lru_cache(maxsize=8)
def pair_numbers(colours: int) -> np.ndarray:
    """Where the costs of each pair of colours stand, symmetric intp [K, K]: (0, 0), (0, 1) ... (1, 1), (1, 2) ..."""
    low, high = np.triu_indices(colours)
    numbers = np.empty((colours, colours), np.intp)
    numbers[low, high] = numbers[high, low] = np.arange(len(low))
    return numbers


def colours_of(pairs: int) -> int:
    """K from K (K + 1) / 2."""
    return (math.isqrt(8 * pairs + 1) - 1) // 2


@lru_cache(maxsize=8)
def _runs(sets: Sets) -> tuple[tuple[tuple[int, ...], int, int, int], ...]:
    """Sorted sets as (shared prefix, first last-colour, one past the last, row of the first): consecutive last
    colours."""
    runs: list[tuple[tuple[int, ...], int, int, int]] = []
    for row, chosen in enumerate(sets):
        prefix, last = chosen[:-1], chosen[-1]
        if runs and runs[-1][0] == prefix and runs[-1][2] == last:
            runs[-1] = (prefix, runs[-1][1], last + 1, runs[-1][3])
        else:
            runs.append((prefix, last, last + 1, row))
    return tuple(runs)


def set_costs(cells: np.ndarray, sets: Sets, pairs: bool = False) -> np.ndarray:
    """float32 [len(sets), N] from `split_cells`' [K, P, N]; the sets are sorted tuples of one length, themselves in
    order.

    With `pairs`, cells are [K (K + 1) / 2, P, N], costs in mixtures of two colours, numbered as `pair_numbers` says; a
    pixel then costs the least over the pairs within the set.
    """
    sources, pixels, count = cells.shape
    totals = np.empty((len(sets), count), np.float32)
    chunk = int(max(32, (_PAIR_BYTES if pairs else _BUFFER_BYTES) // (4 * sources * pixels)))
    for start in range(0, count, chunk):
        part = np.ascontiguousarray(cells[:, :, start : start + chunk])
        (_pair_totals if pairs else _totals)(part, sets, totals[:, start : start + chunk])
    return totals


def _totals(part: np.ndarray, sets: Sets, totals: np.ndarray) -> None:
    """`set_costs` of some cells."""
    depth = len(sets[0]) - 1
    least = np.empty((max(depth, 1), *part.shape[1:]), np.float32)
    buffer = np.empty_like(part)
    known: tuple[int, ...] = ()
    for prefix, first, last, row in _runs(sets):
        for level in range(_shared(known, prefix), depth):
            colour = part[prefix[level]]
            least[level] = np.minimum(least[level - 1], colour) if level else colour
        known = prefix
        ends = np.minimum(least[depth - 1], part[first:last], out=buffer[: last - first]) if depth else part[first:last]
        np.add.reduce(ends, axis=1, out=totals[row : row + last - first])


def _pair_totals(part: np.ndarray, sets: Sets, totals: np.ndarray) -> None:
    """`set_costs` of some cells with costs in pairs."""
    colours = colours_of(len(part))
    number = pair_numbers(colours)
    depth = len(sets[0]) - 1
    least = np.empty((max(depth, 1), *part.shape[1:]), np.float32)
    # With one more colour a set gains that colour's pairs with each that it has: their minima, for any next colour.
    gained = np.empty((max(depth, 1), colours, *part.shape[1:]), np.float32)
    buffer = np.empty((colours, *part.shape[1:]), np.float32)
    known: tuple[int, ...] = ()
    for prefix, first, last, row in _runs(sets):
        for level in range(_shared(known, prefix), depth):
            colour = prefix[level]
            rest = part[number[colour, colour] : number[colour, -1] + 1]  # its pairs with itself and all after it
            if not level:
                least[0] = part[number[colour, colour]]
                gained[0, colour:] = rest
            else:
                np.minimum(least[level - 1], gained[level - 1, colour], out=least[level])
                if level < depth - 1:
                    np.minimum(gained[level - 1, colour:], rest, out=gained[level, colour:])
        known = prefix
        out = buffer[: last - first]
        if not depth:
            out[:] = part[np.diagonal(number)[first:last]]
        else:
            begin = number[prefix[-1], first]
            np.minimum(least[depth - 1], part[begin : begin + last - first], out=out)
            if depth > 1:
                np.minimum(out, gained[depth - 2, first:last], out=out)
        np.add.reduce(out, axis=1, out=totals[row : row + last - first])


def _shared(known: tuple[int, ...], prefix: tuple[int, ...]) -> int:
    """How many colours two prefixes have in common from the start."""
    same = 0
    while same < len(known) and known[same] == prefix[same]:
        same += 1
    return same
