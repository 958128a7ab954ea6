"""HAM6: whether each colour is a register's, or its left neighbour's with one channel changed."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.colour_numbers import BLOCK, colours_by_cell, cut_off, numbers_of
from pixelstyle.screens.mode import ScreenMode

REGISTERS = 16


def held_and_modified(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """HAM6: where colours, all of the machine's, are neither a register's nor their left neighbour's but for a channel.

    rgb: uint8 [H, W, 3].
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
    places = colours_by_cell(numbers, wrong, BLOCK)
    clashes = [cut_off(at(where, BLOCK, found, allowed, "colours beside each other"), mode) for where, found in places]
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
