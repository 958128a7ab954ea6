"""Every option of every command that needs torch with a value that cannot be: one line, and torch is never loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import typer
from PIL import Image

from pixelstyle.cli.main import app
from tests.attack.forked_refusals import Refused
from tests.command_line import ROOT

OUT = ["-o", "out.png"]
COMMANDS = {
    "stylize": ["photo.png", "photo.png", *OUT],
    "dream": ["photo.png", *OUT],
    "texture": ["photo.png", *OUT],
    "batch": ["photo.png", "photo.png", "-o", "out"],
    "sheet": ["photo.png", "photo.png", *OUT, "--vary", "seed=1,2"],
    "inspect layers": [],
    "inspect channels": OUT,
    "inspect image": ["photo.png", *OUT],
    "inspect reconstruct": ["photo.png", *OUT],
    "inspect style": ["photo.png", *OUT],
}
"""A command that is right with each, to which one value that is not is added."""
STYLIZE = ["stylize", *COMMANDS["stylize"]]
DREAM = ["dream", *COMMANDS["dream"]]
CHANNELS = ["inspect", "channels", *OUT]
MORE = [
    [*STYLIZE, "--style-exclude", "relu1_1:64"],
    [*STYLIZE, "--style-stress", "relu4_3:1"],
    [*STYLIZE, "--style-stress", "relu1_1:" + "9" * 5000],
    [*STYLIZE, "--style-layers", "relu1_1=nan"],
    [*STYLIZE, "--style-layers", "relu1_1=0"],
    [*STYLIZE, "--dream", "relu1_1:64"],
    [*STYLIZE, "--dream", "relu1_1=0"],
    [*STYLIZE, "--at", "50%:content_layer=relu9_9"],
    [*STYLIZE, "--at", "50%:style_layers=relu9_9"],
    [*STYLIZE, "--at", "50%:style_exclude=relu1_1:99"],
    [*STYLIZE, "--network", "nin"],
    [*STYLIZE, "--network", "googlenet"],
    [*STYLIZE, "--device", "cuda:99"],
    [*STYLIZE, "--device", "warp"],
    [*STYLIZE, "--display", "17,17"],
    [*STYLIZE, "--weights", "empty.pth"],
    [*STYLIZE, "--weights", "other.pth"],
    [*STYLIZE, "--weights", "other.safetensors"],
    [*STYLIZE, "--weights", "cut.safetensors"],
    [*STYLIZE, "--mask", "tall.png", "--region", "#ff0000=photo.png"],
    [*STYLIZE, "--mask", "photo.png", "--region", "#ff0000=photo.png"],
    [*STYLIZE, "--mask", "photo.png"],
    [*STYLIZE, "--protect", "tall.png"],
    [*STYLIZE, "--detail", "broken.png"],
    [*STYLIZE, "--more-style", "photo.png=-1"],
    [*STYLIZE, "--more-style", "broken.png=1"],
    [*STYLIZE, "--carry", "photo.png"],
    [*STYLIZE, "--start", "broken.png"],
    [*STYLIZE, "--resume", "photo.png"],
    [*STYLIZE, "--resume", "other.safetensors", "--network", "vgg91"],
    [*STYLIZE, "--control", "no.toml"],
    [*STYLIZE, "--control", "odd.toml"],
    ["convert", "photo.png", *OUT, "--resume", "photo.png"],
    [*DREAM, "--class", "tabby"],
    [*DREAM, "--class", "tably", "--network", "efficientnet-lite0"],
    [*DREAM, "--class", "1000", "--network", "efficientnet-lite0"],
    [*DREAM, "--class", "9" * 5000, "--network", "efficientnet-lite0"],
    [*DREAM, "--layer", "relu1_1:64"],
    [*DREAM, "--layer", "relu1_1:" + "9" * 5000],
    [*DREAM, "--at", "5:layer=relu9_9"],
    [*DREAM, "--mask", "black.png"],
    [*DREAM, "--guide", "broken.png"],
    [*CHANNELS, "--channels", "64", "--layer", "relu1_1"],
    [*CHANNELS, "--channels", "9" * 5000],
    [*CHANNELS, "--channels", "3-x"],
    [*CHANNELS, "--weights", "other.pth"],
    ["inspect", "style", "photo.png", *OUT, "--layer", "relu1_1", "--layer", "relu9_9"],
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with pictures, weights and settings in it of which most are bad."""
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (40, 30), (90, 80, 70)).save("photo.png")
    Image.new("RGB", (30, 90), (90, 80, 70)).save("tall.png")
    Image.new("RGB", (40, 30)).save("black.png")
    Path("broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    Path("empty.pth").write_bytes(b"")
    torch.save({"conv9.weight": torch.zeros(2, 2)}, "other.pth")
    header = json.dumps({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    whole = len(header).to_bytes(8, "little") + header + np.zeros(2, np.float32).tobytes()
    Path("other.safetensors").write_bytes(whole)
    Path("cut.safetensors").write_bytes(whole[:-1])
    Path("no.toml").write_text("style_weight = = 1")
    Path("odd.toml").write_text("content_layers = 'relu1_1'")
    return tmp_path


def refused(commands: list[list[str]]) -> list[Refused]:
    """What becomes of each."""
    command = [sys.executable, "-m", "tests.attack.forked_refusals"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    given = json.dumps(commands)
    ran = subprocess.run(command, input=given, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [Refused(*told) for told in json.loads(ran.stdout)]


def each_is_one_line_without_torch(commands: list[list[str]]) -> None:
    for command, came_to in zip(commands, refused(commands), strict=True):
        told = " ".join(command)[-300:]
        assert not came_to.torch, told
        assert came_to.status == 2 and came_to.said.count("\n") == 1, (told, came_to)
        assert came_to.megabytes < 100, (told, came_to)


def parameters(command: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Every option of every command, as typer has them: 'inspect image' and the option."""
    for name, inner in getattr(command, "commands", {}).items():
        yield from parameters(inner, *path, name)
    if not hasattr(command, "commands"):
        yield from ((" ".join(path), each) for each in command.params if each.param_type_name == "option")


def wrong() -> list[list[str]]:
    """Each option with what it cannot have; what commands share is tried with one of them."""
    made: list[list[str]] = []
    tried: set[tuple[str, str]] = set()
    for name, option in parameters(typer.main.get_command(app())):
        shared = (option.name, str(option.help)) in tried and not name.startswith("inspect")
        if name not in COMMANDS or option.name == "help" or getattr(option, "is_flag", False) or shared:
            continue
        tried.add((option.name, str(option.help)))
        value = "broken.png" if option.name in ("report", "checkpoint", "deps", "output") else "nope"
        made.append([*name.split(), *COMMANDS[name], option.opts[0], value])
    return made


@pytest.mark.slow
def test_any_option_with_what_it_cannot_be(desk: Path) -> None:
    commands = wrong()
    assert len(commands) > 100 and {"--class-name", "--device", "--weights"} <= {given[-2] for given in commands}
    each_is_one_line_without_torch(commands)


@pytest.mark.slow
def test_what_only_a_network_s_table_tells(desk: Path) -> None:
    each_is_one_line_without_torch(MORE)
