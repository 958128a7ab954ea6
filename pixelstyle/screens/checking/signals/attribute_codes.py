"""Oric and teletext: whether codes within a line can have set the colours that its cells show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.packing import Colours, Place
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.checking.subpalettes import cells_of

Reach = np.ndarray
"""bool [8, 8]: the (first colour, second colour) in which a line can be before a cell."""
Step = Callable[[Reach, list[int]], Reach]
"""What a line can be in after a cell that shows these colours."""


def oric_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that no line of ink and paper codes leads to. Each line starts with ink 7 on paper 0."""
    return _clashes(picture, (7, 0), _oric)


def teletext_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that no row of control codes leads to. Each row starts in white letters on 0."""
    return _clashes(picture, (0, 0), _teletext)


def _clashes(picture: CheckedPicture, start: tuple[int, int], step: Step) -> list[Clash]:
    cell = picture.mode.shows.cell
    assert cell is not None
    used = cells_of(picture.indices, cell)
    rows, columns = picture.mode.height // cell[1], picture.mode.width // cell[0]
    return [
        at(place, cell, picture.names_of(used[place]), "what codes to its left can set", "colour codes")
        for row in range(rows)
        for place in _unreachable(row, columns, used, start, step)
    ]


def _unreachable(row: int, columns: int, used: dict[Place, Colours], start: tuple[int, int], step: Step) -> list[Place]:
    """The cells of a row that no codes lead to; after each, the line goes on as if anything could be."""
    found = []
    reach = np.zeros((8, 8), bool)
    reach[start] = True
    for column in range(columns):
        reach = step(reach, sorted(used[row, column]))
        if not reach.any():
            found.append((row, column))
            reach = np.ones((8, 8), bool)
    return found


def _both(a: int, b: int) -> Reach:
    """The states whose two colours include a and b."""
    held = np.zeros((8, 8), bool)
    if a == b:
        held[a] = held[:, a] = True
    else:
        held[a, b] = held[b, a] = True
    return held


def _oric(reach: Reach, used: list[int]) -> Reach:
    """Dots in ink and paper or in both's complements; or a code, which shows plain paper or its complement."""
    after = np.zeros((8, 8), bool)
    if len(used) > 2:
        return after
    low, high = used[0], used[-1]
    after[:] = np.logical_and(reach, _both(low, high) | _both(7 - low, 7 - high))
    if low == high:
        for paper in {low, 7 - low}:
            after[:, paper] |= reach[:, paper].any()  # a new ink, this paper
            after[:, paper] |= reach.any(axis=1)  # this paper is the new one, the ink what it was
    return after


def _teletext(reach: Reach, used: list[int]) -> Reach:
    """A mosaic in foreground and background (foreground 0: white letters, hence no mosaic), or a code in its place."""
    after = np.zeros((8, 8), bool)
    if len(used) > 2:
        return after
    low, high = used[0], used[-1]
    mosaics: Reach = np.logical_and(reach, _both(low, high))
    mosaics[0] = False
    after[:] = mosaics
    if low == high:
        after[0, low] |= reach[0, low]
        after[1:, low] |= reach[:, low].any()  # a new foreground
        fronts: np.ndarray = reach.max(axis=1)
        if fronts[low] and low:
            after[low, low] = True  # the background takes the foreground's colour
        if low == 7 and fronts[0]:
            after[0, 7] = True
        if low == 0:
            after[:, 0] |= fronts  # black background
    return after
