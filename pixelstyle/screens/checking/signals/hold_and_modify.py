"""HAM6, HAM8 and sliced HAM: whether each colour is a register's, or its left neighbour's with one channel changed.

HAM8 changes the upper six bits of a channel: the lower two are the left neighbour's, too. Sliced HAM has in each line
one register that is the same in all lines, and 15 of its own.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.colour_numbers import BLOCK, colours_by_cell, cut_off, numbers_of
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.mode import ScreenMode

_CHANNELS = (0xFF0000, 0xFF00, 0xFF)
_HELD = {"ham6": 0, "ham8": 0x030303, "sham": 0}
"""By the signal's name, the bits of a colour that only a register changes."""
_OF_LINE = {"sham": 15}
"""How many registers a line has of its own, where it has such."""


def held_and_modified(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """Where colours, all of the machine's, are neither a register's nor their left neighbour's but for a channel.

    rgb: uint8 [H, W, 3].
    Without a palette the registers are the colours that most pixels need; before a line stands the first of them,
    here whichever leaves the fewest lines to begin with a register. Sources as for `screens.signals.ham`.
    """
    held = _HELD[mode.signal or ""]
    count = 0 if mode.choice is None else mode.choice.colours
    numbers = numbers_of(rgb)
    of_line = _OF_LINE.get(mode.signal or "")
    if palette is None:
        background, needed = _needed(numbers, held, of_line)
        registers = [background, *(colour for colour in needed if colour != background)][:count]
    else:
        background, *_ = registers = list(numbers_of(palette.bytes()).tolist())
        needed = []
    jumps = _jumps(numbers, held, background)
    wrong = jumps & ~np.isin(numbers, registers)
    if of_line is not None:
        wrong |= _beyond(np.where(jumps, numbers, background), background, of_line)
    registers_of = f"the {count} registers'" if of_line is None else f"{of_line} of {count}"
    allowed = f"{registers_of} colours, or the left neighbour's with another red, green or blue"
    places = colours_by_cell(numbers, wrong, BLOCK)
    clashes = [cut_off(at(where, BLOCK, found, allowed, "colours beside each other"), mode) for where, found in places]
    if clashes and palette is None and len({*needed, background}) > count:
        many = f"{len({*needed, background}):,} colours that need a register"
        clashes.insert(0, of_all(mode, [many], f"{count}", "colours in the picture"))
    return clashes


def too_many_registers(picture: CheckedPicture) -> list[Clash]:
    """The lines in which codes show more registers than sliced HAM writes."""
    count = 0 if picture.mode.choice is None else picture.mode.choice.colours
    most = _OF_LINE[picture.mode.signal or ""]
    codes = np.where(picture.indices < count, picture.indices, 0).astype(np.intp)
    line = (picture.mode.width, 1)
    return [
        at((int(row), 0), line, picture.names_of(np.unique(codes[row])), f"the first and {most} more", "registers")
        for row in np.flatnonzero(_beyond(codes, 0, most).any(axis=1))
    ]


def _beyond(shown: np.ndarray, background: int, most: int) -> np.ndarray:
    """Where a line shows others beside the background and the `most` that most of its pixels have, bool [H, W]."""
    wrong = np.zeros(shown.shape, bool)
    for row, line in enumerate(shown):
        colours = Counter(line[line != background].tolist())
        if len(colours) > most:
            kept = [background, *(colour for colour, _ in colours.most_common(most))]
            wrong[row] = ~np.isin(line, kept)
    return wrong


def _needed(numbers: np.ndarray, held: int, of_line: int | None) -> tuple[int, list[int]]:
    """The best colour to begin lines with, and the colours that need a register, those of most pixels first."""
    jumps = _jumps(numbers, held)
    inner = numbers[:, 1:][jumps[:, 1:]]
    known, counts = np.unique(inner, return_counts=True)
    needed = known[np.argsort(-counts, kind="stable")].tolist()
    starts = set(np.unique(numbers[:, 0]).tolist())
    first = sorted(starts.difference(needed))
    worth = _worth(first, needed, held, first if of_line is None else sorted(starts))
    ranked = sorted(worth, key=lambda colour: (-worth[colour], colour))
    background = ranked[0]
    if of_line is not None:
        lines = [(int(line[0]), set(line[1:][jump[1:]].tolist())) for line, jump in zip(numbers, jumps, strict=True)]
        full = [(start, own) for start, own in lines if len(own) >= of_line]
        fitting = (
            colour
            for colour in ranked
            if all(
                len((own | {start} if _apart(colour, start, held) else own) - {colour}) <= of_line
                for start, own in full
            )
        )
        background = next(fitting, background)
    also = [colour for colour in first if _apart(background, colour, held)]
    return background, needed + also


def _worth(first: list[int], needed: list[int], held: int, crossed: list[int]) -> dict[int, int]:
    """For each colour that lines could begin behind, from how many of the first ones it saves a register, one that is
    needed anyhow being worth as much as one more.

    From a colour those are made that lie with it on one of three rays: all but one channel, and what of this is held,
    are the same. So the best lies on a ray with many of them, or where rays of two or more of those to be `crossed` do.
    """
    rays = Counter((channel, _ray(colour, channel, held)) for colour in first for channel in _CHANNELS)
    made = {colour: sum(rays[channel, _ray(colour, channel, held)] for channel in _CHANNELS) for colour in first}
    worth = {colour: count - 2 for colour, count in made.items()}  # itself, counted on each of its three rays
    for one, other in combinations(_CHANNELS, 2):
        third = 0xFFFFFF & ~one & ~other
        along: dict[int, set[int]] = {}
        for colour in crossed:
            along.setdefault(colour & (third | held), set()).add(colour)
        for colours in along.values():
            ones, others = {colour & one for colour in colours}, {colour & other for colour in colours}
            shared = next(iter(colours)) & third
            for a in ones if len(colours) > 1 else ():
                for b in others:
                    crossing = shared | a | b
                    if crossing not in worth:
                        worth[crossing] = sum(rays[channel, _ray(crossing, channel, held)] for channel in _CHANNELS)
    for colour in needed:
        reached = sum(not _apart(colour, other, held) for other in first)
        worth[colour] = max(worth.get(colour, 0), reached + 1)
    return worth


def _ray(colour: int, channel: int, held: int) -> int:
    """What stays the same when a channel is set."""
    return colour & ~(channel & ~held)


def _jumps(numbers: np.ndarray, held: int, before: int = 0) -> np.ndarray:
    """Where no code makes a pixel of its left neighbour, bool [H, W]; `before` is left of all."""
    left = np.concatenate([np.full((len(numbers), 1), before), numbers[:, :-1]], axis=1)
    differ = numbers ^ left
    channels = sum((differ & channel != 0).astype(np.intp) for channel in _CHANNELS)
    return np.asarray((channels >= 2) | (differ & held != 0))


def _apart(left: int, right: int, held: int) -> bool:
    """The same of two colours."""
    differ = left ^ right
    return bool(differ & held) or sum(bool(differ & channel) for channel in _CHANNELS) >= 2
