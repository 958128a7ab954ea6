"""The checker's rules about pictures of which only the colours are known: which the machine can make at all, how many
at once, and which of them beside each other.

Colours are numbers here, 65536 * red + 256 * green + blue.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.signals import CELLS
from pixelstyle.screens.mode import ScreenMode

BLOCK = (8, 8)
"""Where clashes are told by in modes without cells."""
REGISTERS = 16
"""Of hold-and-modify; of extra half-brite there are twice as many."""


def numbers_of(rgb: np.ndarray) -> np.ndarray:
    """The colours of uint8 [..., 3] as numbers, int64 [...]."""
    return np.asarray(rgb.astype(np.int64) @ np.array([65536, 256, 1]))


def names_of(numbers: np.ndarray) -> list[str]:
    """'#rrggbb' of each number."""
    return [f"#{number:06x}" for number in numbers.tolist()]


def on_lattice(colours: np.ndarray, bits: tuple[int, int, int]) -> np.ndarray:
    """Whether each channel of colours, [..., 3], is one of its evenly spaced levels, rounded to 8 bits either way."""
    most = np.array([(1 << count) - 1 for count in bits])
    levels = colours * (most / 255)
    return np.asarray((np.abs(levels - np.round(levels)) * (255 / most) < 1).all(axis=-1))


def check_gamut(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """The cells that show colours which the machine cannot make: none of the palette's, or, where there is no palette,
    of more bits than the mode has. rgb: uint8 [H, W, 3], native pixels. If there are too many colours besides, that
    comes first."""
    numbers, place = np.unique(numbers_of(rgb), return_inverse=True)
    if palette is not None:
        strange = ~np.isin(numbers, numbers_of(palette.bytes()))
        allowed = f"the {len(palette)} colours of the palette '{palette.name}'"
        rule = "colours of the palette"
    elif mode.choice is not None and mode.choice.bits is not None:
        bits = mode.choice.bits
        strange = ~on_lattice(np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1), bits)
        allowed = f"the machine's {1 << sum(bits):,} colours, {', '.join(map(str, bits))} bits a channel"
        rule = "colours of the machine"
    else:
        return []
    wrong = strange[place.reshape(rgb.shape[:2])]
    places = _colours_by_cell(numbers_of(rgb), wrong, _cell_of(mode))
    clashes = [at(where, _cell_of(mode), found, allowed, rule) for where, found in places]
    return (_too_many(len(numbers), mode) if clashes else []) + [_cut_off(clash, mode) for clash in clashes]


def too_many_colours(rgb: np.ndarray, mode: ScreenMode) -> list[Clash]:
    """What is wrong with a picture's number of colours, where a machine has so many registers for them."""
    numbers = np.unique(numbers_of(rgb))
    if mode.signal == "ehb" and not _too_many(len(numbers), mode):
        own: list[int] = []
        halves: set[int] = set()
        for number in sorted(numbers.tolist(), key=lambda number: -sum(number.to_bytes(3, "big"))):
            if number & 0x0F0F0F not in halves:  # a half is darker than what it is the half of
                own.append(number)
                halves.add(number >> 1 & 0x070707)
        if len(own) > 2 * REGISTERS:
            return [of_all(mode, [f"{len(own)} colours that are no other's half"], "32", "colours in the picture")]
    return _too_many(len(numbers), mode)


def held_and_modified(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """HAM6: where colours, all of the machine's, are neither a register's nor their left neighbour's but for a channel.

    Without a palette the registers are the 16 colours that most pixels need; before a line stands the first of them,
    here whichever leaves the fewest lines to begin with a register. Sources as for `screens.signals.ham`.
    """
    if palette is None:
        background, needed = _needed(rgb)
        registers = [background, *(colour for colour in needed if colour != background)][:REGISTERS]
    else:
        background, *_ = registers = list(numbers_of(palette.bytes()).tolist())
        needed = []
    numbers = numbers_of(rgb)
    wrong = _jumps(numbers, background) & ~np.isin(numbers, registers)
    allowed = "the 16 registers' colours, or the left neighbour's with another red, green or blue"
    places = _colours_by_cell(numbers, wrong, BLOCK)
    clashes = [_cut_off(at(where, BLOCK, found, allowed, "colours beside each other"), mode) for where, found in places]
    if clashes and palette is None:
        many = f"{len({*needed, background}):,} colours that need a register"
        clashes.insert(0, of_all(mode, [many], f"{REGISTERS}", "colours in the picture"))
    return clashes


def _needed(rgb: np.ndarray) -> tuple[int, list[int]]:
    """HAM6's best colour to begin lines with, and the colours that need a register, those of most pixels first."""
    numbers = numbers_of(rgb)
    inner = numbers[:, 1:][_jumps(numbers)[:, 1:]]
    needed, counts = np.unique(inner, return_counts=True)
    needed = needed[np.argsort(-counts, kind="stable")]
    first = np.unique(numbers[:, 0])
    free = ~np.isin(first, needed)
    every = numbers_of(np.stack(np.meshgrid(*[np.arange(16) * 17] * 3, indexing="ij"), axis=-1).reshape(-1, 3))
    far = _channels_apart(every[:, None], first) >= 2
    background = int(((far & free).sum(axis=1) + ~np.isin(every, needed)).argmin())
    also = first[far[background] & free]
    return int(every[background]), needed.tolist() + also.tolist()


def _jumps(numbers: np.ndarray, before: int = 0) -> np.ndarray:
    """Where a pixel differs from its left neighbour in two channels or more, bool [H, W]; `before` is left of all."""
    left = np.concatenate([np.full((len(numbers), 1), before), numbers[:, :-1]], axis=1)
    return _channels_apart(numbers, left) >= 2


def _channels_apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    differ = one ^ other
    return np.asarray(sum((differ >> shift & 255 != 0).astype(np.intp) for shift in (0, 8, 16)))


def _too_many(count: int, mode: ScreenMode) -> list[Clash]:
    if mode.choice is None or mode.signal == "ham6":
        return []
    most = mode.choice.colours * (2 if mode.signal == "ehb" else 1)
    return [of_all(mode, [f"{count:,} colours"], f"{most} at once", "colours in the picture")] if count > most else []


def _cell_of(mode: ScreenMode) -> tuple[int, int]:
    return mode.cells[0] if mode.cells else CELLS.get(mode.signal or "", BLOCK)


def _colours_by_cell(
    numbers: np.ndarray, wrong: np.ndarray, cell: tuple[int, int]
) -> list[tuple[tuple[int, int], list[str]]]:
    """(row, column) of the cells with wrong pixels, bool [H, W], and the names of the colours that these show."""
    by_cell: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows, columns = np.nonzero(wrong)
    triples = np.unique(np.stack([rows // cell[1], columns // cell[0], numbers[rows, columns]], axis=1), axis=0)
    for (row, column), name in zip(triples[:, :2].tolist(), names_of(triples[:, 2]), strict=True):
        by_cell[row, column].append(name)
    return sorted(by_cell.items())


def _cut_off(clash: Clash, mode: ScreenMode) -> Clash:
    """The clash with its box within the picture, which blocks do not always divide."""
    left, top, width, height = clash.box
    box = (left, top, min(width, mode.width - left), min(height, mode.height - top))
    return Clash(clash.cell, box, clash.found, clash.allowed, clash.rule)
