"""Convert changes only the cells that clash of a picture that was drawn for the machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.artwork import start_picture
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import check
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT, CommandLine

CELLS = [(0, 0), (3, 5), (20, 11)]
"""Columns and rows of the cells that are spoilt."""


def spoilt(mode: str, palette: str, path: Path) -> np.ndarray:
    """A picture with colours too many in CELLS, saved in that rendering; gives the entries as drawn, uint8 [H, W]."""
    made = convert(ROOT / "examples/photos/chelsea.jpg", mode=mode).picture
    assert made is not None
    indices = made.indices.copy()
    used = np.unique(indices)
    for column, row in CELLS:
        cell = indices[8 * row : 8 * row + 8, 8 * column : 8 * column + 8]
        strange = [entry for entry in used if entry not in cell][:2]
        cell[3, 2:4] = strange
    Image.fromarray(get_palette(palette).bytes()[indices]).save(path)
    return indices


@pytest.mark.parametrize(
    ("mode", "palette"), [("c64-hires", "c64-colodore"), ("c64-hires", "c64-pepto"), ("zx-spectrum", "zx-spectrum-c0")]
)
def test_only_cells_that_clash_change(mode: str, palette: str, tmp_path: Path) -> None:
    indices = spoilt(mode, palette, tmp_path / "drawn.png")
    made = convert(tmp_path / "drawn.png", mode=mode, dither="floyd-steinberg")
    assert made.picture is not None and made.palette is not None
    assert check(made.picture) == []
    differ = (made.pixels != made.palette.bytes()[indices]).any(axis=2)
    assert {(int(x) // 8, int(y) // 8) for y, x in np.argwhere(differ)} == set(CELLS)
    assert differ.sum() <= 2 * len(CELLS) * 8
    assert {tuple(change["cell"]) for change in made.figures["repaired"]} == set(CELLS)
    with pytest.raises(PixelStyleError, match="3 cells clash"):
        convert(tmp_path / "drawn.png", mode=mode, strict=True)
    assert "repaired" not in convert(tmp_path / "drawn.png", mode=mode, repair=False).figures


def test_strict_takes_what_is_legal_and_nothing_else(tmp_path: Path) -> None:
    legal = convert(ROOT / "examples/photos/chelsea.jpg", mode="zx-spectrum")
    legal.save(tmp_path / "legal.png")
    assert (convert(tmp_path / "legal.png", mode="zx-spectrum", strict=True).pixels == legal.pixels).all()
    with pytest.raises(PixelStyleError, match="not legal for zx-spectrum"):
        convert(ROOT / "examples/photos/chelsea.jpg", mode="zx-spectrum", strict=True)


def test_each_change_is_named(pixelstyle: CommandLine, tmp_path: Path) -> None:
    spoilt("c64-hires", "c64-pepto", tmp_path / "drawn.png")
    ran = pixelstyle("convert", tmp_path / "drawn.png", "-m", "c64-hires", "-o", tmp_path / "out.art")
    assert ran.status == 0
    assert "cell (20, 11)" in ran.err and "all other cells are kept" in ran.err
    checked = pixelstyle("check", tmp_path / "drawn.png", "-m", "c64-hires")
    assert checked.status == 1
    assert "not legal for c64-hires: 3 clashes" in checked.out and "c64-pepto" in checked.out


def test_a_start_picture_in_another_rendering_is_in_ours(tmp_path: Path) -> None:
    made = convert(ROOT / "examples/photos/chelsea.jpg", mode="c64-hires").picture
    assert made is not None
    Image.fromarray(get_palette("c64-pepto").bytes()[made.indices]).save(tmp_path / "start.png")
    settings = StylizeSettings.of({"mode": "c64-hires", "start": str(tmp_path / "start.png")})
    start = start_picture(settings, Canvas.of(settings, made.native_rgb()))
    assert (start == made.native_rgb()).all()


def test_a_picture_whose_tiles_any_colours_share_stays_itself(tmp_path: Path, astronaut: Path) -> None:
    made = convert(astronaut, mode="intellivision")
    made.save(tmp_path / "a.png")
    assert (convert(tmp_path / "a.png", mode="intellivision").shown() == made.shown()).all()
