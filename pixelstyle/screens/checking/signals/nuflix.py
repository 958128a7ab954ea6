"""Hires FLI over sprites whose registers are written where the picture needs it: whether some writes show it.

Written from the machine's side: of three sprites all colours that they may have at a time are followed from pair to
pair of lines, through every choice of which to write, before the beam or behind it, that there is time for.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

import numpy as np

from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.checking.signals.nufli import (
    COLOURS_AT_THE_LEFT,
    clash_at,
    last_cells,
    two_dots,
    ways_of_sprite,
    with_hires,
)

_PAIRS, _COLOURS, _WIDE, _BESIDE = 100, 16, 48, 24
_BUSY = {*range(24, 40, 4), *range(44, 60, 4), 64, *range(68, 84, 4)}
"""Steps that have something else to do."""


def _time_for(step: int) -> tuple[int, int, int]:
    """How many colours are written of sprites 1 to 3, of 4 to 6, and at the left."""
    if step >= _PAIRS:
        return 0, 0, 0
    if step in _BUSY:
        return (2, 1, 1) if step % 8 == 0 else (1, 2, 1)
    return (2, 2, 2) if step % 4 else (2, 2, 1)


def fitted_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that no colours give, and pairs of lines for which more has to be written than there is time for."""
    clashes = [*_at_the_left(picture), *last_cells(picture)]
    for group in range(2):
        clashes += _under_three(picture, group)
    return sorted(clashes, key=lambda clash: (clash.box[1], clash.box[0]))


def _any(sets: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """The states, bool, that are reached when the colours on these axes may become any."""
    return np.broadcast_to(sets.any(axis=axes, keepdims=True), sets.shape) if axes else sets


def _some(of: range, most: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(of, count) for count in range(most + 1))


def _under_three(picture: CheckedPicture, group: int) -> Iterator[Clash]:
    left = _BESIDE + 3 * _WIDE * group
    possible = np.ones((_COLOURS,) * 3, bool)  # what the three can be in the upper line
    for pair in range(_PAIRS):
        of_sprites = [ways_of_sprite(picture, pair, left + sprite * _WIDE) for sprite in range(3)]
        cells = [clash for _, clashes in of_sprites for clash in clashes]
        yield from cells
        after = _after(possible, [ways for ways, _ in of_sprites], pair + 1, group)
        if not cells and not after.any():
            allowed = "colours of the sprites that there is time to write"
            yield clash_at(picture, pair, (left, 3 * _WIDE), allowed)
        possible = after if after.any() else np.ones_like(possible)


def _after(upper: np.ndarray, ways: list[np.ndarray], step: int, group: int) -> np.ndarray:
    """What three sprites can be in the next pair's upper line, bool [16, 16, 16], for what they can be in this one's
    and with which colours, in upper and lower line, each can be shown, bool [16, 16]."""
    writes = _time_for(step)[group]
    last = 4 if step not in _BUSY else 3  # the sprite, 0 to 5, behind which there is still time
    behind = range(max(0, min(3, last + 1 - 3 * group)))
    after = np.zeros_like(upper)
    for early in _some(range(3), writes):
        lower = upper
        for sprite, way in enumerate(ways):
            moved = np.moveaxis(lower, sprite, -1)
            if sprite in early:
                moved = (moved.astype(np.uint8) @ way.astype(np.uint8)) > 0
            else:
                moved = moved & np.diagonal(way)
            lower = np.moveaxis(moved, -1, sprite)
        for late in _some(behind, writes - len(early)):
            after = after | _any(lower, late)
    return after


def _at_the_left(picture: CheckedPicture) -> Iterator[Clash]:
    possible = np.ones((_COLOURS,) * 4, bool)
    for pair in range(_PAIRS):
        here = with_hires(two_dots(picture.indices[2 * pair : 2 * pair + 2, :_BESIDE]))
        changed = possible
        if pair:
            changed = np.logical_or.reduce([_any(possible, axes) for axes in _some(range(4), _time_for(pair)[2])])
        possible = changed & here
        if not possible.any():
            alone = here.any()
            allowed = COLOURS_AT_THE_LEFT + (", as far as there is time to write them" if alone else "")
            yield clash_at(picture, pair, (0, _BESIDE), allowed)
            possible = here if alone else np.ones_like(here)
