"""The page about mode files: every key there is, and examples that are mode files."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.palettes import get_palette
from pixelstyle.screens import (
    Choice,
    ScreenMode,
    Slots,
    SubPalettes,
    Tiles,
    check,
    choose_palette,
    get_mode,
    nearest,
)
from tests.command_line import ROOT

PAGE = (ROOT / "docs/mode-files.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
EXAMPLES = sorted(path.name for path in (ROOT / "examples/machines").glob("*.toml"))


def rows() -> list[tuple[str, str]]:
    """The key and the example of each row of the tables that have both."""
    found = re.findall(r"^\| `(\[*\w+\]*)` \|.*?\| *(?:`([^|]*)`)? *\|$", PAGE, re.MULTILINE)
    assert len(found) > 25
    return found


def test_every_key_that_a_mode_file_may_have_stands_on_the_page() -> None:
    tables = {"slots": "[[slots]]", "subpalettes": "[subpalettes]", "tiles": "[tiles]", "choice": "[choice]"}
    keys = [tables.get(item.name, item.name) for item in dataclasses.fields(ScreenMode) if item.name != "signal"]
    for kind in (Slots, SubPalettes, Tiles, Choice):
        keys += [item.name for item in dataclasses.fields(kind)]
    assert sorted(key for key, _ in rows()) == sorted(keys)


def test_every_key_s_example_is_toml_of_that_key() -> None:
    for key, example in rows():
        if not key.startswith("["):
            assert list(tomllib.loads(example)) == [key]


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_the_page_s_examples_are_modes_in_which_pictures_are_legal(number: int, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(BLOCKS[number])
    mode = get_mode(str(path))
    picture = np.random.default_rng(1).random((mode.height, mode.width, 3), dtype=np.float32)
    palette = get_palette(mode.palette) if mode.palette else None
    if mode.choice is not None:
        palette = choose_palette(mode, picture, palette)
    assert palette is not None
    assert check(nearest(mode, picture, palette)) == []


def test_the_page_s_shortest_example_is_the_one_in_examples() -> None:
    (short,) = (block for block in BLOCKS if "Playdate" in block)
    shipped = tomllib.loads((ROOT / "examples/machines/playdate.toml").read_text(encoding="utf-8"))
    assert tomllib.loads(short) == {key: value for key, value in shipped.items() if key != "notes"}


def test_the_page_names_every_example() -> None:
    assert len(EXAMPLES) >= 4
    table = re.findall(r"^\| `([\w-]+\.toml)` \|", PAGE, re.MULTILINE)
    assert sorted(table) == EXAMPLES
