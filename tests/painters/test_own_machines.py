"""A machine that no painter was trained for, with a palette of its own, is painted for legally all the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.files import fit_picture, read_picture
from pixelstyle.painters import Stream, palette_for, shipped_painter
from pixelstyle.screens import check, get_mode
from tests.command_line import ROOT

OWN = """title = "Nobody's"
width = 128
height = 96
pixel = [2, 1]
palette = "own.gpl"

[[slots]]
cell = [4, 8]
count = 3

[[slots]]
count = 1
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    random = np.random.default_rng(4)
    lines = [f"{red} {green} {blue}" for red, green, blue in random.integers(0, 256, (11, 3)).tolist()]
    (tmp_path / "own.gpl").write_text("GIMP Palette\nName: own\n#\n" + "\n".join(lines) + "\n")
    (tmp_path / "own.toml").write_text(OWN)
    return str(tmp_path / "own.toml")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["OWN", "playdate", "sharp-mz-700", "enterprise-128", "gb-studio"])
def test_it_is_legal(name: str, own: str, astronaut: Path) -> None:
    mode = get_mode(own if name == "OWN" else str(ROOT / f"examples/machines/{name}.toml"))
    painter = shipped_painter()
    picture = fit_picture(read_picture(astronaut), mode.width, mode.height, aspect=mode.pixel[0] / mode.pixel[1])
    palette = palette_for(mode, picture, painter.paintings[7].pixels())
    assert check(painter.paint(picture, mode, palette, 7)) == []
    assert check(Stream(painter.scene(mode, palette, 7, quick=True)).frame(picture)) == []
