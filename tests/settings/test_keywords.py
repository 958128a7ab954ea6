"""The typed keywords of the Python functions: they are the settings, and type checkers hold callers to them."""

from __future__ import annotations

import dataclasses
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import pixelstyle
from pixelstyle.recipes import RECIPES
from pixelstyle.settings import keywords
from tests.command_line import ROOT
from tools.keywords import TARGET, formatted, written


def test_the_module_is_what_the_tool_writes() -> None:
    assert TARGET.read_text() == formatted(written()), "python tools/keywords.py"


@pytest.mark.parametrize("name", RECIPES)
def test_each_function_takes_every_setting_and_nothing_else(name: str) -> None:
    settings = RECIPES[name].settings
    kind = getattr(keywords, settings.__name__.replace("Settings", "Keywords"))
    assert kind.__annotations__.keys() == {item.name for item in dataclasses.fields(settings)}
    annotated = inspect.signature(getattr(pixelstyle, name)).parameters["settings"].annotation
    assert annotated == f"Unpack[{kind.__name__}]"


WRONG = """
from pixelstyle import convert, get_mode, get_palette, stylize

convert("a.png", mode="nes", dither="none", strength=0.5, palette=["#000000", (1, 2, 3)])
convert("a.png", mode=get_mode("nes"), palette=get_palette("c64"))
stylize("a.png", "b.png", iterations=3, region=["#ff0000=c.png"])
convert("a.png", mode=3)
convert("a.png", dithr="none")
stylize("a.png", "b.png", iterations="many")
"""


@pytest.mark.slow
def test_a_type_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "program.py").write_text(WRONG)
    command = [sys.executable, "-m", "mypy", "--config-file=", "--follow-imports=silent", str(tmp_path / "program.py")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = {int(line.split(":")[1]) for line in ran.stdout.splitlines() if ": error:" in line}
    assert lines == {7, 8, 9}, ran.stdout + ran.stderr
