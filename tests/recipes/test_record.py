"""A PNG is enough to make the same bytes again; what has changed since is noticed."""

import json
import shutil
from pathlib import Path

import pytest

from pixelstyle.files import write_atomically
from pixelstyle.formats import PNG_KEY, encode_png_rgb, read_png_text
from pixelstyle.palettes import get_palette, write_palette
from pixelstyle.recipes import read_record
from tests.command_line import CommandLine

TINY = ["-m", "free", "--width", "32", "-n", "4", "--every", "2", "--seed", "3", "--precision", "float32"]
TINY += ["--content-layer", "relu2_1", "--style-layers", "relu1_1,relu2_1"]


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path, van_gogh: Path) -> Path:
    """A folder with a photo, a painting and a palette, the current one."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(astronaut, "photo.jpg")
    shutil.copy(van_gogh, "painting.jpg")
    write_palette(get_palette("pico-8"), "mine.gpl")
    return tmp_path


@pytest.mark.slow
def test_the_same_bytes_wherever_the_inputs_went(
    pixelstyle: CommandLine, studio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ["--palette", "mine.gpl", "--start", "painting.jpg", "--scale", "2", "-o", "out.png"]
    assert pixelstyle("stylize", "photo.jpg", "painting.jpg", *TINY, *made).status == 0
    original = (studio / "out.png").read_bytes()
    record = read_record("out.png")
    assert set(record.inputs) == {"content", "style", "palette", "start"}

    def again(*moved: object) -> bytes:
        ran = pixelstyle("again", studio / "out.png", "-o", "copy.png", "--overwrite", "-q", *moved)
        assert ran == (0, "", "")
        return (studio / "copy.png").read_bytes() if (studio / "copy.png").exists() else b""

    assert again() == original

    (studio / "elsewhere").mkdir()
    monkeypatch.chdir(studio / "elsewhere")  # found beside the PNG
    again()
    assert (studio / "elsewhere" / "copy.png").read_bytes() == original

    monkeypatch.chdir(studio)
    shutil.move("photo.jpg", "elsewhere/photo.jpg")
    shutil.move("mine.gpl", "elsewhere/moved.gpl")
    ran = pixelstyle("again", "out.png", "-o", "x.png")
    assert ran.status == 2
    assert ran.err.startswith("pixelstyle: The content 'photo.jpg' is no longer there; say where it is with --content")
    assert again("--content", "elsewhere/photo.jpg", "--palette", "elsewhere/moved.gpl") == original


def test_a_changed_input_is_refused_unless_forced(pixelstyle: CommandLine, studio: Path, astronaut: Path) -> None:
    assert pixelstyle("convert", "photo.jpg", "-m", "zx-spectrum", "-o", "out.png", "-o", "out.scr").status == 0
    shutil.copy("painting.jpg", "photo.jpg")
    ran = pixelstyle("again", "out.png", "-o", "new.png")
    assert ran.status == 2
    assert "is not the file that 'out.png' was made from; add --force" in ran.err
    assert not (studio / "new.png").exists()
    assert pixelstyle("again", "out.png", "-o", "new.png", "--force").status == 0
    assert read_record("new.png").inputs["image"]["sha256"] != read_record("out.png").inputs["image"]["sha256"]
    assert pixelstyle("again", "out.png", "-o", "old.scr", "--image", astronaut).status == 0
    assert (studio / "old.scr").read_bytes() == (studio / "out.scr").read_bytes()
    ran = pixelstyle("again", "out.png", "-o", "x.png", "--style", "painting.jpg")
    assert "was made without 'style': it had image" in ran.err


def test_a_word_of_warning_about_other_versions(pixelstyle: CommandLine, studio: Path) -> None:
    pixelstyle("convert", "photo.jpg", "-o", "out.png")
    data = (studio / "out.png").read_bytes()
    text = json.loads(read_png_text(data)[PNG_KEY])
    older = json.dumps(text, sort_keys=True).replace(text["version"], "0.0.9")
    write_atomically("older.png", encode_png_rgb(get_palette("pico-8").bytes()[None], text={PNG_KEY: older}))
    ran = pixelstyle("again", "older.png", "-o", "copy.png")
    assert ran.status == 0
    assert "Made by version 0.0.9" in ran.err
    assert (studio / "copy.png").read_bytes() == data


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("not json", "does not carry the settings"),
        ("[1]", "does not carry the settings"),
        ('{"recipe": "stylise"}', "Did you mean stylize"),
        ('{"recipe": "convert", "version": "1"}', "damaged"),
        ('{"recipe": "convert", "version": "1", "settings": {}, "inputs": {"image": 3}}', "damaged"),
        ('{"recipe": "convert", "version": "1", "settings": {}, "inputs": {}}', "damaged"),
        ('{"recipe": "convert", "version": "1", "settings": {"scale": "x"}, "inputs": {}}', "do not fit this version"),
        ('{"recipe": "convert", "version": "1", "settings": {"new": 1}, "inputs": {}}', "do not fit this version"),
    ],
)
def test_records_that_cannot_be_used_are_one_line(
    record: str, expected: str, pixelstyle: CommandLine, studio: Path
) -> None:
    write_atomically("odd.png", encode_png_rgb(get_palette("pico-8").bytes()[None], text={PNG_KEY: record}))
    ran = pixelstyle("again", "odd.png", "-o", "out.png")
    assert ran.status == 2
    assert expected in ran.err
    assert ran.err.count("\n") == 1


def test_a_file_that_is_called_like_a_mode_a_palette_or_a_start_is_none_of_the_inputs(
    pixelstyle: CommandLine, studio: Path
) -> None:
    for name in ("free", "c64", "content"):
        (studio / name).touch()
    ran = pixelstyle("stylize", "photo.jpg", "painting.jpg", *TINY, "--palette", "c64", "-o", "out.png", "-q")
    assert ran == (0, "", "")
    assert set(read_record("out.png").inputs) == {"content", "style"}
