"""Palettes that were chosen for a picture, as the numbers that the machine's registers take, and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pixelstyle.palettes import Palette


def levels_of(palette: Palette, bits: tuple[int, int, int]) -> np.ndarray:
    """The nearest level of each channel, int [K, 3], where a channel has 2 ** bits even steps from 0 to full.

    >>> levels_of(Palette.from_array("p", np.array([[255, 0, 120]])), (4, 4, 4)).tolist()
    [[15, 0, 7]]
    """
    return np.rint(palette.bytes() * (_steps(bits) / 255)).astype(np.int64)


def palette_of_levels(levels: np.ndarray, bits: tuple[int, int, int], name: str = "chosen") -> Palette:
    """The reverse of `levels_of`: levels [K, 3] as colours."""
    return Palette.from_array(name, np.rint(levels * (255 / _steps(bits))))


def entries_of(palette: Palette, machine: Palette) -> np.ndarray:
    """For each chosen colour the entry of the machine's whole palette that it is (or is nearest to), int [K]."""
    apart = palette.bytes().astype(np.int64)[:, None] - machine.bytes().astype(np.int64)
    nearest: np.ndarray = (apart**2).sum(axis=2).argmin(axis=1)
    return nearest


def palette_of_entries(entries: Sequence[int] | np.ndarray, machine: Palette, name: str = "chosen") -> Palette:
    """The reverse of `entries_of`: entries [K] of the machine's palette as colours."""
    return Palette.from_array(name, machine.bytes()[np.asarray(entries, np.intp)])


def filled_up(values: np.ndarray, count: int) -> np.ndarray:
    """`values` [K, ...] with zeros after them up to `count`: files hold every register, pictures may choose fewer."""
    return np.concatenate([values, np.zeros((count - len(values), *values.shape[1:]), values.dtype)])


def _steps(bits: tuple[int, int, int]) -> np.ndarray:
    return (1 << np.array(bits)) - 1
