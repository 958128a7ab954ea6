"""Hires FLI over sprites: whether some colours of cells and sprites give a picture, with what may change from one pair
of lines to the next.

Written from what a cell can show: each two dots beside each other are ink and one more colour, which is the paper or
the sprite's. So for each ink the colours that are left over have to be one paper's and, in each line, one sprite's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.checking.picture import CheckedPicture

_PAIRS, _WIDE, _GREY, _COLOURS = 100, 48, 15, 16
_BESIDE, _LAST = 24, 312
"""Where the six sprites begin, and where they end."""
_KEEP = ("135", "2", "6", "3", "246", "5", "6", "4")
"""By step modulo 8, the sprites, 1 to 6 from the left, that keep their colours."""
COLOURS_AT_THE_LEFT = "light grey, a sprite's colour in any dot, and in each two dots one of three more"
_TwoDots = frozenset[frozenset[int]]
"""The colours of all two dots beside each other in a line of a cell."""


def layer_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that no colours give; where each could be shown alone, the first that do not go with those above."""
    dots = picture.indices
    clashes = [*_left(picture, dots[:, :_BESIDE])]
    for sprite in range(6):
        clashes += _under_sprite(picture, sprite + 1, _BESIDE + sprite * _WIDE)
    clashes += last_cells(picture)
    return sorted(clashes, key=lambda clash: (clash.box[1], clash.box[0]))


def last_cells(picture: CheckedPicture) -> Iterator[Clash]:
    """The cells at the right, beside the sprites, with more than two colours."""
    for pair in range(_PAIRS):
        if len(np.unique(picture.indices[2 * pair : 2 * pair + 2, _LAST:])) > 2:
            yield clash_at(picture, pair, (_LAST, 8), "two colours, no sprite")


def _under_sprite(picture: CheckedPicture, sprite: int, left: int) -> Iterator[Clash]:
    before: np.ndarray = np.ones(_COLOURS, bool)  # what the sprite can have been in the line above
    for pair in range(_PAIRS):
        ways, cells = ways_of_sprite(picture, pair, left)
        yield from cells
        step = pair + 1
        if step == _PAIRS or str(sprite) in _KEEP[step % 8]:
            ways &= np.eye(_COLOURS, dtype=bool)
        possible = np.asarray((before[:, None] & ways).any(axis=0))
        if not cells and not possible.any():
            yield clash_at(picture, pair, (left, _WIDE), "one colour of the sprite for six cells, and as it changes")
        before = possible if possible.any() else np.ones(_COLOURS, bool)


def ways_of_sprite(picture: CheckedPicture, pair: int, left: int) -> tuple[np.ndarray, list[Clash]]:
    """With which colours of a sprite, in the upper line and in the lower, bool [16, 16], the six cells above it can be
    shown, but for those that no colours give, which are told."""
    ways, clashes = np.ones((_COLOURS, _COLOURS), bool), []
    for cell in range(left, left + _WIDE, 8):
        upper, lower = (two_dots(line[cell : cell + 8]) for line in picture.indices[2 * pair : 2 * pair + 2])
        here = _ways_of_cell(upper, lower)
        if here.any():
            ways &= here
        else:
            clashes.append(
                clash_at(picture, pair, (cell, 8), "an ink, and a paper or a sprite's colour in each two dots")
            )
    return ways, clashes


def two_dots(line: np.ndarray) -> _TwoDots:
    """The colours of each two dots beside each other, of colours [..., even]."""
    return frozenset(frozenset(both) for both in line.reshape(-1, 2).tolist())


@cache
def _everything() -> frozenset[int]:
    return frozenset(range(_COLOURS))


def _ways_of_cell(upper: _TwoDots, lower: _TwoDots) -> np.ndarray:
    """With which colours of the sprite, in the upper line and in the lower, bool [16, 16], a cell can be shown."""
    ways = np.zeros((_COLOURS, _COLOURS), bool)
    shown = frozenset().union(*upper, *lower)
    for ink in shown | {min(_everything() - shown)}:
        rest = [[two - {ink} for two in line] for line in (upper, lower)]
        if any(len(two) > 1 for line in rest for two in line):
            continue
        above, below = (frozenset().union(*line) for line in rest)
        for paper in above | below | {ink}:
            sprites = [line - {paper} for line in (above, below)]
            if all(len(colours) <= 1 for colours in sprites):
                upper_one, lower_one = (list(colours or _everything()) for colours in sprites)
                ways[np.ix_(upper_one, lower_one)] = True
    return ways


def _left(picture: CheckedPicture, dots: np.ndarray) -> Iterator[Clash]:
    possible = np.ones((_COLOURS,) * 4, bool)
    for pair in range(_PAIRS):
        lines = dots[2 * pair : 2 * pair + 2]
        here = with_hires(two_dots(lines))
        changed = possible.any(axis=pair % 4, keepdims=True) if pair else possible
        possible = changed & here
        if not possible.any():
            alone = here.any()
            allowed = COLOURS_AT_THE_LEFT + (", and as these change" if alone else "")
            yield clash_at(picture, pair, (0, _BESIDE), allowed)
            possible = here if alone else np.ones_like(here)


def with_hires(dots: _TwoDots) -> np.ndarray:
    """Whether two lines can be shown with the hires sprite's colour and three others, bool [16, 16, 16, 16]."""
    fits = np.zeros((_COLOURS,) * 4, bool)
    for hires in range(_COLOURS):
        rest = [two - {_GREY, hires} for two in dots]
        needed = frozenset().union(*rest)
        if len(needed) > 3 or any(len(two) > 1 for two in rest):
            continue
        here = np.ones((_COLOURS,) * 3, bool)
        for colour in needed:
            is_it = np.arange(_COLOURS) == colour
            here &= is_it[:, None, None] | is_it[:, None] | is_it
        fits[hires] = here
    return fits


def clash_at(picture: CheckedPicture, pair: int, across: tuple[int, int], allowed: str) -> Clash:
    """That a pair of lines shows what it cannot; `across`: from which dot on, and how many."""
    left, width = across
    found = np.unique(picture.indices[2 * pair : 2 * pair + 2, left : left + width]).tolist()
    names = tuple(picture.names_of(set(found)))
    return Clash((left // 8, pair), (left, 2 * pair, width, 2), names, allowed, "colours over sprites")
