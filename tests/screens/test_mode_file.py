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
        (("width = 16", "width = 16400"), "is too large: it is 16,777,216 pixels at most, and shows 16,384 a side"),
        (("pixel = [2, 1]", "pixel = [4096, 1]"), "shows 65,536 x"),
        (("height = 16", ""), "needs height"),
        (("[4, 8]", "[4]"), "has 1 entries; it takes 2"),
        (("[4, 8]", "8"), "is a list such as"),
        (("count = 2", "count = true"), "cannot be True"),
        (("[[slots]]", "[[slots"), "is not TOML"),
        (("aspect = 1", 'signal = "ham6"'), "built in"),
        (("aspect = 1", "aspect = 0"), "more than 0"),
        (("pixel = [2, 1]", "pixel = [0, 1]"), "more than 0"),
        (("count = 2", "count = 0"), "slots count is 0"),
        (("[4, 8]", "[0, 8]"), "cells of 0 x 8"),
        (("count = 1\n", "count = 1\ncell = [16, 4]\n"), "cells of 16 x 4 are not made of cells of 4 x 8"),
        (("[0, 1, 2, 3]", "[0, 99]"), "choices has 99; the palette's 16"),
        (("aspect = 1", "usable = [16]"), "usable has 16"),
        (("aspect = 1", "groups = [[0, 1], [2, 77]]"), "groups has 77"),
        (("aspect = 1", "fixed = { background = 16 }"), "fixed has 16"),
        (("aspect = 1", 'fixed = { background = "a" }'), "fixed has 'a'"),
        (("aspect = 1", "fixed = { border = 0 }"), "fixed names 'border'"),
        (("aspect = 1", 'glyphs = "blocks"'), "glyphs go with two slots"),
        (("aspect = 1", "tiles = { size = [7, 5], limit = 4 }"), "tiles of 7 x 5 do not fill"),
        (("aspect = 1", "tiles = { size = [8, 8], limit = 0 }"), "tiles limit is 0"),
        (("aspect = 1", "choice = { colours = 0 }"), "choice colours is 0"),
        (("aspect = 1", "choice = { colours = 4, bits = [0, 4, 20] }"), "bits are from 1 to 8"),
        (('palette = "c64-pepto"', "choice = { colours = 4 }"), "needs bits, or a palette"),
        (("aspect = 1", "subpalettes = { count = 2, size = 3, cell = [8, 8] }\nchoice = { colours = 4 }"), "are 6"),
        (("c64-pepto", "c64-peppto"), "Did you mean c64-pepto"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(change: tuple[str, str], complaint: str, tmp_path: Path) -> None:
    with pytest.raises(PixelStyleError, match=complaint) as raised:
        get_mode(written(tmp_path, GOOD.replace(*change)))
    assert "mine.toml" in str(raised.value)


def test_a_missing_mode_file_is_one_clear_line() -> None:
    with pytest.raises(PixelStyleError, match=r"nowhere\.toml"):
        get_mode("nowhere.toml")


SPANS = """
width = 9
height = 8
palette = "c64-pepto"
[[slots]]
count = 6
cell = [9, 1]
spans = [[0, 1], [0, 3], [1, 6], [3, 8], [6, 9], [8, 9]]
"""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("[8, 9]]", "[8, 9], [0, 9]]"), "are one for each of the only slots"),
        (("cell = [9, 1]", "cell = [9, 1]\nwrites = 2"), "go without writes"),
        (("[1, 6]", "[2, 6]"), "not each register one slot at column 1"),
        (("[8, 9]]", "[8, 10]]"), "the last with the screen"),
    ],
)
def test_spans_are_such_as_registers_written_in_turn_have(
    change: tuple[str, str], complaint: str, tmp_path: Path
) -> None:
    mode = get_mode(written(tmp_path, SPANS))
    assert mode.slots[0].spans == ((0, 1), (0, 3), (1, 6), (3, 8), (6, 9), (8, 9))
    assert check(nearest(mode, np.random.default_rng(1).random((8, 9, 3), np.float32), get_palette("c64-pepto"))) == []
    with pytest.raises(PixelStyleError, match=complaint):
        get_mode(written(tmp_path, SPANS.replace(*change)))
