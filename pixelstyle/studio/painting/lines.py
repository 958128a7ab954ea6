"""Strokes where codes within the line set the colours (Apple II, Oric, teletext): the lines that they touch, solved
whole and exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import squared_distances, srgb_to_oklab
from pixelstyle.screens import NativePicture, hold_shared, solve
from pixelstyle.studio.painting.wanted import UNLIKE, Registers, Rules, Wanted


class LineRules(Rules):
    """Of a screen whose lines are independent of each other."""

    levels = None

    def __init__(self, picture: NativePicture) -> None:
        self._mode, self._palette = picture.mode, picture.palette
        self._fixed = hold_shared(picture.mode, picture).fixed  # a background of lines that are not solved anew, too
        points = srgb_to_oklab(picture.palette.srgb())
        apart = squared_distances(points[None], points, "rgb")[0].astype(np.float32)
        self._apart: np.ndarray = apart + UNLIKE
        np.fill_diagonal(self._apart, 0)

    @property
    def cell(self) -> tuple[int, int]:
        return self._mode.width, self._height

    @property
    def _height(self) -> int:
        """Pixels of a line."""
        return 1 if self._mode.shows.cell is None else self._mode.shows.cell[1]

    def usable(self) -> list[int]:
        return list(range(len(self._palette)))

    def shown(self, indices: np.ndarray) -> np.ndarray:
        entries = np.arange(len(self._palette), dtype=np.uint8)[:, None]
        return self._mode.shows.render(indices, entries)[..., 0]

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        if not wanted.stroke.any():
            return indices, registers
        lines = np.unique(np.flatnonzero(wanted.stroke.any(axis=1)) // self._height)
        rows = (lines[:, None] * self._height + np.arange(self._height)).ravel()
        before, stroke, locked = self.shown(indices[rows]), wanted.stroke[rows], wanted.locked[rows]
        costs = self._apart[before] * wanted.dear[rows, :, None]
        dearest = np.float32(costs.max() * before.shape[1] * self._height + 1)
        every = np.arange(len(self._palette))
        costs = np.where(stroke[..., None], dearest * (every != wanted.colour), costs)
        held = dearest * before.shape[1] * self._height
        costs = np.where(locked[..., None], held * (every != before[..., None]), costs)
        strip = replace(self._mode, height=len(rows), any_size=True, fixed=self._fixed)
        solved = solve(strip, costs, self._palette).indices
        after = self.shown(solved)
        stays = ((after == before) | ~locked).all(axis=1)
        there = ((after == wanted.colour) & stroke).any(axis=1)
        by_line = (len(lines), self._height)
        accepted = stays.reshape(by_line).all(axis=1) & there.reshape(by_line).any(axis=1)
        made = indices.copy()
        made[rows] = np.where(accepted.repeat(self._height)[:, None], solved, indices[rows])
        return made, registers


class WholeRules(LineRules):
    """Of a screen whose lines hang on those above: all of it is solved anew."""

    @property
    def _height(self) -> int:
        return self._mode.height
