"""Machines of one's own, from TOML: the same rules as built-in ones, and clear words for what is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.screens import Slots, SubPalettes, check, get_mode, nearest

GOOD = """
title = "Wide pixels, one shared colour"
width = 16
height = 16
palette = "c64-pepto"
pixel = [2, 1]
aspect = 1
[[slots]]
count = 1
name = "background"
[[slots]]
count = 2
cell = [4, 8]
choices = [0, 1, 2, 3]
"""


def written(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text)
    return str(path)


def test_a_mode_file_is_a_mode_like_any_other(tmp_path: Path) -> None:
    mode = get_mode(written(tmp_path, GOOD))
    assert (mode.name, mode.pixel, mode.aspect) == ("mine", (2, 1), 1.0)
    assert mode.slots == (Slots(1, name="background"), Slots(2, (4, 8), (0, 1, 2, 3)))
    picture = np.random.default_rng(1).random((16, 16, 3), dtype=np.float32)
    assert mode.palette is not None
    native = nearest(mode, picture, get_palette(mode.palette))
    assert check(native) == []
    assert len(np.unique(native.indices[:8, :4])) <= 3


def test_tables_and_palettes_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "two.hex").write_text("000000\nffffff\n")
    text = 'width = 8\nheight = 8\npalette = "two.hex"\n[subpalettes]\ncount = 2\nsize = 1\ncell = [8, 8]\nshared = 1\n'
    mode = get_mode(written(tmp_path, text))
    assert mode.subpalettes == SubPalettes(2, 1, (8, 8), 1)
    assert mode.palette is not None
    assert get_palette(mode.palette).colours == ((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("width", "widht"), "Did you mean width"),
        (("width = 16", 'width = "16"'), "width cannot be '16'"),
        (("width = 16", "width = 18"), "do not fill"),
        (("width = 16", "width = -4"), "width is -4"),
        (("height = 16", ""), "needs height"),
        (("[4, 8]", "[4]"), "has 1 entries; it takes 2"),
        (("[4, 8]", "8"), "is a list such as"),
        (("count = 2", "count = true"), "cannot be True"),
        (("[[slots]]", "[[slots"), "is not TOML"),
        (("aspect = 1", 'signal = "ham6"'), "built in"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(change: tuple[str, str], complaint: str, tmp_path: Path) -> None:
    with pytest.raises(PixelStyleError, match=complaint) as raised:
        get_mode(written(tmp_path, GOOD.replace(*change)))
    assert "mine.toml" in str(raised.value)


def test_a_missing_mode_file_is_one_clear_line() -> None:
    with pytest.raises(PixelStyleError, match=r"nowhere\.toml"):
        get_mode("nowhere.toml")
