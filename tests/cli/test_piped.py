"""'-' is standard input and standard output."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import ROOT, CommandLine

PHOTO = ROOT / "examples/photos/flower.jpg"


def piped(folder: Path, *arguments: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pixelstyle", *arguments]
    return subprocess.run(command, input=given, capture_output=True, cwd=folder, env=environment, check=False)


@pytest.mark.slow
def test_a_picture_goes_through(tmp_path: Path) -> None:
    one = piped(tmp_path, "convert", "-", "-m", "gb-studio", "-o", "-", "-o", "a.2bpp", given=PHOTO.read_bytes())
    assert one.returncode == 0 and one.stdout.startswith(b"\x89PNG") and (tmp_path / "a.tilemap").exists()
    assert b"standard input on GB Studio" in one.stderr and b"stdin.png" not in one.stderr
    assert b"pixelstyle stylize - -m gb-studio" in one.stderr
    again = piped(tmp_path, "convert", "-", "-m", "gb-studio", "-o", "-", given=PHOTO.read_bytes())
    assert again.stdout == one.stdout, "the same bytes give the same, wherever they were kept meanwhile"
    named = piped(tmp_path, "convert", "-", "-m", "gb-studio", "-q", given=one.stdout)
    assert named.returncode == 0 and (tmp_path / "stdin-gb-studio.png").exists() and not named.stdout


@pytest.mark.slow
def test_what_cannot_go_through_is_one_line(pixelstyle: CommandLine, tmp_path: Path) -> None:
    empty = piped(tmp_path, "convert", "-", "-m", "nes", "-o", "-", given=b"")
    assert empty.returncode == 2 and empty.stderr.decode().strip().endswith("Nothing came by standard input.")
    ran = pixelstyle("stylize", "-", "-", "-m", "nes", "-o", tmp_path / "a.png")
    assert ran.status == 2 and "Only one picture can come by standard input" in ran.err
    both = pixelstyle("convert", PHOTO, "-m", "nes", "-o", "-", "--json")
    assert both.status == 2 and "Standard output takes one picture" in both.err


@pytest.mark.slow
def test_what_came_is_gone_with_the_command_and_is_no_more_than_256_mb(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "tmp")}
    command = [sys.executable, "-m", "pixelstyle", "convert", "-", "-m", "nes", "-o", str(tmp_path / "a.png")]
    for source, told in (
        ("/dev/zero", "More than 256 MB"),
        (__file__, "standard input is a text, not a picture"),
        (str(PHOTO), "legal picture"),
    ):
        with Path(source).open("rb") as given:
            ran = subprocess.run(command, stdin=given, capture_output=True, env=environment, text=True)
        assert told in ran.stderr and ran.returncode == (0 if source == str(PHOTO) else 2)
        assert not list((tmp_path / "tmp").iterdir())
