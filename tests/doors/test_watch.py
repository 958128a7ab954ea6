"""`convert --watch`: every way in which programs save, and in which it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pixelstyle import convert
from pixelstyle.doors.watching import saves
from tests.command_line import CommandLine, start

pytestmark = pytest.mark.slow

COLOURS = ("#800000", "#00a000", "#4040ff", "#ffff00", "#00ffff", "#ff8080", "#123456", "#fedcba")


def png(folder: Path, colour: str) -> bytes:
    """A picture of its own for each colour."""
    path = folder / "made.png"
    image = Image.effect_noise((256, 192), 90).convert("RGB")
    Image.blend(image, Image.new("RGB", image.size, colour), 0.6).save(path)
    return path.read_bytes()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A watcher of `in.png` in a folder of its own."""
    (tmp_path / "in.png").write_bytes(png(tmp_path, "#000080"))
    process = start("convert", tmp_path / "in.png", "-m", "zx-spectrum", "-o", tmp_path / "out.scr", "--watch")
    try:
        comes_to(tmp_path, (tmp_path / "in.png").read_bytes())
        yield process
    finally:
        process.kill()
        process.communicate()


def comes_to(folder: Path, picture: bytes) -> None:
    """Until out.scr is what `convert` makes of the picture."""
    (folder / "expected").mkdir(exist_ok=True)
    source, expected = folder / "expected/in.png", folder / "expected/out.scr"
    source.write_bytes(picture)
    convert(source, mode="zx-spectrum").save(expected, overwrite=True)
    out, until = folder / "out.scr", time.monotonic() + 60
    while not out.exists() or out.read_bytes() != expected.read_bytes():
        assert time.monotonic() < until, "the picture does not come"
        time.sleep(0.02)


def ends(process: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str]:
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err and not out
    return process.returncode, err


def test_each_way_of_saving_is_seen(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    source = tmp_path / "in.png"
    pictures = [png(tmp_path, colour) for colour in COLOURS]
    source.write_bytes(pictures[0])  # in place
    comes_to(tmp_path, pictures[0])
    (tmp_path / "in.png~").write_bytes(pictures[1])  # by another file's name
    (tmp_path / "in.png~").replace(source)
    comes_to(tmp_path, pictures[1])
    source.rename(tmp_path / "in.bak")  # deleted, and made anew
    time.sleep(0.2)
    source.write_bytes(pictures[2])
    comes_to(tmp_path, pictures[2])
    half = len(pictures[3]) // 2
    with source.open("wb") as file:  # half written for a while
        file.write(pictures[3][:half])
        file.flush()
        time.sleep(0.4)
        file.write(pictures[3][half:])
    comes_to(tmp_path, pictures[3])
    kept = source.stat()
    source.write_bytes(pictures[4])  # with the time of before
    os.utime(source, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    comes_to(tmp_path, pictures[4])
    shown = tmp_path / "link"
    shown.write_bytes(pictures[5])  # as a link to another file
    source.unlink()
    source.symlink_to(shown)
    comes_to(tmp_path, pictures[5])
    shown.write_bytes(pictures[6])
    comes_to(tmp_path, pictures[6])
    status, err = ends(watching)
    assert status == 0 and "not a picture" not in err and err.count("saved") >= 7


def test_a_broken_picture_is_told_once_and_the_next_one_taken(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    before = (tmp_path / "out.scr").read_bytes()
    (tmp_path / "in.png").write_bytes(b"this is no picture")
    time.sleep(2.5)
    assert (tmp_path / "out.scr").read_bytes() == before
    whole = png(tmp_path, "#ff00ff")
    (tmp_path / "in.png").write_bytes(whole)
    comes_to(tmp_path, whole)
    (tmp_path / "in.png").unlink()
    status, err = ends(watching)
    assert status == 0 and err.count("not a picture") == 1


def test_sigterm_ends_it_too(watching: subprocess.Popen[str]) -> None:
    assert ends(watching, signal.SIGTERM)[0] == 143


def test_a_palette_that_is_saved_counts_as_well(tmp_path: Path) -> None:
    palette, picture = tmp_path / "my.gpl", tmp_path / "in.png"
    picture.write_bytes(png(tmp_path, "#777777"))
    palette.write_text("GIMP Palette\n0 0 0\n255 255 255\n")
    options = ("-m", "free", "--palette", palette, "-o", tmp_path / "out.png", "--watch", "--json")
    process = start("convert", picture, *options)
    try:
        lines = iter(process.stdout.readline, "")
        assert "Watching" in json.loads(next(lines))["text"]
        assert json.loads(next(lines))["report"]["settings"]["palette"] == str(palette)
        before = (tmp_path / "out.png").read_bytes()
        palette.write_text("GIMP Palette\n0 0 0\n255 0 0\n0 255 0\n")
        assert json.loads(next(lines))["event"] == "end"
        assert (tmp_path / "out.png").read_bytes() != before
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.communicate()


def test_what_can_never_be_is_refused_at_once(tmp_path: Path, pixelstyle: CommandLine) -> None:
    source = tmp_path / "in.png"
    for arguments, told in [
        (("-m", "zx-spectrum", "-o", tmp_path / "out.scr"), "There is no picture file"),
        (("-m", "zx-spektrum", "-o", tmp_path / "out.scr"), "Did you mean zx-spectrum"),
        (("-m", "zx-spectrum", "-o", tmp_path / "out.kla"), "cannot be saved as '.kla'"),
        (("-o", source, "--overwrite"), "is watched"),
        (("-m", "zx-spectrum", "-o", tmp_path / "there.scr"), "exists"),
        (("-m", "zx-spectrum", "--max-tiles", "3", "-o", tmp_path / "out.scr"), "tiles"),
    ]:
        (tmp_path / "there.scr").touch()
        if "no picture" not in told:
            source.write_bytes(png(tmp_path, "#123456"))
        ran = pixelstyle("convert", source, *arguments, "--watch")
        assert ran.status == 2 and told in ran.err and not (tmp_path / "out.scr").exists(), ran.err


def test_what_was_saved_while_it_was_read_is_taken_again(tmp_path: Path) -> None:
    """A palette is known to be one of the files only when the first picture is made, and may be another by then."""
    picture, palette = tmp_path / "in.png", tmp_path / "my.gpl"
    picture.write_text("a picture")
    palette.write_text("one")
    os.utime(palette, (1e9, 1e9))
    time.sleep(0.1)
    files = [picture]
    read: list[str] = []
    for _ in saves(lambda: files, lambda: len(read) == 3):
        read.append(palette.read_text())
        files[1:] = [palette]
        if len(read) < 3:
            palette.write_text("one, two, three"[: 3 + 5 * len(read)])
    assert read == ["one", "one, two", "one, two, thr"]
