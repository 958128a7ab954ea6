"""Equal colours of a palette keep their places, and an indexed picture that is legal its numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette, read_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.recipes.quantize import quantize
from tests.command_line import ROOT

CASES = ROOT / "tests" / "palettes" / "cases"


def indexed(path: Path, indices: np.ndarray, colours: np.ndarray) -> Path:
    image = Image.fromarray(indices.astype(np.uint8), "P")
    image.putpalette(colours.astype(np.uint8).tobytes())
    image.save(path)
    return path


def test_quantize_keeps_two_equal_colours_apart(tmp_path: Path) -> None:
    palette = read_palette(CASES / "two-alike.gpl")
    result = quantize(CASES / "two-alike.png", palette=str(CASES / "two-alike.gpl"))
    assert result.palette is not None and result.palette.colours == palette.colours
    result.save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as saved:
        assert saved.getpalette()[: 3 * len(palette)] == palette.bytes().ravel().tolist()
    indices = np.arange(64).reshape(8, 8) % len(palette)
    source = indexed(tmp_path / "b.png", indices, palette.bytes())
    result = quantize(source, palette=str(CASES / "two-alike.gpl"))
    assert result.picture is not None and (result.picture.indices == indices).all()


def test_where_colours_are_counted_equal_ones_are_one(tmp_path: Path) -> None:
    result = quantize(CASES / "two-alike.png", palette=str(CASES / "two-alike.gpl"), colours=4)
    assert result.palette is not None and len(set(result.palette.colours)) == len(result.palette)


@pytest.mark.parametrize("mode", ["cpc-mode0", "msx2-screen5", "snes-mode3"])
def test_convert_keeps_the_order_of_a_legal_picture(tmp_path: Path, mode: str) -> None:
    from pixelstyle.screens import get_mode

    screen = get_mode(mode)
    listed = get_palette("cpc").bytes() if mode == "cpc-mode0" else np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0]])
    colours = np.random.default_rng(3).permutation(listed)[:3][[0, 1, 2, 0]]  # the first one twice
    indices = np.arange(screen.height * screen.width).reshape(screen.height, screen.width) // 5 % 4
    result = convert(indexed(tmp_path / "a.png", indices, colours), mode=mode)
    assert result.picture is not None
    assert (result.picture.indices == indices).all()
    assert result.picture.palette.bytes()[:4].tolist() == colours.tolist()
