"""What a picture, a preset or a mode file of a stranger cannot make the program do: write, or read unasked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import sha256_of
from pixelstyle.formats import PNG_KEY, encode_png_rgb
from pixelstyle.palettes import get_palette, write_palette
from pixelstyle.recipes import RECIPES, read_record
from pixelstyle.screens import get_mode
from tests.command_line import CommandLine

HOME = "../home"


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path) -> Path:
    """The current folder, in which a stranger's files lie; beside it a home whose files are nobody's business."""
    (tmp_path / "home").mkdir()
    (tmp_path / "inbox").mkdir()
    monkeypatch.chdir(tmp_path / "inbox")
    shutil.copy(astronaut, "photo.jpg")
    shutil.copy(astronaut, tmp_path / "home/private.jpg")
    write_palette(get_palette("pico-8"), tmp_path / "home/secret.hex")
    return tmp_path / "inbox"


def stranger(recipe: str, settings: dict[str, Any], **files: str) -> str:
    """A PNG whose record names these files, with their right checksums."""
    inputs = {name: {"path": path, "sha256": sha256_of(path)} for name, path in files.items()}
    record = {"version": "1", "recipe": recipe, "mode": "free", "settings": settings, "inputs": inputs}
    pixels = get_palette("pico-8").bytes()[None]
    Path("evil.png").write_bytes(encode_png_rgb(pixels, text={PNG_KEY: json.dumps(record)}))
    return "evil.png"


WRITING = [(recipe.name, name) for recipe in RECIPES.values() for name in ("save_palette", "plot", "output", "report")]


@pytest.mark.parametrize("overwrite", [pytest.param((), marks=pytest.mark.slow), ("--overwrite",)])
@pytest.mark.parametrize(("recipe", "name"), WRITING)
def test_a_record_names_no_output(
    pixelstyle: CommandLine, inbox: Path, recipe: str, name: str, overwrite: tuple[str, ...]
) -> None:
    Path(HOME, "precious.png").write_bytes(b"the only copy")
    inputs = {item.name: "photo.jpg" for item in RECIPES[recipe].inputs}
    png = stranger(recipe, {name: f"{HOME}/precious.png"}, **inputs)
    ran = pixelstyle("again", png, "-o", "out.png", *overwrite)
    assert ran.status == 2 and ran.err.count("\n") == 1
    assert Path(HOME, "precious.png").read_bytes() == b"the only copy" and not Path("out.png").exists()


@pytest.mark.parametrize("name", ["save_palette", "plot"])
def test_a_preset_names_no_output(pixelstyle: CommandLine, inbox: Path, name: str) -> None:
    Path("evil.toml").write_text(f'command = "quantize"\ncolours = 4\n{name} = "{HOME}/new.png"\n')
    ran = pixelstyle("quantize", "photo.jpg", "--preset", "evil.toml", "-o", "out.png")
    assert ran.status == 2 and f"line 3: it says where to write a file ({name})" in ran.err
    assert not Path(HOME, "new.png").exists() and not Path("out.png").exists()


@pytest.mark.slow
def test_a_person_may_write_where_she_likes(pixelstyle: CommandLine, inbox: Path) -> None:
    ran = pixelstyle(
        "quantize", "photo.jpg", "--colours", 4, "-o", "o.png", "--plot", f"{HOME}/p.png", "--save-palette", "p.gpl"
    )
    assert ran.status == 0 and Path(HOME, "p.png").exists() and Path("p.gpl").exists()
    assert "plot" not in read_record("o.png").settings.changed()


@pytest.mark.slow
def test_a_record_reads_nothing_elsewhere_unless_it_is_trusted(pixelstyle: CommandLine, inbox: Path) -> None:
    png = stranger("convert", {"mode": "pico-8"}, image=f"{HOME}/private.jpg")
    ran = pixelstyle("again", png, "-o", "out.png")
    assert ran.status == 2 and "add --trust, or name a file with --image FILE" in ran.err
    assert not Path("out.png").exists()
    assert pixelstyle("again", png, "-o", "out.png", "--trust").status == 0
    assert pixelstyle("again", png, "-o", "moved.png", "--image", f"{HOME}/private.jpg").status == 0
    assert Path("out.png").read_bytes() == Path("moved.png").read_bytes()


def test_nor_through_a_link(pixelstyle: CommandLine, inbox: Path) -> None:
    Path("link.jpg").symlink_to(Path(HOME, "private.jpg"))
    ran = pixelstyle("again", stranger("convert", {"mode": "pico-8"}, image="link.jpg"), "-o", "out.png")
    assert ran.status == 2 and "--trust" in ran.err


@pytest.mark.parametrize("kind", ["mode", "palette"])
def test_trust_is_by_checksum(pixelstyle: CommandLine, inbox: Path, kind: str) -> None:
    """A file is not even opened as what it is meant to be."""
    Path("secret.toml").write_text('password = "rosebud"')
    Path("secret.hex").write_text("rosebud")
    path = {"mode": "secret.toml", "palette": "secret.hex"}[kind]
    png = stranger("convert", {kind: path}, image="photo.jpg", **{kind: path})
    changed = Path(path).write_text("rosebud, another")
    ran = pixelstyle("again", png, "-o", "out.png", "--trust")
    assert changed and ran.status == 2 and "is not the file that" in ran.err and "rosebud" not in ran.err


@pytest.mark.parametrize("change", ["2:palette={}", " 50% : palette = {}"])
def test_a_schedule_names_a_palette_only_by_checksum(pixelstyle: CommandLine, inbox: Path, change: str) -> None:
    change = change.format(f"{HOME}/secret.hex")
    settings = {"mode": "free", "width": 8, "palette": "pico-8", "iterations": 2, "at": [change]}
    png = stranger("stylize", settings, content="photo.jpg", style="photo.jpg")
    ran = pixelstyle("again", png, "-o", "out.png")
    assert ran.status == 2 and "damaged" in ran.err


@pytest.mark.parametrize("name", [f"{HOME}/secret.hex", "link.hex"])
def test_a_mode_file_names_files_beside_it_only(inbox: Path, name: str) -> None:
    Path("link.hex").symlink_to(Path(HOME, "secret.hex"))
    Path("evil.toml").write_text(f'width = 8\nheight = 8\npalette = "{name}"\n')
    with pytest.raises(PixelStyleError, match="neither shipped nor a file beside"):
        get_mode("evil.toml")


@pytest.mark.slow
def test_a_reduction_for_a_machine_of_one_s_own_keeps_its_checksum(pixelstyle: CommandLine, inbox: Path) -> None:
    Path("mine.toml").write_text('width = 8\nheight = 8\npalette = "pico-8"\n')
    assert pixelstyle("quantize", "photo.jpg", "-m", "mine.toml", "-o", "out.png").status == 0
    assert read_record("out.png").inputs["mode"] == {"path": "mine.toml", "sha256": sha256_of("mine.toml")}
    assert pixelstyle("again", "out.png", "-o", "copy.png").status == 0
    assert Path("copy.png").read_bytes() == Path("out.png").read_bytes()
