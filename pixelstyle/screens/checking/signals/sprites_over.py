"""A multicolour bitmap under sprites: whether some background and some colours of sprites give a picture.

Written from what hides what: two unlike dots of a pixel are there only where one of them is the sprite's, and what is
not the sprite's is one of the colours that the cell has.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.picture import CheckedPicture

_CELL, _COLOURS, _OWN, _LINES = 8, 16, 3, 21
_FIRST, _SPRITES, _SIDE = 8, 8, 3
"""The first column of cells under sprites, sprites in a row, in a column, and cells that each has across and down."""
_ALLOWED = "in double dots the background and any 3 others; before them one colour of the sprite"


def overlay_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that cannot be shown, with the background and the sprites' colours that leave fewest."""
    cells = {
        (row, column): picture.indices[row * _CELL : (row + 1) * _CELL, column * _CELL : (column + 1) * _CELL]
        for row, column in np.ndindex(25, 40)
    }
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, column in cells:
        across, down = (column - _FIRST) // _SIDE, row // _SIDE
        under = 0 <= across < _SPRITES and down < _SPRITES
        groups.setdefault((down, across) if under else (-1, -1), []).append((row, column))
    bad = {place: _bad(dots, place[0]) for place, dots in cells.items()}
    without = {place: _bad(dots, None) for place, dots in cells.items() if place in groups.get((-1, -1), [])}
    best: list[tuple[int, int]] | None = None
    for background in range(_COLOURS):
        clashes = [place for place, of_cell in without.items() if of_cell[background, 0]]
        for group, places in groups.items():
            if group != (-1, -1):
                of_group = np.array([bad[place][background] for place in places])
                colour = int(of_group.sum(axis=0).argmin())
                clashes += [place for place, wrong in zip(places, of_group[:, colour], strict=True) if wrong]
        if best is None or len(clashes) < len(best):
            best = clashes
    return [
        at(place, (_CELL, _CELL), picture.names_of(set(cells[place].ravel().tolist())), _ALLOWED, "colours in a cell")
        for place in sorted(best or [])
    ]


def _bad(dots: np.ndarray, row: int | None) -> np.ndarray:
    """With which background and which colour of the sprite a cell in this row of cells, of dots [8, 8], cannot be
    shown, bool [16, 16]; None: no sprite is there."""
    lines = np.arange(_CELL) + (0 if row is None else row % _SIDE * _CELL)
    reached = (lines < _LINES) & (row is not None)
    colours = np.arange(_COLOURS)
    above = (dots[reached].reshape(-1, 1) == colours).any(axis=0)
    beside = (dots[~reached].reshape(-1, 1) == colours).any(axis=0)
    needed = beside | (above & ~np.eye(_COLOURS, dtype=bool))  # by the sprite's colour
    most = needed.sum(axis=1) - needed.T  # by the background and the sprite's colour
    pairs = dots.reshape(_CELL, -1, 2)
    unlike = pairs[..., 0] != pairs[..., 1]
    lone = unlike[~reached].any()
    parted = pairs[reached][unlike[reached]]
    not_one = ~(parted[:, :, None] == colours).any(axis=1).all(axis=0)
    return np.asarray((most > _OWN) | lone | not_one)
