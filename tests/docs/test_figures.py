"""The figures of README and pages, and the lists that claim to be whole, counted where the things themselves are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import typer

from pixelstyle.formats import formats
from pixelstyle.objectives import STATISTICS
from pixelstyle.optimise import METHODS
from pixelstyle.palettes import PALETTE_EXTENSIONS
from pixelstyle.recipes import RECIPES
from pixelstyle.screens import DITHERS, modes
from tests.command_line import ROOT

WORDS = {"four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12}

PRESETS = sorted(path.stem for path in (ROOT / "pixelstyle/recipes/shipped_presets").glob("*.toml"))
PHOTOS = list((ROOT / "examples/photos").glob("*.jpg"))

FIGURES: list[tuple[str, str, Callable[[], int]]] = [
    ("README.md", r"## (\w+) recipes", lambda: len(RECIPES)),
    ("README.md", r"\[(\w+) statistics of style\]", lambda: len(STATISTICS)),
    ("README.md", r"a (\w+) \[presets\]", lambda: len(PRESETS)),
    ("README.md", r"\| (\w+) modes", lambda: len(modes())),
    ("README.md", r"(\w+) formats of the machines' own", lambda: len(formats())),
    ("docs/gimp.md", r"All (\w+) formats", lambda: len(formats())),
    ("README.md", r"\| dithers \| (\w+)", lambda: len(DITHERS) - 1),
    ("README.md", r"on all (\w+) example photos", lambda: len(PHOTOS)),
    ("docs/presets.md", r"the (\w+) that come along", lambda: len(PRESETS)),
]


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "pattern", "counted"), FIGURES, ids=[f"{page}-{text}" for page, text, _ in FIGURES])
def test_a_figure_is_what_is_counted(page: str, pattern: str, counted: Callable[[], int]) -> None:
    found = re.findall(pattern, text_of(page))
    assert found, "the sentence is gone: this line, too"
    assert [WORDS.get(word.lower()) or int(word) for word in found] == [counted()] * len(found)


def first_column(page: str, heading: str) -> set[str]:
    """What stands in code in the first column of the table whose first heading is `heading`."""
    table = re.search(rf"^\| {re.escape(heading)} .*\n(?:\|.*\n)+", text_of(page), re.MULTILINE)
    assert table is not None
    return {name for row in table[0].splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_the_pages_tables_name_all_methods_and_statistics() -> None:
    assert first_column("docs/constraint-methods.md", "`--method`") == set(METHODS)
    statistics = re.findall(r"^\| `(\w+)` \|", text_of("docs/style.md"), re.MULTILINE)
    assert set(STATISTICS) <= set(statistics)


def test_the_readme_lists_every_command() -> None:
    from pixelstyle.cli.main import app

    row = re.search(r"^\| commands \| (.*) \|$", text_of("README.md"), re.MULTILINE)
    assert row is not None
    assert set(re.findall(r"`([\w-]+)`", row[1])) == {
        name for name, command in typer.main.get_group(app()).commands.items() if not command.hidden
    }


def test_the_readme_names_every_kind_of_palette_file() -> None:
    row = re.search(r"^\| palettes \| (.*) \|$", text_of("README.md"), re.MULTILINE)
    assert row is not None
    assert set(re.findall(r"`\.(\w+)`", row[1])) == set(PALETTE_EXTENSIONS) - {"png"}


def test_the_pages_show_every_preset_that_comes_along() -> None:
    assert set(re.findall(r"gallery/presets/([\w-]+)\.png", text_of("docs/presets.md"))) == set(PRESETS)


def test_the_readmes_file_endings_are_those_of_formats() -> None:
    row = re.search(r"^\| files written and read back \| (.*) \|$", text_of("README.md"), re.MULTILINE)
    assert row is not None
    endings = {ending for code in re.findall(r"`([^`]+)`", row[1]) for ending in code.split()}
    assert len(endings) > 8
    assert endings <= {extension for form in formats() for extension in form.extensions}
