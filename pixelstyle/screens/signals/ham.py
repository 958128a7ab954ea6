"""Amiga hold-and-modify: each pixel is a register's colour, or the one to its left with a new red, green or blue.

HAM6 has 16 registers of four bits a channel and sets four bits; HAM8, which came with the AGA, has 64 of eight bits,
sets the upper six bits of a channel and holds its lower two. Indices are codes: with N registers, 0 to N - 1 are
these; N + v, 2 N + v, 3 N + v the colour to the left with its blue, red, green set to v. Every line begins as if
colour 0 stood to its left.
Sources: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapter 3, "Hold and modify mode"; for HAM8 what
netpbm's ilbmtoppm makes of it, which holds those two bits, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.signals.signal import Signal

CHANNEL_CODES = (2, 3, 1)
"""The upper two bits of a code that sets red, green, blue."""


@dataclass(frozen=True)
class HoldAndModify:
    """One of the two kinds."""

    bits: int
    """That a code sets: 4 or 6."""

    @property
    def registers(self) -> int:
        return 1 << self.bits

    @property
    def held(self) -> int:
        """The bits of a channel, 0..255, that no code sets."""
        return 0 if self.bits == 4 else 3

    def level(self, data: np.ndarray) -> np.ndarray:
        """What data, 0..N - 1, set a channel to, uint8, but for the bits that are held."""
        return np.asarray(data * 17 if self.bits == 4 else data << 2, np.uint8)

    def held_in_registers(self, colours: np.ndarray) -> np.ndarray:
        """Colours, uint8 [K, 3], as registers hold them: in HAM6 the upper four bits of each channel."""
        return np.asarray((colours >> 4) * 17 if self.bits == 4 else colours, np.uint8)

    def render(self, codes: np.ndarray, colours: np.ndarray) -> np.ndarray:
        """The colours, uint8 [H, W, 3], that codes, uint8 [H, W], show with a palette of colours, uint8 [K, 3]."""
        shown = np.empty((*codes.shape, 3), np.uint8)
        table = self.held_in_registers(np.resize(colours, (self.registers, 3)))
        current = np.tile(table[0], (len(codes), 1))
        data, orders = codes & (self.registers - 1), codes >> self.bits
        levels = self.level(data)
        for column in range(codes.shape[1]):
            current = np.where((orders[:, column] == 0)[:, None], table[data[:, column]], current)
            for channel, order in enumerate(CHANNEL_CODES):
                here = orders[:, column] == order
                current[here, channel] = levels[here, column] | current[here, channel] & self.held
            shown[:, column] = current
        return shown

    def codes_of(self, rgb: np.ndarray, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The code of each pixel, uint8 [H, W], for rgb, uint8 [H, W, 3], with a palette of colours, uint8 [K, 3], and
        where there is one, bool [H, W].

        No search is needed: after a pixel the hardware holds its colour, whichever code made it.
        """
        left = np.concatenate([np.broadcast_to(colours[0], (len(rgb), 1, 3)), rgb[:, :-1]], axis=1)
        data = rgb // 17 if self.bits == 4 else rgb >> 2
        codes = np.zeros(rgb.shape[:2], np.uint8)
        for channel in (2, 0, 1):
            here = self._set_alone(left, rgb, channel)
            codes = np.where(here, CHANNEL_CODES[channel] << self.bits | data[:, :, channel], codes).astype(np.uint8)
        possible = ~self._far(left, rgb)
        for entry in reversed(range(min(len(colours), self.registers))):
            listed = (rgb == colours[entry]).all(axis=2)
            codes[listed], possible[listed] = entry, True
        if self.bits == 4:
            possible &= (rgb % 17 == 0).all(axis=2)
        return codes, possible

    def palette_of(self, rgb: np.ndarray) -> np.ndarray | None:
        """The fewest colours, uint8 [K, 3], with which codes make exactly these, uint8 [H, W, 3]; None where more than
        there are registers are needed.

        A colour must be in the palette where no code makes it of its left neighbour's. To the left of a line stands
        entry 0: one of the colours themselves, or one that has two channels of one of them and the third of another,
        for others can begin no more than a line with one colour.
        """
        needed = np.unique(rgb[:, 1:][self._far(rgb[:, :-1], rgb[:, 1:])], axis=0)
        if len(needed) > self.registers:
            return None
        first = np.unique(rgb[:, 0], axis=0)
        first = first[~_among(first, needed)]
        begins = np.concatenate([needed, first, *_crossings(first)])
        out_of_reach = self._far(begins[:, None], first[None])
        also = out_of_reach.sum(axis=1) + ~_among(begins, needed)
        best = int(also.argmin())
        rest = np.concatenate([needed, first[out_of_reach[best]]])
        colours = np.concatenate([begins[best : best + 1], rest[(rest != begins[best]).any(axis=1)]])
        return colours if len(colours) <= self.registers else None

    def _set_alone(self, left: np.ndarray, right: np.ndarray, channel: int) -> np.ndarray:
        """Where only a channel differs, and that not in what is held, bool [...], for uint8 [..., 3]."""
        apart = left ^ right
        others = np.delete(apart, channel, axis=-1)
        return np.asarray(~others.any(axis=-1) & (apart[..., channel] & self.held == 0))

    def _far(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Where no code makes the one colour of the other, bool [...], for uint8 [..., 3]."""
        apart = left ^ right
        return np.asarray(((apart != 0).sum(axis=-1) > 1) | (apart & self.held).any(axis=-1))


def _crossings(colours: np.ndarray) -> list[np.ndarray]:
    """For uint8 [N, 3] all that have two channels of one and the third of another with which it shares a channel."""
    crossed = []
    for shared, taken in ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)):
        one, other = np.nonzero(colours[:, None, shared] == colours[None, :, shared])
        mixed = colours[one]
        mixed[:, taken] = colours[other, taken]
        crossed.append(np.unique(mixed, axis=0))
    return crossed


def _among(colours: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which of the colours [N, 3] are among the others [M, 3]."""
    weights = np.array([1 << 16, 1 << 8, 1])
    return np.isin(colours @ weights, others @ weights)


KINDS = {"ham6": HoldAndModify(4), "ham8": HoldAndModify(6)}
"""By the signal's name."""


def _signal(name: str) -> Signal:
    kind = KINDS[name]
    return Signal(
        name,
        kind.render,
        codes=4 * kind.registers,
        beyond_palette=True,
        codes_of=kind.codes_of,
        palette_of=kind.palette_of,
    )


HAM6, HAM8 = map(_signal, KINDS)
