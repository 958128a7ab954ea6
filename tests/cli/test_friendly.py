"""What a newcomer meets: help of one screen, names that are guessed, Tab, a bar that fits, and what to try next."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from typer.main import get_command

from pixelstyle.cli.help.views import SHORT, TOPICS, print_short
from pixelstyle.cli.main import app
from pixelstyle.cli.progress import TerminalProgress
from pixelstyle.errors import nearest_names
from pixelstyle.optimise import Step
from pixelstyle.recipes import RECIPES
from pixelstyle.screens import modes
from pixelstyle.settings import ConvertSettings
from tests.command_line import CommandLine, start

TINY = ["-m", "free", "--width", "32", "-n", "2", "--precision", "float32", "--content-layer", "relu2_1"]
TINY += ["--style-layers", "relu1_1,relu2_1"]


@pytest.mark.parametrize("command", RECIPES)
def test_help_is_a_dozen_options_and_says_how_to_see_the_others(command: str, pixelstyle: CommandLine) -> None:
    shown, everything = (pixelstyle(command, view).out for view in ("--help", "--help-all"))
    assert shown.count("--") < 30 and "--output" in shown and "All: --help-all" in " ".join(shown.split())
    assert "--sharpen" in everything and "--sharpen" not in shown
    assert pixelstyle(command, "-h").out == pixelstyle("--help", command).out == shown
    for topic in TOPICS:
        part = pixelstyle(command, "--help", topic).out
        assert ("--sharpen" in part) == (topic == "screen")
        assert ("--report" in part) == (topic == "output")


def test_the_help_of_every_command_is_one_screen(
    pixelstyle: CommandLine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    commands: Any = get_command(app())
    pages = {"": pixelstyle("--help").out}
    for name, command in commands.commands.items():
        for path, found in [([name], command), *(([name, n], c) for n, c in getattr(command, "commands", {}).items())]:
            print_short(found, path)
            pages[" ".join(path)] = capsys.readouterr().out
    assert len(pages) > 30 and all(name in pages[""] for name in set(commands.commands) - {"recipes"})
    for called, page in pages.items():
        lines = page.splitlines()
        assert len(lines) < 24 and max(map(len, lines)) <= 80, called
        assert lines[0].startswith(f"Usage: pixelstyle {called}")
    assert pixelstyle("gimp").out == pages["gimp"]


def test_the_short_help_names_options_that_there_are() -> None:
    commands: Any = get_command(app())
    for name, options in SHORT.items():
        assert set(options) <= {parameter.name for parameter in commands.commands[name].params}, name


def test_names_that_begin_so_come_before_near_misses() -> None:
    known = [mode.name for mode in modes()]
    assert nearest_names("c64", known)[0] == "c64-multicolor"
    assert nearest_names("amiga", known)[0] == "amiga-32"
    assert nearest_names("zx-spectrun", known) == ["zx-spectrum"]


@pytest.mark.parametrize(
    ("text", "mode", "palette", "expected"),
    [
        ("red", "c64-multicolor", None, "#813338"),
        ("2", "c64-multicolor", None, "#813338"),
        ("dark grey", "c64-multicolor", None, "#4a4a4a"),
        ("Dark-Gray,black", "c64-multicolor", None, "#4a4a4a,black"),
        ("red", "c64-multicolor", "pico-8", "#ff004d"),
        ("teal", "c64-multicolor", None, "teal"),
        ("99", "c64-multicolor", None, "99"),
        ("red", "amiga-32", None, "red"),
        ("rgb(1, 2, 3)", "c64-multicolor", None, "rgb(1, 2, 3)"),
    ],
)
def test_colours_have_the_palettes_own_names_and_numbers(
    text: str, mode: str, palette: str | None, expected: str
) -> None:
    settings = ConvertSettings(mode=mode, palette=palette, lock=text, forbid=text, background=text)
    assert (settings.lock, settings.forbid, settings.background) == (expected,) * 3


def test_tab_completes_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: Any = get_command(app())
    found = {parameter.name: parameter for parameter in commands.commands["stylize"].params}
    context = commands.commands["stylize"].make_context("stylize", [], resilient_parsing=True)

    def offered(name: str, begun: str) -> list[str]:
        return [item.value for item in found[name].shell_complete(context, begun)]

    assert offered("mode", "c64-mu") == [mode.name for mode in modes() if mode.name.startswith("c64-mu")]
    assert offered("mode", "c64-multicolor-in") == ["c64-multicolor-interlace"]
    assert "pico-8" in offered("palette", "pico")
    assert offered("method", "ann") == ["anneal"]
    assert offered("quality", "") == ["draft", "normal", "best"]
    assert "oil-c64" in offered("preset", "oil")
    assert offered("painter", "van") == ["van-gogh-village-street-in-auvers-1890"]
    assert offered("style_layers", "relu1_1,relu2") == ["relu1_1,relu2_1", "relu1_1,relu2_2"]
    assert "vgg19-caffe" in offered("network", "vgg19-")
    (tmp_path / "mine.gpl").write_text("")
    monkeypatch.chdir(tmp_path)
    assert offered("palette", "min") == ["mine.gpl"]


@pytest.mark.slow
def test_a_shell_is_answered_with_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_PIXELSTYLE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "pixelstyle modes c64-a")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert start().communicate()[0].split() == ["c64-afli"]


def test_a_picture_without_a_name_gets_a_free_one_here(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("astronaut-zx-spectrum.png", "astronaut-zx-spectrum-2.png"):
        ran = pixelstyle("convert", astronaut, "-m", "zx-spectrum")
        assert ran.status == 0 and f"saved {name}" in ran.err and Path(name).is_file()


@pytest.mark.slow
def test_the_last_line_says_what_to_try_next(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    ran = pixelstyle("stylize", astronaut, van_gogh, *TINY, "-o", tmp_path / "out.png")
    last = " ".join(ran.err.split("saved")[1].split())
    for words in ("calmer: --", "nearer to the photo: --content-weight 2", "once more: pixelstyle again"):
        assert words in last
    assert f"compare: pixelstyle sheet {astronaut} {van_gogh} -m free --vary" in last
    assert "Try next" not in pixelstyle("stylize", astronaut, van_gogh, *TINY, "-o", tmp_path / "b.png", "-q").err
    assert "out.kla" in pixelstyle("convert", astronaut, "-o", tmp_path / "c.png").err


@pytest.mark.parametrize(("mode", "offered"), [("c64-hires", True), ("c64-petscii", False)])
def test_a_dither_is_offered_where_pixels_can_take_it(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, mode: str, offered: bool
) -> None:
    told = pixelstyle("convert", astronaut, "-m", mode, "-o", tmp_path / "a.png").err
    assert "in a style:" in told
    assert ("--dither floyd-steinberg" in told) == offered


def test_count_bar_and_time_left_are_there_at_80_columns() -> None:
    shown = TerminalProgress()
    stream = io.StringIO()
    shown.bar.live.console = shown.console = Console(file=stream, force_terminal=True, width=80, highlight=False)
    losses = dict.fromkeys(("total", "content", "style", "tv", "clean", "areas"), 123456.789)
    step = Step(iteration=75, iterations=225, losses=losses, seconds=50.0, preview=lambda: np.zeros((1, 1, 3)))
    shown.step(step)
    shown.pause()
    line = next(line for line in stream.getvalue().split("\r") if "75/225" in line)
    assert line.index("75/225") < line.index("\N{BOX DRAWINGS HEAVY HORIZONTAL}") < line.index("1:40 left")
    assert line.index("1:40 left") < line.index("total")


@pytest.mark.parametrize("command", ["modes", "palettes", "presets"])
def test_lists_are_tables_of_80_columns_and_json(
    command: str, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = json.loads(pixelstyle(command, "--json").out)
    assert len(listed) > 10 and all(entry["name"] for entry in listed)
    assert [entry["name"] for entry in json.loads(pixelstyle(command, listed[0]["name"], "--json").out)] == [
        listed[0]["name"]
    ]
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    table = pixelstyle(command).out
    assert all(entry["name"] in table for entry in listed)
    assert max(len(Console().render_str(line).plain) for line in table.splitlines()) >= 70
    if command == "modes":
        assert {"Commodore", "Nintendo", "Sinclair and Timex"} <= {entry["maker"] for entry in listed}
        assert table.index("Commodore") < table.index("amiga-ham6") < table.index("Sinclair and Timex")
