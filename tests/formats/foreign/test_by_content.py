"""Files are what they begin with, whatever they are called; what they are not is said in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import Format, formats, load_native, read_content, save_native
from pixelstyle.screens import get_mode
from tests.command_line import CommandLine
from tests.formats.legal.pictures import random_picture

BY_CONTENT = [fmt for fmt in formats() if fmt.starts and not fmt.companions]
NAMES = ("a.png", "a.jpg", "a.dat", "a", "a.kla", "a.sms")


@pytest.mark.slow
@pytest.mark.parametrize("fmt", BY_CONTENT, ids=lambda fmt: fmt.name)
def test_native_files_are_known_under_other_names(tmp_path: Path, fmt: Format) -> None:
    picture = random_picture(get_mode(fmt.modes[0]), 2)
    data = fmt.encode(picture)[fmt.extensions[0]]
    for name in NAMES:
        (tmp_path / name).write_bytes(data)
        if fmt.name != "amiga-ilbm":  # a picture like any other
            assert (read_content(tmp_path / name) == picture.shown_rgb()).all(), name
        found = load_native(tmp_path / name)
        assert found.mode.name == picture.mode.name and (found.native_rgb() == picture.native_rgb()).all(), name


@pytest.mark.parametrize("name", ["a.kla", "a.scr", "a.md", "a.pi1", "a.jpg", "a.xyz"])
@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "JPEG", "WEBP"])
def test_pictures_are_known_under_other_names(tmp_path: Path, name: str, kind: str) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (16, 20, 1)).repeat(3, axis=2).astype(np.uint8)
    Image.fromarray(rgb).save(tmp_path / name, kind, **({"lossless": True} if kind == "WEBP" else {}))
    assert np.abs(read_content(tmp_path / name).astype(int) - rgb).max() <= (60 if kind == "JPEG" else 0)


def test_a_png_under_another_name_is_viewed_and_checked(tmp_path: Path, pixelstyle: CommandLine) -> None:
    save_native(random_picture(get_mode("c64-multicolor"), 2), tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.kla")
    save_native(random_picture(get_mode("c64-multicolor"), 2), tmp_path / "b.kla")
    (tmp_path / "b.kla").rename(tmp_path / "b.png")
    for name in ("a.kla", "b.png"):
        mode = ("-m", "c64-multicolor")
        assert pixelstyle("check", str(tmp_path / name), *mode).status == 0
        done = pixelstyle("view", str(tmp_path / name), *mode, "-o", str(tmp_path / "c.png"), "--overwrite")
        assert done.status == 0, done.err


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.md", b"# A text\n\nabout pictures\n", "is a text, not a picture"),
        ("a.kla", b"# A text about pictures, r\xe9sum\xe9 in Latin 1, of some length\n", "is a text, not a picture"),
        ("a.png", b"<!DOCTYPE html>\n<html><body>404</body></html>", "a web page, not a picture"),
        ("a.scr", b"\x7fELF\2\1\1" + bytes(100), "a program, not a picture"),
        ("a.jpg", b"PDN3" + bytes(100), "a Paint.NET document; export it as PNG first"),
        ("a.kla", b"%PDF-1.7\n" + bytes(100), "a PDF document; export it as PNG first"),
    ],
)
def test_what_is_no_picture_at_all(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PixelStyleError, match=words):
        read_content(tmp_path / name)
    if not name.endswith((".png", ".jpg")):
        with pytest.raises(PixelStyleError, match=words):
            load_native(tmp_path / name)


def test_a_photo_under_a_machine_s_name_is_no_machine_s_file(tmp_path: Path) -> None:
    Image.new("RGB", (20, 10)).save(tmp_path / "a.kla", "JPEG")
    with pytest.raises(PixelStyleError, match="'pixelstyle convert' makes one of it"):
        load_native(tmp_path / "a.kla")


def test_pillow_s_weak_signs_are_not_believed(tmp_path: Path) -> None:
    """A Truevision picture has no signature: three bytes of any file can look like one."""
    Image.new("RGB", (20, 10), "red").save(tmp_path / "a.tga")
    assert (read_picture(tmp_path / "a.tga") == (255, 0, 0)).all()
    (tmp_path / "a.bin").write_bytes((tmp_path / "a.tga").read_bytes())
    assert (read_picture(tmp_path / "a.bin") == (255, 0, 0)).all(), "the foot says what it is"
    (tmp_path / "b.bin").write_bytes(bytes([0, 0, 2]) + bytes(9) + bytes([8, 0, 8, 0, 24, 0]) + bytes(300))
    with pytest.raises(PixelStyleError, match="is not a picture in a format that can be read"):
        read_picture(tmp_path / "b.bin")


def test_cartridges_within_pictures_are_neither_written_nor_taken_for_screens(tmp_path: Path) -> None:
    picture = random_picture(get_mode("pico-8"), 2)
    with pytest.raises(PixelStyleError, match="PICO-8 itself writes"):
        save_native(picture, tmp_path / "a.p8.png")
    save_native(picture, tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.p8.png")
    with pytest.raises(PixelStyleError, match=r"a cartridge's label; SAVE it as '\.p8'"):
        load_native(tmp_path / "a.p8.png", "pico-8")
    assert read_content(tmp_path / "a.p8.png").shape == (128, 128, 3), "as a picture it is one"
