"""Drawn pictures in sub-palettes that are given: pixel by pixel the same, by the numbers that were asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.recipes.convert import convert
from pixelstyle.screens import NativePicture, check, get_mode
from tests.formats.legal.pictures import random_picture


def rows_of(picture: NativePicture, numbers: range) -> np.ndarray:
    assert picture.subpalettes is not None
    return np.asarray(picture.palette.bytes()[picture.subpalettes[numbers.start : numbers.stop]])


def as_text(rows: np.ndarray) -> str:
    return ";".join(",".join("#{:02x}{:02x}{:02x}".format(*colour) for colour in row) for row in rows)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("gameboy-color", range(8)), ("gameboy-color", range(2, 5)), ("mega-drive", range(1, 3)), ("nes", range(4))],
)
@pytest.mark.slow
def test_the_palettes_that_are_given_are_there_in_their_order(tmp_path: Path, name: str, numbers: range) -> None:
    drawn = random_picture(get_mode(name), 3)
    Image.fromarray(drawn.native_rgb()).save(tmp_path / "a.png")
    given = rows_of(drawn, numbers)
    result = convert(tmp_path / "a.png", mode=name, palettes=as_text(given))
    assert result.picture is not None and check(result.picture) == []
    assert (result.pixels == drawn.native_rgb()).all()
    assert (rows_of(result.picture, range(len(given))) == given).all()


def test_levels_as_rgbgfx_s_users_write_them_are_the_full_range(tmp_path: Path) -> None:
    colours = np.array([[248, 248, 248], [168, 168, 168], [248, 0, 0], [0, 0, 0]], np.uint8)
    drawn = colours[np.random.default_rng(0).integers(0, 4, (144, 160))]
    Image.fromarray(drawn).save(tmp_path / "a.png")
    result = convert(tmp_path / "a.png", mode="gameboy-color", palettes=as_text(colours[None, ::-1]), max_tiles=360)
    assert result.picture is not None
    assert rows_of(result.picture, range(1))[0, [0, 1, 3]].tolist() == [[0, 0, 0], [255, 0, 0], [255, 255, 255]]
    assert (result.picture.subpalette_map == 0).all()
