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
    return np.asarray(rgb.astype(np.int64) @ np.array([65536, 256, 1]))


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
    triples = np.unique(np.stack([rows // cell[1], columns // cell[0], numbers[rows, columns]], axis=1), axis=0)
    for (row, column), name in zip(triples[:, :2].tolist(), names_of(triples[:, 2]), strict=True):
        by_cell[row, column].append(name)
    return sorted(by_cell.items())


def cut_off(clash: Clash, mode: ScreenMode) -> Clash:
    """The clash with its box within the picture, which blocks do not always divide."""
    left, top, width, height = clash.box
    box = (left, top, min(width, mode.width - left), min(height, mode.height - top))
    return Clash(clash.cell, box, clash.found, clash.allowed, clash.rule)
