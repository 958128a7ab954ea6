"""A picture that lies a few rows or columns beside the machine's cells is told how far it has to be moved."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import check_rgb, get_mode, legal_offset
from tests.command_line import ROOT, CommandLine
from tests.screens.recognising.test_recognise import drawn, in_colours


@pytest.mark.parametrize("name", ["c64-hires", "zx-spectrum", "c64-multicolor"])
@pytest.mark.parametrize("moved", [(0, 3), (1, -2)])
def test_the_offset_is_found(name: str, moved: tuple[int, int]) -> None:
    picture, mode, palette = drawn(name)
    beside = np.roll(picture, (moved[1], moved[0]), axis=(0, 1))
    assert check_rgb(beside, mode, palette)
    assert legal_offset(beside, mode, palette) == (-moved[0], -moved[1])
    if name.startswith("c64"):
        pepto = get_palette("c64-pepto").bytes()
        assert legal_offset(in_colours(beside, palette, pepto), mode, palette) == (-moved[0], -moved[1])
    assert legal_offset(picture, mode, palette) is None


def test_what_is_legal_nowhere_has_none() -> None:
    mode = get_mode("c64-hires")
    palette = get_palette("c64-colodore")
    noise = palette.bytes()[np.random.default_rng(0).integers(0, 16, (200, 320))]
    assert legal_offset(noise, mode, palette) is None


def test_check_and_convert_tell(pixelstyle: CommandLine, tmp_path: Path) -> None:
    made = convert(ROOT / "examples/photos/coffee.jpg", mode="zx-spectrum")
    Image.fromarray(np.roll(made.pixels, -3, axis=0)).save(tmp_path / "beside.png")
    checked = pixelstyle("check", tmp_path / "beside.png", "-m", "zx-spectrum")
    assert checked.status == 1
    assert "Moved 3 rows down it would be legal." in checked.out
    told = json.loads(pixelstyle("check", tmp_path / "beside.png", "-m", "zx-spectrum", "--json").out)
    assert told["legal_if_moved"] == [0, 3]
    ran = pixelstyle("convert", tmp_path / "beside.png", "-m", "zx-spectrum", "-o", tmp_path / "out.scr")
    assert ran.status == 0 and "moved 3 rows down it would be" in ran.err
    refused = pixelstyle("convert", tmp_path / "beside.png", "-m", "zx-spectrum", "-o", tmp_path / "o.scr", "--strict")
    assert refused.status == 2 and "Moved 3 rows down" in refused.err
