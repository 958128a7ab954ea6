"""The number of threads and the processor's instructions belong to what is made: a repetition is computed alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from pixelstyle.formats import PNG_KEY, encode_png_rgb, read_png_text
from pixelstyle.optimise import checkpoint_conditions, conditions_now, take_up
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import read_record
from tests.command_line import ROOT, CommandLine

PICTURES = [str(ROOT / "examples/photos/astronaut.jpg"), str(ROOT / "examples/paintings/hokusai-great-wave-1831.jpg")]
TINY = ["-m", "free", "--palette", "pico-8", "--width", "32", "-n", "6", "--every", "2", "--content-layer", "relu2_1"]


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def with_threads(count: int, *arguments: object) -> str:
    """What it says on standard error."""
    threads = {"OMP_NUM_THREADS": str(count), "MKL_NUM_THREADS": str(count)}
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | threads
    command = [sys.executable, "-m", "pixelstyle", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stderr


@pytest.mark.slow
def test_again_and_resume_use_as_many_threads(tmp_path: Path) -> None:
    out, state = tmp_path / "out.png", tmp_path / "run.state"
    with_threads(1, "stylize", *PICTURES, *TINY, "-o", out, "--checkpoint", state, "--checkpoint-every", 3)
    assert read_record(out).computed["threads"] == 1 == checkpoint_conditions(state)["threads"]
    said = with_threads(2, "again", out, "--trust", "-o", tmp_path / "again.png")
    assert (tmp_path / "again.png").read_bytes() == out.read_bytes() and "computed with" not in said
    with_threads(2, "stylize", *PICTURES, *TINY, "-o", tmp_path / "resumed.png", "--resume", state)
    assert (tmp_path / "resumed.png").read_bytes() == out.read_bytes()
    with_threads(2, "stylize", *PICTURES, *TINY, "-o", tmp_path / "two.png")
    assert read_record(tmp_path / "two.png").computed["threads"] == 2


def recorded(png: Path, computed: object) -> Path:
    """A small PNG made by two iterations, as if computed so."""
    record = json.loads(read_png_text(png.read_bytes())[PNG_KEY])
    copy = png.with_name("told.png")
    text = {PNG_KEY: json.dumps(record | {"computed": computed})}
    copy.write_bytes(encode_png_rgb(get_palette("pico-8").bytes()[None], text=text))
    return copy


@pytest.mark.slow
def test_what_is_not_as_it_was_is_said(pixelstyle: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    assert pixelstyle("stylize", *PICTURES, *TINY, "-n", 2, "-o", out).status == 0
    for then in ({"instructions": "AVX9"}, {"torch": "0.1"}, {"threads": 1_000_000}, {"device": "quantum"}):
        (name, value), *_ = then.items()
        told = pixelstyle("again", recorded(out, then), "--trust", "--overwrite", "-o", tmp_path / "a.png")
        assert told.status == 0 and f"It was computed with {name} {value} (here" in told.err
        assert torch.get_num_threads() < 1000
    for damaged in ({"instructions": 5}, {"threads": "2"}, {"threads": True}, {"torch": 3}):
        told = pixelstyle("again", recorded(out, damaged), "--trust", "--overwrite", "-o", tmp_path / "a.png")
        assert told.status == 2 and "damaged" in told.err


def test_threads_are_taken_up() -> None:
    now = conditions_now("cpu")
    other = 1 if now["threads"] > 1 else 2
    assert take_up(now | {"threads": other}, "cpu") == "" and torch.get_num_threads() == other
    assert take_up(now, "cpu") == "" and conditions_now("cpu") == now
    assert take_up({}, "cpu") == ""
    assert "threads 0 (here" in take_up({"threads": 0}, "cpu")
