"""Amiga hold-and-modify: each pixel is a register's colour, or the one to its left with a new red, green or blue.

HAM6 has 16 registers of four bits a channel and sets four bits; HAM8, which came with the AGA, has 64 of eight bits,
sets the upper six bits of a channel and holds its lower two. Indices are codes: of N colours, 0 to N - 1 are these; N
and more the colour to the left with its blue, red, green set, 16 or 64 of each. Every line begins as if colour 0 stood
to its left. In sliced HAM the 15 registers behind the first are written anew before each line: of the picture's 208
colours a line shows the first and 15 more as they are.
Sources: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapter 3, "Hold and modify mode"; for HAM8 what
netpbm's ilbmtoppm makes of it, which holds those two bits, too; for sliced HAM, Rhett Anderson, "Sliced HAM" (1989).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.signals.signal import Signal

CHANNEL_CODES = (2, 3, 1)
"""Of a code that sets red, green, blue: where among the three it stands, from 1 on."""
_WAYS = np.array([3, *map(CHANNEL_CODES.index, (1, 2, 3))])
REGISTERS_OF_LINE = 15
"""Behind the first, in sliced HAM."""


@dataclass(frozen=True)
class HoldAndModify:
    """One of the three kinds."""

    bits: int
    """That a code sets: 4 or 6."""
    registers: int
    """Colours that codes show as they are."""
    sliced: bool = False
    """Whether a line has but 16 of them."""

    @property
    def held(self) -> int:
        """The bits of a channel, 0..255, that no code sets."""
        return 0 if self.bits == 4 else 3

    def level(self, data: np.ndarray) -> np.ndarray:
        """What data [...], 0..N - 1, set a channel to, uint8 [...], but for the bits that are held."""
        return np.asarray(data * 17 if self.bits == 4 else data << 2, np.uint8)

    def held_in_registers(self, colours: np.ndarray) -> np.ndarray:
        """Colours, uint8 [K, 3], as registers hold them: in HAM6 the upper four bits of each channel."""
        return np.asarray((colours >> 4) * 17 if self.bits == 4 else colours, np.uint8)

    def ways(self, codes: np.ndarray) -> np.ndarray:
        """What each code does, intp like the codes, uint8 [...]: 0, 1, 2 sets red, green, blue; 3 shows a register."""
        orders = np.maximum((codes.astype(np.intp) - self.registers >> self.bits) + 1, 0)
        return np.asarray(_WAYS[orders])

    def codes_for(self, ways: np.ndarray, entries: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """The codes, uint8 [H, W], that go these `ways`, int [H, W], as above: to the registers' `entries`, int [H, W],
        or to the level nearest to `wanted`, float [H, W, 3], 0..1, of the channel that is set, what it holds unknown.
        """
        channels = np.minimum(ways, 2)
        level = np.take_along_axis(wanted, channels[..., None], axis=2)[..., 0].clip(0, 1) * 255
        data = np.rint(level / 17) if self.bits == 4 else np.rint((level - self.held / 2) / 4)
        orders = np.array(CHANNEL_CODES)[channels] - 1
        setting = self.registers + (orders << self.bits) + data.clip(0, (1 << self.bits) - 1).astype(np.intp)
        return np.where(ways == 3, entries, setting).astype(np.uint8)

    def registers_of(self, codes: np.ndarray, count: int) -> np.ndarray:
        """The entries that each line of codes, uint8 [H, W], may show, int [H, N], of so many: all there are, or in
        sliced HAM the first and those that the line does show, 15 at most; the rest 0, too."""
        if not self.sliced:
            return np.tile(np.arange(min(count, self.registers)), (len(codes), 1))
        entries = np.zeros((len(codes), REGISTERS_OF_LINE + 1), np.intp)
        for line, shown in enumerate(codes):
            own = np.unique(shown[(shown > 0) & (shown < min(count, self.registers))])[:REGISTERS_OF_LINE]
            entries[line, 1 : 1 + len(own)] = own
        return entries

    def render(self, codes: np.ndarray, colours: np.ndarray) -> np.ndarray:
        """The colours, uint8 [H, W, 3], that codes, uint8 [H, W], show with a palette of colours, uint8 [K, 3]."""
        shown = np.empty((*codes.shape, 3), np.uint8)
        table = self.held_in_registers(np.resize(colours, (self.registers, 3)))
        current = np.tile(table[0], (len(codes), 1))
        beyond = codes.astype(np.intp) - self.registers
        orders, entries = (beyond >> self.bits) + 1, np.minimum(codes, self.registers - 1)
        levels = self.level(beyond & ((1 << self.bits) - 1))
        for column in range(codes.shape[1]):
            current = np.where((beyond[:, column] < 0)[:, None], table[entries[:, column]], current)
            for channel, order in enumerate(CHANNEL_CODES):
                here = (orders[:, column] == order) & (beyond[:, column] >= 0)
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
            order = self.registers + (CHANNEL_CODES[channel] - 1 << self.bits)
            codes = np.where(here, order + data[:, :, channel], codes).astype(np.uint8)
        far = self.far(left, rgb)
        possible = ~far
        for entry in reversed(range(min(len(colours), self.registers))):
            listed = (rgb == colours[entry]).all(axis=2)
            listed &= far | (entry == 0) if self.sliced else True  # which registers a line has is for others to need
            codes[listed], possible[listed] = entry, True
        if self.sliced:
            possible[beyond_registers(np.where(far, codes, 0))] = False
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
        jumps = self.far(rgb[:, :-1], rgb[:, 1:])
        needed = np.unique(rgb[:, 1:][jumps], axis=0)
        if len(needed) > self.registers:
            return None
        starts = np.unique(rgb[:, 0], axis=0)
        first = starts[~_among(starts, needed)]
        begins = np.concatenate([needed, first, *_crossings(starts if self.sliced else first)])
        out_of_reach = self.far(begins[:, None], first[None])
        also = out_of_reach.sum(axis=1) + ~_among(begins, needed)
        if self.sliced:
            also += len(rgb) * ~self._lines_fit(rgb, jumps, begins)
        best = int(also.argmin())
        rest = np.concatenate([needed, first[out_of_reach[best]]])
        colours = np.concatenate([begins[best : best + 1], rest[(rest != begins[best]).any(axis=1)]])
        fits = len(colours) <= self.registers and (not self.sliced or bool(self.codes_of(rgb, colours)[1].all()))
        return colours if fits else None

    def _lines_fit(self, rgb: np.ndarray, jumps: np.ndarray, begins: np.ndarray) -> np.ndarray:
        """Behind which colours, uint8 [M, 3], as the first of all lines, none needs more than 15 more, bool [M]."""
        fit = np.ones(len(begins), bool)
        for line, jumping in zip(rgb, jumps, strict=True):
            own = np.unique(line[1:][jumping], axis=0)
            if len(own) >= REGISTERS_OF_LINE:
                begun = self.far(begins, line[0]) & ~_among(line[:1], own)
                fit &= len(own) - _among(begins, own) + begun <= REGISTERS_OF_LINE
        return fit

    def _set_alone(self, left: np.ndarray, right: np.ndarray, channel: int) -> np.ndarray:
        """Where only a channel differs, and that not in what is held, bool [...], for uint8 [..., 3]."""
        apart = left ^ right
        others = np.delete(apart, channel, axis=-1)
        return np.asarray(~others.any(axis=-1) & (apart[..., channel] & self.held == 0))

    def far(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
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


def beyond_registers(entries: np.ndarray) -> np.ndarray:
    """Where a line of entries, uint8 [H, W], shows one that is neither 0 nor among its first 15 others, bool [H, W]."""
    wrong = np.zeros(entries.shape, bool)
    for line, shown in enumerate(entries):
        own, at = np.unique(shown, return_index=True)
        own = own[np.argsort(at)]
        wrong[line] = ~np.isin(shown, [0, *own[own > 0][:REGISTERS_OF_LINE]])
    return wrong


KINDS = {"ham6": HoldAndModify(4, 16), "ham8": HoldAndModify(6, 64), "sham": HoldAndModify(4, 208, sliced=True)}
"""By the signal's name."""


def _signal(name: str) -> Signal:
    kind = KINDS[name]
    return Signal(
        name,
        kind.render,
        codes=kind.registers + (3 << kind.bits),
        beyond_palette=True,
        codes_of=kind.codes_of,
        palette_of=kind.palette_of,
    )


HAM6, HAM8, SLICED_HAM = map(_signal, KINDS)
