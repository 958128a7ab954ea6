"""Batches and sheets by a painter, which need no style picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.command_line import CommandLine

PAINTER = ["--painter", "van-gogh", "-m", "pico-8"]


@pytest.fixture
def desk(tmp_path: Path, astronaut: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two photos and a broken one; the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    with Image.open(astronaut) as photo:
        for name in ("a", "b"):
            photo.resize((96, 64)).save(tmp_path / f"in/{name}.png")
    (tmp_path / "in/c.png").write_bytes(b"no picture")
    return tmp_path


@pytest.mark.slow
def test_a_batch_is_painted_and_what_is_there_stays(desk: Path, pixelstyle: CommandLine) -> None:
    command = ["batch", "in/*.png", *PAINTER, "-o", "out", "--workers", 1]
    ran = pixelstyle(*command)
    assert ran.status == 1
    assert ran.err.splitlines()[-1] == "3 pictures: 2 made, 1 failed"
    assert pixelstyle("stylize", "in/a.png", *PAINTER, "-o", "alone.png").status == 0
    assert (desk / "alone.png").read_bytes() == (desk / "out/a.png").read_bytes()
    (desk / "in/c.png").unlink()
    assert pixelstyle(*command).err.splitlines()[-1] == "2 pictures: 0 made, 2 there already"
    other = pixelstyle(*command[:2], "--painter", "hokusai-great", *command[4:])
    assert other.status == 2
    assert "is not 'in/a.png' with these settings" in other.err


@pytest.mark.slow
def test_a_sheet_compares_painters_and_refinements(desk: Path, pixelstyle: CommandLine) -> None:
    ran = pixelstyle("sheet", "in/a.png", *PAINTER[2:], "--vary", "painter=van-gogh,hokusai-great", "-o", "a.png")
    assert ran.status == 0
    ran = pixelstyle("sheet", "in/a.png", *PAINTER, "--vary", "refine=0,1", "-o", "b.png")
    assert ran.status == 0
    with Image.open(desk / "a.png") as one, Image.open(desk / "b.png") as other:
        assert one.width > 400 and other.width > 400


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("batch in/a.png --painter van-gogh --frames -o out", "leave out --frames"),
        ("sheet in/a.png in/b.png --painter van-gogh --vary seed=0,1 -o a.png", "takes content, not 2"),
        ("sheet in/a.png in/b.png --vary refine=1,2 -o a.png", "--refine goes with --painter"),
    ],
)
def test_what_cannot_be_is_one_line(arguments: str, told: str, desk: Path, pixelstyle: CommandLine) -> None:
    ran = pixelstyle(*arguments.split())
    assert ran.status == 2
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (desk / "out").exists()
    assert not (desk / "a.png").exists()
