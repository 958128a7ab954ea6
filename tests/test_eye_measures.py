"""The measures of the eye say what they are named for, on pictures whose answer is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks._eye_measures import (
    border_against_middle,
    colour_difference,
    dither_contrast,
    lone_pixels,
    restless_cells,
)
from benchmarks._eye_sheets import write_sheets
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, get_mode


def native(mode: str, indices: np.ndarray) -> NativePicture:
    machine = get_mode(mode)
    return NativePicture(machine, get_palette(machine.palette or ""), indices.astype(np.uint8))


def test_a_dither_is_no_difference_from_afar_and_a_wrong_colour_is() -> None:
    grey = np.full((40, 40, 3), 0.7354, np.float32)  # half of the light
    dither = np.zeros((40, 40, 3), np.float32)
    dither[::2, ::2] = dither[1::2, 1::2] = 1
    mean, high = colour_difference(dither, grey, 2.0)
    assert mean < 1 and high < 3
    assert colour_difference(dither * (1, 0, 0), grey, 2.0)[0] > 10


def test_lone_pixels_and_the_contrast_of_dots() -> None:
    flat = np.zeros((200, 160), int)
    assert (lone_pixels(native("c64-multicolor", flat)), dither_contrast(native("c64-multicolor", flat))) == (0, 0)
    dotted = flat.copy()
    dotted[10:190:4, 10:150:4] = 1
    assert lone_pixels(native("c64-multicolor", dotted)) == pytest.approx(45 * 35 / 32000)
    assert dither_contrast(native("c64-multicolor", dotted)) == pytest.approx(1, abs=0.01)  # black and white


def test_cells_are_restless_where_their_colours_change_and_the_content_does_not() -> None:
    flat, content = np.zeros((192, 256), int), np.full((192, 256, 3), 0.5, np.float32)
    assert restless_cells(native("zx-spectrum", flat), content) == 0
    checks = np.kron(np.indices((24, 32)).sum(axis=0) % 2 * 3, np.ones((8, 8), int))
    assert restless_cells(native("zx-spectrum", checks), content) == 1
    edges = np.kron(np.indices((24, 32)).sum(axis=0) % 2, np.ones((8, 8)))[..., None].repeat(3, axis=2)
    assert restless_cells(native("zx-spectrum", checks), edges.astype(np.float32)) == 0
    assert restless_cells(native("pico-8", np.zeros((128, 128), int)), content[:128, :128]) is None


def test_the_border_is_told_from_the_middle() -> None:
    grey = np.full((60, 60, 3), 0.5, np.float32)
    framed = grey.copy()
    framed[:6] = framed[-6:] = framed[:, :6] = framed[:, -6:] = 0.9
    assert border_against_middle(framed, grey) > 5


def test_sheets_shuffle_sides_and_keep_the_key(tmp_path: Path) -> None:
    couples = []
    for number in range(6):
        couple = tmp_path / f"{number}-ours.png", tmp_path / f"{number}-other.png"
        for path, shade in zip(couple, (40, 200), strict=True):
            Image.new("RGB", (24, 18), (shade, number, 0)).save(path)
        couples.append(couple)
    write_sheets(couples, tmp_path, seed=1)
    key = (tmp_path / "key.json").read_text()
    assert all(path.name in key for couple in couples for path in couple)
    firsts = {line.strip().split("-")[1] for line in key.splitlines() if line.strip().endswith('",')}
    assert len(firsts) == 2, "ours is always on the same side"
    assert {path.name for path in tmp_path.glob("*-[12].png")} == {"near-1.png", "near-2.png", "far-1.png", "far-2.png"}
