"""A machine as a painter knows it: a few numbers, and how large its cells are."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from pixelstyle.painters.network import FEATURES
from pixelstyle.screens import ScreenMode

_USUAL = 320
"""Shown pixels along a screen's longer side, as most have them."""


def machine_features(mode: ScreenMode, colours: Tensor) -> Tensor:
    """float32 [FEATURES]: the shape and the number of pixels, the palette, the cells and what these hold.

    `colours`: the palette in OKLab, [K, 3].
    """
    width, height = smallest_cell(mode)
    own = sum(slots.count for slots in mode.slots if slots.cell is not None)
    shared = sum(slots.count for slots in mode.slots if slots.cell is None)
    if mode.subpalettes is not None:
        own, shared = mode.subpalettes.size, mode.subpalettes.shared
    chroma = colours[:, 1:].square().sum(dim=1).sqrt()
    numbers = [
        math.log2(mode.pixel[0] / mode.pixel[1]),
        math.log2(max(mode.shown_size) / _USUAL),
        math.log2(len(colours)) / 2 - 2,
        float(width > 0),
        math.log2(width * mode.pixel[0]) / 2 - 1 if width else 0.0,
        math.log2(height * mode.pixel[1]) / 2 - 1 if height else 0.0,
        min(own, 8) / 4,
        min(shared, 8) / 4,
        4 * (float(colours[:, 0].mean()) - 0.5),
        10 * (float(chroma.mean()) - 0.1),
    ]
    assert len(numbers) == FEATURES
    return torch.tensor(numbers, dtype=torch.float32, device=colours.device)


def smallest_cell(mode: ScreenMode) -> tuple[int, int]:
    """Width and height of the smallest cells in native pixels; (0, 0) without."""
    return mode.cells[-1] if mode.cells else (0, 0)
