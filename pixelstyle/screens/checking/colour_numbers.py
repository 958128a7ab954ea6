"""Colours as numbers, 65536 * red + 256 * green + blue, and the places where some of them stand."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.mode import ScreenMode

BLOCK = (8, 8)
"""Where clashes are told by in modes without cells."""


def numbers_of(rgb: np.ndarray) -> np.ndarray:
    """The colours of uint8 [..., 3] as numbers, int64 [...]."""
    wide = rgb.astype(np.int64)
    return np.asarray(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2])


def colours_of(numbers: np.ndarray) -> np.ndarray:
    """The colours, uint8 [..., 3], whose numbers are [...]."""
    return np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=-1).astype(np.uint8)


def distinct(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different numbers of [...], sorted, [N], and for each its place among them, int64 [...].

    As numpy's `unique` with its inverse, which sorts places as well and takes five times as long.
    """
    known = np.unique(numbers)
    return known, np.searchsorted(known, numbers)


def names_of(numbers: np.ndarray) -> list[str]:
    """'#rrggbb' of each number of [N]."""
    return [f"#{number:06x}" for number in numbers.tolist()]


def on_lattice(colours: np.ndarray, bits: tuple[int, int, int]) -> np.ndarray:
    """Whether each channel of colours, [..., 3], is one of its evenly spaced levels, rounded to 8 bits either way."""
    most = np.array([(1 << count) - 1 for count in bits])
    levels = colours * (most / 255)
    return np.asarray((np.abs(levels - np.round(levels)) * (255 / most) < 1).all(axis=-1))


def cell_of(mode: ScreenMode) -> tuple[int, int]:
    """Width and height of the areas by which clashes of a mode are told."""
    return mode.cells[0] if mode.cells else mode.shows.cell or BLOCK


def colours_by_cell(
    numbers: np.ndarray, wrong: np.ndarray, cell: tuple[int, int]
) -> list[tuple[tuple[int, int], list[str]]]:
    """(row, column) of the cells with wrong pixels, bool [H, W], and the names of the colours that these show."""
    by_cell: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows, columns = np.nonzero(wrong)
    across = -(-numbers.shape[1] // cell[0])
    found = np.unique((rows // cell[1] * across + columns // cell[0] << 24) + numbers[rows, columns])
    for place, name in zip((found >> 24).tolist(), names_of(found & 0xFFFFFF), strict=True):
        by_cell[divmod(place, across)].append(name)
    return sorted(by_cell.items())


def cut_off(clash: Clash, mode: ScreenMode) -> Clash:
    """The clash with its box within the picture, which blocks do not always divide."""
    left, top, width, height = clash.box
    box = (left, top, min(width, mode.width - left), min(height, mode.height - top))
    return Clash(clash.cell, box, clash.found, clash.allowed, clash.rule)
