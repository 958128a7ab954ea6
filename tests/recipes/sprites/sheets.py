"""A sheet to be cut."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

RED, BLUE = ((248, 56, 0), (255, 255, 255), (0, 0, 0)), ((0, 88, 248), (255, 255, 255), (0, 0, 0))
SPOTS = (
    (4, 4, 24, 16, RED), (6, 30, 22, 14, RED), (4, 52, 24, 16, BLUE),
    (36, 4, 20, 20, BLUE), (40, 40, 16, 16, RED), (40, 64, 16, 30, BLUE),
)  # fmt: skip


def sheet(folder: Path) -> Path:
    """Six ellipses in two rows, of two sets of three colours."""
    drawn = np.zeros((64, 96, 4), np.uint8)
    for top, left, height, width, colours in SPOTS:
        y, x = np.mgrid[:height, :width]
        inside = ((y - height / 2 + 0.5) / (height / 2)) ** 2 + ((x - width / 2 + 0.5) / (width / 2)) ** 2 <= 1
        part = drawn[top : top + height, left : left + width]
        part[inside, :3] = np.array(colours, np.uint8)[(y // 3 + x // 4) % 3][inside]
        part[inside, 3] = 255
    path = folder / "hero.png"
    Image.fromarray(drawn).save(path)
    return path
