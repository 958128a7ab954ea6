"""Draws examples/sprites/slime.png: a slime in two rows of four frames, 16 x 16 each, of three colours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

COLOURS = {".": (0, 0, 0, 0), "k": (0, 0, 0, 255), "w": (255, 255, 255, 255)}
SKINS = ((0, 168, 0, 255), (216, 40, 0, 255))
SHAPES = {
    "rest": ("kkkk", "kgggggwgk", "kgggwwgggwk", "kgggggggggggk", "kggwkggggwkggk", "kggkkggggkkggk", "kggggggggggggk",
             "kgggggkkgggggk", "kggggggggggggk", "kkkkkkkkkkkkkk"),
    "flat": ("kkkkkk", "kkgggggwgkk", "kggggwwggggwgk", "kggwkggggggwkggk", "kggkkggggggkkggk", "kggggggkkggggggk",
             "kggggggggggggggk", "kkkkkkkkkkkkkkkk"),
    "tall": ("kkkk", "kggwgk", "kggwwggk", "kggggggggk", "kgwkggwkgk", "kgkkggkkgk", "kggggggggk", "kgggkkgggk",
             "kgggkkgggk", "kggggggggk", "kggggggggk", "kkggggggkk", "kkkkkk"),
}  # fmt: skip
ROWS = (("rest", "flat", "rest", "tall"), ("tall", "rest", "flat", "rest"))


def frame(name: str, skin: tuple[int, int, int, int]) -> np.ndarray:
    """uint8 [16, 16, 4]: a shape in the middle of the ground line."""
    drawn = np.zeros((16, 16, 4), np.uint8)
    lines = SHAPES[name]
    for y, line in enumerate(lines, start=16 - len(lines)):
        left = (16 - len(line)) // 2
        drawn[y, left : left + len(line)] = [skin if letter == "g" else COLOURS[letter] for letter in line]
    return drawn


def main() -> None:
    """Write the sheet."""
    rows = [
        np.concatenate([frame(name, skin) for name in names], axis=1) for names, skin in zip(ROWS, SKINS, strict=True)
    ]
    path = Path(__file__).parents[1] / "examples/sprites/slime.png"
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(np.concatenate(rows)).save(path, optimize=True)


if __name__ == "__main__":
    main()
