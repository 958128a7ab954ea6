"""The cheapest way through colours of which each is a register's, or the one before with another red, green or blue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Reach:
    """The colours that such a way may have: every red with every green and every blue, in layers that only registers
    lead into. State ((layer * reds + red) * greens + green) * blues + blue is one of them in a layer."""

    size: tuple[int, int, int, int]
    """How many layers, reds, greens and blues."""
    registers: np.ndarray
    """bool [S, L]: the states that a line's registers show."""

    def cheapest(self, costs: np.ndarray, first: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """The states, int [L, T], that cost least of all ways that begin from `first` [L].

        costs: float32 [T, S, L], what each state costs at each place. ends: bool [S, L], where a way may end.
        """
        length, states, lines = costs.shape
        every = np.arange(lines)
        paid = np.full((length + 1, states, lines), np.inf, np.float32)
        paid[0, first, every] = 0
        for column in range(length):
            cube = paid[column].reshape(*self.size, lines)
            entering = np.minimum(cube.min(axis=1)[:, None], cube.min(axis=2)[:, :, None])
            np.minimum(entering, cube.min(axis=3)[:, :, :, None], out=entering)
            flat = entering.reshape(states, lines)
            overall = np.broadcast_to(paid[column].min(axis=0), flat.shape)
            np.copyto(flat, overall, where=self.registers)
            np.add(flat, costs[column], out=paid[column + 1])
        state = np.where(ends, paid[length], np.inf).argmin(axis=0)
        found = np.empty((lines, length), np.int64)
        for column in range(length - 1, -1, -1):
            found[:, column] = state
            before_it = np.concatenate([*self._one_channel(state), self._overall(paid[column], state)])
            state = before_it[paid[column][before_it, every].argmin(axis=0), every]
        return found

    def _one_channel(self, state: np.ndarray) -> list[np.ndarray]:
        """The states that differ from those of [L] in red alone, in green, in blue: int [values, L] each."""
        _, reds, greens, blues = self.size
        ways = []
        for count, unit in ((reds, greens * blues), (greens, blues), (blues, 1)):
            ways.append(state - state // unit % count * unit + np.arange(count)[:, None] * unit)
        return ways

    def _overall(self, paid: np.ndarray, state: np.ndarray) -> np.ndarray:
        """The cheapest state of all, int [1, L], where a register shows `state` [L]; else that itself."""
        shown = self.registers[state, np.arange(len(state))]
        return np.where(shown, paid.argmin(axis=0), state)[None]
