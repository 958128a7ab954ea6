"""`batch --command convert`."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.command_line import CommandLine


def test_many_pictures_are_converted_and_what_is_there_stays(pixelstyle: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        Image.new("RGB", (160, 144), (90 * number, 40, 40)).save(tmp_path / f"in/room-{number}.png")
    (tmp_path / "in/bad.png").write_bytes(b"no picture")
    asked = (
        "batch",
        tmp_path / "in",
        "--command",
        "convert",
        "-m",
        "gameboy",
        "--dither",
        "bayer-4",
        "--also",
        ".2bpp",
    )
    ran = pixelstyle(*asked, "-o", tmp_path / "out")
    assert ran.status == 1 and ran.err.splitlines()[-1] == "4 pictures: 3 made, 1 failed"
    assert sorted(path.name for path in (tmp_path / "out").glob("room-1*")) == [
        "room-1.2bpp", "room-1.png", "room-1.tilemap"
    ]  # fmt: skip
    (tmp_path / "in/bad.png").unlink()
    ran = pixelstyle(*asked, "-o", tmp_path / "out")
    assert ran.status == 0 and ran.err.splitlines()[-1] == "3 pictures: 0 made, 3 there already"
    again = pixelstyle(*asked, "-o", tmp_path / "out", "--contrast", "2")
    assert again.status == 1 and "exists already" in again.err
    assert pixelstyle(*asked, "-o", tmp_path / "out", "--contrast", "2", "--overwrite").status == 0


def test_what_only_stylize_has_is_refused(pixelstyle: CommandLine, tmp_path: Path) -> None:
    Image.new("RGB", (16, 16)).save(tmp_path / "a.png")
    asked = ("batch", tmp_path / "a.png", "--command", "convert", "-m", "gameboy", "-o", tmp_path / "out")
    assert "convert has no --iterations" in pixelstyle(*asked, "--iterations", "3").err
    assert "--frames" in pixelstyle(*asked, "--frames").err
    assert "the pictures that go in" in pixelstyle(*asked[:-1], tmp_path).err
