"""Pictures in the terminal: half blocks of the right colours, above the progress bar, and lines where there is none."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from pixelstyle.cli.terminal_picture import HALF, HalfBlocks, fitting
from tests.cli.test_commands import TINY
from tests.command_line import ROOT, CommandLine

PHOTO = ROOT / "examples/photos/coffee.jpg"


def in_a_terminal(*arguments: object) -> tuple[int, str]:
    """Exit status and all output of `pixelstyle ARGUMENTS` in a terminal of 80 x 24."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    environment |= {"COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-m", "pixelstyle", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    output = b""
    while True:
        try:
            output += os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
    os.close(ours)
    return process.wait(), output.decode()


def test_half_blocks_have_the_pictures_colours() -> None:
    rgb = np.zeros((4, 6, 3), np.uint8)
    rgb[:2], rgb[2:, 3:] = (255, 0, 0), (0, 0, 255)
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=6, height=4)
    console.print(HalfBlocks(rgb))
    assert isinstance(console.file, io.StringIO)
    first, second = console.file.getvalue().rstrip("\n").split("\n")
    assert "38;2;255;0;0" in first and "48;2;255;0;0" in first and first.count(HALF) == 6
    assert "0;0;0" in second and "0;0;255" in second and second.count(HALF) == 6


@pytest.mark.parametrize(
    ("size", "room", "fits"),
    [((200, 320), (80, 100), (80, 25)), ((200, 320), (200, 20), (64, 20)), ((1, 1), (1, 0), (1, 1))],
)
def test_the_picture_fits(size: tuple[int, int], room: tuple[int, int], fits: tuple[int, int]) -> None:
    assert fitting(np.zeros((*size, 3), np.uint8), *room) == fits


def test_without_a_terminal_view_says_what_it_is(pixelstyle: CommandLine, tmp_path: Path) -> None:
    native = tmp_path / "a.scr"
    assert pixelstyle("convert", PHOTO, "-m", "zx-spectrum", "-o", native, "--show").status == 0
    viewed = pixelstyle("view", native)
    assert viewed.status == 0 and "256 x 192" in viewed.out and HALF not in viewed.out


def test_open_hands_a_png_to_the_systems_viewer(
    pixelstyle: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    native, told = tmp_path / "a.scr", tmp_path / "told"
    assert pixelstyle("convert", PHOTO, "-m", "zx-spectrum", "-o", native).status == 0
    viewer = tmp_path / "xdg-open"
    viewer.write_text(f'#!/bin/sh\ncp "$1" {tmp_path}/seen.png\necho "$1" > {told}\n')
    viewer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert pixelstyle("view", native, "--open").status == 0
    for _ in range(100):  # the viewer is not waited for
        if told.exists() and told.read_text().endswith("\n"):
            break
        time.sleep(0.1)
    with Image.open(tmp_path / "seen.png") as seen:
        assert seen.size == (512, 384)
    Path(told.read_text().strip()).unlink()


@pytest.mark.slow
def test_show_stands_above_the_bar_and_needs_no_output(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    status, output = in_a_terminal("convert", PHOTO, "-m", "zx-spectrum", "--show")
    assert status == 0 and HALF * 2 in output and "saved" not in output
    status, output = in_a_terminal("convert", PHOTO, "-m", "zx-spectrum", "-o", tmp_path / "a.scr")
    assert status == 0 and HALF not in output
    status, output = in_a_terminal("view", tmp_path / "a.scr")
    assert status == 0 and HALF * 2 in output
    status, output = in_a_terminal("stylize", astronaut, van_gogh, *TINY, "--show")
    assert status == 0, output
    assert output.count(HALF * 2) > 20
