"""Artwork that was drawn in another program, in other renderings of a machine's colours, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette
from pixelstyle.recipes.convert import convert
from tests.command_line import ROOT, CommandLine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def native() -> np.ndarray:
    """The entries of a legal picture for c64-hires: uint8 [200, 320]."""
    made = convert(ROOT / "examples/photos/chelsea.jpg", mode="c64-hires").picture
    assert made is not None
    return made.indices


def saved(indices: np.ndarray, palette: str, path: Path, shuffled: bool = False) -> Path:
    colours = get_palette(palette).bytes()
    if not shuffled:
        Image.fromarray(colours[indices]).save(path)
        return path
    order = np.random.default_rng(0).permutation(16)
    image = Image.fromarray(np.argsort(order).astype(np.uint8)[indices])
    image.putpalette(colours[order].tobytes())
    image.save(path)
    return path


@pytest.mark.parametrize("shuffled", [False, True])
def test_check_view_and_convert_read_it_alike(
    native: np.ndarray, shuffled: bool, pixelstyle: CommandLine, tmp_path: Path
) -> None:
    png = saved(native, "c64-pepto", tmp_path / "drawn.png", shuffled)
    checked = pixelstyle("check", str(png), "-m", "c64-hires")
    assert checked.status == 0
    assert "legal for c64-hires, drawn in the colours of c64-pepto" in checked.out
    told = json.loads(pixelstyle("check", str(png), "-m", "c64-hires", "--json").out)
    assert told["drawn"]["exact"] and told["drawn"]["sure"] and told["drawn"]["entries"]["#000000"] == 0
    viewed = pixelstyle("view", str(png), "-m", "c64-hires", "-o", str(tmp_path / "viewed.art"))
    made = pixelstyle("convert", str(png), "-m", "c64-hires", "-o", str(tmp_path / "made.art"))
    assert viewed.status == made.status == 0
    assert "c64-pepto" in viewed.err and "every pixel is kept" in made.err
    assert (tmp_path / "viewed.art").read_bytes() == (tmp_path / "made.art").read_bytes()
    assert (convert(png, mode="c64-hires").pixels == get_palette("c64").bytes()[native]).all()


def test_palette_in_overrules(native: np.ndarray, pixelstyle: CommandLine, tmp_path: Path) -> None:
    png = str(saved(native, "c64-pepto", tmp_path / "drawn.png"))
    assert pixelstyle("check", png, "-m", "c64-hires", "--palette-in", "none").status == 1
    assert pixelstyle("check", png, "-m", "c64-hires", "--palette-in", "c64-pepto").status == 0
    assert pixelstyle("check", png, "-m", "c64-hires", "--palette-in", "bbc").status == 2
    named = convert(png, mode="c64-hires", palette_in="c64-pepto")
    assert named.figures["drawn_in"] == "c64-pepto"
    assert "drawn_in" not in convert(png, mode="c64-hires", palette_in="none").figures


def test_check_says_in_which_modes_a_picture_would_be_legal(
    native: np.ndarray, pixelstyle: CommandLine, tmp_path: Path
) -> None:
    png = saved(native, "c64-pepto", tmp_path / "drawn.png")
    found = json.loads(pixelstyle("check", png, "--json").out)["modes"]
    assert "c64-hires" in found
    assert not {"c64-multicolor", "zx-spectrum", "ega-320x200", "plus4-hires"} & set(found)
    asked = pixelstyle("check", png, "-m", "ega-320x200")
    assert asked.status == 1
    assert "It would be legal for" in asked.out and "c64-hires" in asked.out
    Image.open(ROOT / "examples/photos/chelsea.jpg").resize((320, 200)).quantize(16).save(tmp_path / "photo.png")
    photo = pixelstyle("check", tmp_path / "photo.png")
    assert photo.status == 2 or not {"c64-hires", "zx-spectrum"} & set(photo.out.split())
