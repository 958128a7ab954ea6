"""Extra half-brite: whether half of the colours are the others at half brightness."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, of_all
from pixelstyle.screens.checking.colour_numbers import numbers_of
from pixelstyle.screens.mode import ScreenMode

REGISTERS = 32


def not_halves(mode: ScreenMode, palette: Palette) -> list[Clash]:
    """What is wrong with a palette whose upper half should be the lower at half brightness."""
    wrong = [(a, b) for a, b in zip(palette.colours, palette.colours[REGISTERS:], strict=False) if _half(a) != b]
    if len(palette) == 2 * REGISTERS and not wrong:
        return []
    return [of_all(mode, [f"{len(palette)} colours"], "32 colours and their halves", "half-brite")]


def too_few_halves(mode: ScreenMode, rgb: np.ndarray) -> list[Clash]:
    """What is wrong with a picture, uint8 [H, W, 3], of no more colours than there can be, but too many that no other's
    half."""
    own: list[int] = []
    halves: set[int] = set()
    numbers = np.unique(numbers_of(rgb)).tolist()
    for number in sorted(numbers, key=lambda number: -sum(number.to_bytes(3, "big"))):
        if number & 0x0F0F0F not in halves:  # a half is darker than what it is the half of
            own.append(number)
            halves.add(number >> 1 & 0x070707)
    if len(own) <= REGISTERS:
        return []
    return [of_all(mode, [f"{len(own)} colours that are no other's half"], f"{REGISTERS}", "colours in the picture")]


def _half(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (17 * (value // 17 // 2) for value in colour)
    return red, green, blue
