"""Strokes where registers hold colours for whole lines: one of them takes the stroke's colour for as long as it has to.

Which one, and from which line to which, is what changes the picture least of all that leaves writes enough between two
lines: dynamic programming over the lines near the stroke finds it for each register. Where one register cannot bring
the colour to all of the stroke, the next takes the rest.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.screens import NativePicture, ScreenMode, cut_cells, held_by_band, lay_cells, pad_to_cells
from pixelstyle.studio.painting.cells import CellRules
from pixelstyle.studio.painting.wanted import Registers, Wanted

_BESIDE = 12
"""Bands above and below the stroke that may change: a write is seldom free in the very next one."""
_REGISTERS = 6
"""Registers that one stroke may change, one after the other."""
_STROKE, _LOCKED = 1e6, 1e11
"""What a pixel of the stroke costs in another colour, and a locked one: more than all that is merely seen."""


def in_bands(mode: ScreenMode) -> bool:
    """Whether the only slots of a mode are registers for whole lines, which nothing changes within them."""
    slots = mode.slots
    alone = len(slots) == 1 and not (mode.groups or mode.glyphs or mode.tiles)
    return alone and slots[0].cell is not None and slots[0].cell[0] == mode.width and slots[0].spans is None


class BandRules(CellRules):
    """Of a picture of such a mode."""

    def __init__(self, picture: NativePicture) -> None:
        super().__init__(picture)
        self._picture, self._writes = picture, picture.mode.slots[0].writes
        self._known: tuple[np.ndarray, np.ndarray] | None = None

    def resolved(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        assert self.cell is not None
        bands = np.flatnonzero(cut_cells(pad_to_cells(wanted.stroke, self.cell), self.cell).any(axis=(1, 2, 3)))
        held = self._held_for(indices) if len(bands) else None
        if held is None:
            return indices, registers
        near = slice(max(0, bands[0] - _BESIDE), bands[-1] + 1 + _BESIDE)
        strip = _Strip(self, indices, wanted, near)
        if self._writes is None:
            held = held.copy()
            held[:, near] = strip.each_for_itself(held[:, near])
        else:
            for _ in range(_REGISTERS):
                course = strip.best_course(held, near, self._writes)
                if course is None:
                    break
                held = held.copy()
                held[course[0], near] = course[1]
        made = pad_to_cells(indices, self.cell)
        made[strip.rows] = strip.shown(held[:, near])
        made = np.ascontiguousarray(made[: len(indices)])
        self._known = (made, held)
        return made, registers

    def _held_for(self, indices: np.ndarray) -> np.ndarray | None:
        """What each register holds in each band, intp [registers, bands]; as the last stroke left it, if this is what
        came of that."""
        if self._known is not None and self._known[0] is indices:
            return self._known[1]
        return held_by_band(replace(self._picture, indices=indices, slots=()))


class _Strip:
    """The bands near a stroke, and what their pixels pay for colours."""

    def __init__(self, rules: BandRules, indices: np.ndarray, wanted: Wanted, near: slice) -> None:
        assert rules.cell is not None
        self._rules, self._colour, self._high = rules, wanted.colour, rules.cell[1]
        planes = (indices, wanted.stroke, wanted.locked, wanted.dear)
        cut = [cut_cells(pad_to_cells(plane, rules.cell), rules.cell)[near] for plane in planes]
        self._before, self._stroke, self._locked, self._dear = (part.reshape(len(part), -1) for part in cut)
        self.rows = slice(near.start * self._high, (near.start + len(self._before)) * self._high)

    def _paid(self, colours: np.ndarray) -> np.ndarray:
        """What each pixel pays for colours [..., bands], one for a band: float64 [..., bands, pixels]."""
        colours, same = colours[..., None], self._rules.same
        paid = self._rules.apart[self._before, colours] * self._dear.astype(np.float64)
        paid += _STROKE * (self._stroke & ~same[self._colour, colours])
        return np.asarray(paid + _LOCKED * (self._locked & ~same[self._before, colours]))

    def _gains(self, held: np.ndarray) -> np.ndarray:
        """What each band pays more with the stroke's colour in place of each register's own, [registers, bands]."""
        paid, new = self._paid(held), self._paid(np.full(held.shape[1], self._colour))
        which = paid.argmin(axis=0)
        least, second = np.partition(paid, 1, axis=0)[:2] if len(paid) > 1 else (paid[0], np.full(new.shape, np.inf))
        beside = np.minimum(least, new)
        gains = np.repeat((beside - least).sum(axis=1)[None], len(held), axis=0)
        np.add.at(gains, (which, np.arange(held.shape[1])[:, None]), np.minimum(second, new) - beside)
        return gains

    def each_for_itself(self, held: np.ndarray) -> np.ndarray:
        """What registers [registers, bands] hold, where each band has its own: one gives way in each."""
        gains, made = self._gains(held), held.copy()
        bands = np.flatnonzero(gains.min(axis=0) < 0)
        made[gains.argmin(axis=0)[bands], bands] = self._colour
        return made

    def best_course(self, held: np.ndarray, near: slice, writes: int) -> tuple[int, np.ndarray] | None:
        """A register and what it holds in these bands, by which the picture gains most; None: none gains.

        held: intp [registers, all bands]. A change costs nothing where the other registers leave a write for it.
        """
        gains, count = self._gains(held[:, near]), held.shape[1]
        changes = held[:, 1:] != held[:, :-1]
        free = changes.sum(axis=0) - changes < writes  # [registers, all bands - 1]
        values = np.stack([np.zeros(len(held)), np.full(len(held), np.inf)])  # its own colour, the new one
        if near.start == 0:
            values[1] = 0
        came_from = np.zeros((2, *gains.shape), np.intp)
        for at in range(gains.shape[1]):
            band = near.start + at
            if band:
                values, came_from[:, :, at] = self._stepped(values, held[:, band - 1 : band + 1], free[:, band - 1])
            values = values + np.stack([np.zeros(len(held)), gains[:, at]])
        end = near.start + gains.shape[1]
        if end < count:
            back = free[:, end - 1] | (held[:, end] == self._colour)
            values[1] = np.where(back, values[1], np.inf)
        register = int(values.min(axis=0).argmin())
        if values[:, register].min() >= 0:
            return None
        state, course = int(values[:, register].argmin()), held[register, near].copy()
        for at in range(gains.shape[1] - 1, -1, -1):
            if state:
                course[at] = self._colour
            state = int(came_from[state, register, at])
        return register, course

    def _stepped(self, values: np.ndarray, own: np.ndarray, free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values [2, registers] one band further, and from which of the two each came; own: what is held above and
        here, [registers, 2]; free: where a write is."""
        into = np.where(free | (own[:, 0] == self._colour), values[0], np.inf)
        back = np.where(free | (own[:, 1] == self._colour), values[1], np.inf)
        came_from = np.stack([back < values[0], values[1] <= into]).astype(np.intp)
        return np.stack([np.minimum(values[0], back), np.minimum(values[1], into)]), came_from

    def shown(self, held: np.ndarray) -> np.ndarray:
        """The rows with these colours held, [registers, bands]: uint8 [rows, width]."""
        which = self._paid(held).argmin(axis=0)
        made = held[which, np.arange(held.shape[1])[:, None]].astype(np.uint8)
        return np.asarray(lay_cells(made.reshape(len(made), 1, self._high, -1)))
