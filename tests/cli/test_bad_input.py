"""Whatever is wrong with a request is one line on standard error and exit status 2; nothing is written."""

import os
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.command_line import CommandLine

GRADIENT = np.linspace(0, 255, 40 * 50 * 3).reshape(40, 50, 3).astype(np.uint8)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path, van_gogh: Path) -> Path:
    """A folder with all that can be wrong with a file; it is the current one."""
    monkeypatch.chdir(tmp_path)
    photo = astronaut.read_bytes()
    files = {
        "photo.jpg": photo,
        "painting.jpg": van_gogh.read_bytes(),
        "empty.png": b"",
        "truncated.jpg": photo[: len(photo) // 3],
        "words.png": b"this is no picture\n" * 10,
        "exists.png": b"dear to someone",
        "short.kla": b"\x00\x60" + bytes(9000),
        "good.kla": b"\x00\x60" + bytes(10001),
        "none.gpl": b"GIMP Palette\nName: none\n",
        "one.gpl": b"GIMP Palette\nName: one\n1 2 3 only\n",
        "many.gpl": b"GIMP Palette\nName: many\n"
        + b"".join(b"%d %d 0 x\n" % (n % 256, n // 256) for n in range(17_000)),
        "broken.hex": b"112233\nzzz\n",
        "weights.pth": b"PK\x03\x04 not weights",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    (tmp_path / "full.png").symlink_to("/dev/full")
    (tmp_path / "nowhere.png").symlink_to(tmp_path / "missing" / "x.png")
    Image.fromarray(GRADIENT).save("plain.png")
    Image.new("RGB", (320, 200), "#123456").save("wrong-colours.png")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not path.is_symlink()}


CASES = [
    # What goes in
    ("convert missing.png -o out.png", "There is no picture file 'missing.png'"),
    ("convert empty.png -o out.png", "is empty"),
    ("convert truncated.jpg -o out.png", "is damaged and cannot be read"),
    ("convert words.png -o out.png", "is a text, not a picture"),
    ("convert folder -o out.png", "is a folder"),
    ("stylize photo.jpg missing.jpg -o out.png", "There is no picture file 'missing.jpg'"),
    ("stylize photo.jpg folder -o out.png", "is a folder"),
    ("stylize photo.jpg painting.jpg --start nosuch.png -o out.png", "nosuch.png"),
    # Names
    ("convert photo.jpg -m c64-multicolour -o out.png", "Did you mean c64-multicolor"),
    ("convert photo.jpg -m '' -o out.png", "There is no mode named ''"),
    ("convert photo.jpg --palette c64-peppto -o out.png", "Did you mean c64-pepto"),
    ("convert photo.jpg --palette-in c64-peppto -o out.png", "Did you mean c64-pepto"),
    ("convert photo.jpg --palette gameboy-dmg -o out.png", "numbers exactly"),
    ("convert photo.jpg -m none --palette pico-8 -o out.png", "has no palette"),
    ("convert photo.jpg --fit covr -o out.png", "Did you mean cover"),
    ("convert photo.jpg --background nocolour -o out.png", "is not a colour"),
    ("stylize photo.jpg painting.jpg --network vgg91 -o out.png", "Did you mean vgg"),
    ("stylize photo.jpg painting.jpg --content-layer relu4-2 -o out.png", "Did you mean relu4_2"),
    ("stylize photo.jpg painting.jpg --style-layers relu1_1,conv9_1 -o out.png", "conv9_1"),
    ("stylize photo.jpg painting.jpg --style-layers relu1_1=-2 -o out.png", "is not a layer with a weight"),
    ("stylize photo.jpg painting.jpg --method aneal -o out.png", "Did you mean anneal"),
    ("stylize photo.jpg painting.jpg --optimiser adamw -o out.png", "Did you mean adam"),
    ("stylize photo.jpg painting.jpg --device cuda:99 -o out.png", "cannot be used here"),
    ("stylize photo.jpg painting.jpg --device toaster -o out.png", "cannot be used here"),
    ("stylize photo.jpg painting.jpg --weights weights.pth -o out.png", "weights.pth"),
    ("modes c64-hirse", "Did you mean c64-hires"),
    ("palettes zx-spectrun", "Did you mean zx-spectrum"),
    ("networks vgg91", "Did you mean vgg"),
    # Palettes
    ("convert photo.jpg -m free --palette none.gpl -o out.png", "has 0 colours"),
    ("convert photo.jpg -m free --palette one.gpl -o out.png", "has 1 colour;"),
    ("convert photo.jpg -m free --palette many.gpl -o out.png", "has 17000 colours"),
    ("convert photo.jpg -m free --palette broken.hex -o out.png", "line 2"),
    ("convert photo.jpg -m free --palette missing.gpl -o out.png", "There is no palette file"),
    ("palettes many.gpl", "has 17000 colours"),
    # Numbers
    ("convert photo.jpg --scale 0 -o out.png", "scale is 0"),
    ("convert photo.jpg --scale -3 -o out.png", "scale is -3"),
    ("convert photo.jpg --scale 1.5 -o out.png", "--scale"),
    ("convert photo.jpg --scale x -o out.png", "--scale"),
    ("convert photo.jpg -m free --width 0 -o out.png", "width is 0"),
    ("convert photo.jpg -m free --width 99999999999999999999 -o out.png", "width is"),
    ("convert photo.jpg -m none --width 4096 --height 4096 --scale 32 -o out.png", "too large for a PNG"),
    ("convert photo.jpg --width 100 -o out.png", "is always 160 x 200"),
    ("stylize photo.jpg painting.jpg -n -1 -o out.png", "iterations is -1"),
    ("stylize photo.jpg painting.jpg --every 0 -o out.png", "every is 0"),
    ("stylize photo.jpg painting.jpg --style-weight nan -o out.png", "style_weight is nan"),
    ("stylize photo.jpg painting.jpg --style-weight inf -o out.png", "style_weight is inf"),
    ("stylize photo.jpg painting.jpg --content-weight -2 -o out.png", "content_weight is -2"),
    ("stylize photo.jpg painting.jpg --style-scale 1e9 -o out.png", "style_scale is"),
    ("stylize photo.jpg painting.jpg --rate 0 -o out.png", "rate is 0"),
    ("stylize photo.jpg painting.jpg --seed -1 -o out.png", "seed is -1"),
    ("stylize photo.jpg painting.jpg --preview-every 0 --preview p.png -o out.png", "preview_every is 0"),
    ("stylize photo.jpg painting.jpg -m free --width 4 --height 4 -o out.png", "too small for layer"),
    ("convert photo.jpg -m free --cell 8y8 -o out.png", "'8y8' is no cell: it is its width x its height in pixels"),
    ("convert photo.jpg -m free --cell 0x8 --cell-colours 2 -o out.png", "'0x8' is no cell"),
    ("convert photo.jpg -m free --cell 8x8 -o out.png", "--cell 8x8 --cell-colours 2"),
    ("convert photo.jpg -m free --cell-colours 2 -o out.png", "--cell 8x8 --cell-colours 2"),
    # Where it goes
    ("convert photo.jpg -m c64", "Did you mean c64-multicolor or c64-hires"),
    ("convert https://example.org/photo.jpg", "'https://example.org/photo.jpg' is an address on the network"),
    ("stylize photo.jpg painting.jpg --dither bayer", "It belongs to convert, quantize"),
    ("convert photo.jpg --checkpoint a.st", "It belongs to stylize"),
    ("quantize photo.jpg --colours 4 --metric oklab", "It belongs to"),
    ("stylize photo.jpg painting.jpg -n 0", "-n 0 leaves stylize nothing to do"),
    ("stylize photo.jpg painting.jpg --method convert --every 3", "solves the rules once, at the end"),
    ("stylize --help scren", "Did you mean screen"),
    ("convert photo.jpg -o exists.png", "exists already; add --overwrite"),
    ("convert photo.jpg -o out.png -o exists.png", "exists already"),
    ("convert photo.jpg -o out.png --report exists.png", "exists already"),
    ("stylize photo.jpg painting.jpg -o out.png --preview exists.png", "exists already"),
    ("stylize photo.jpg painting.jpg -o out.png --preview p.jpg", "should end in .png"),
    ("convert photo.jpg -o out.png -o ./out.png", "name different ones"),
    ("stylize photo.jpg painting.jpg -o out.png --preview out.png", "name different ones"),
    ("convert photo.jpg -o folder", "cannot be saved as a name without an extension"),
    ("convert photo.jpg -o missing/out.png", "does not exist; make it first"),
    ("convert photo.jpg -o nowhere.png", "does not exist; make it first"),
    ("convert photo.jpg -o photo.jpg/out.png", "does not exist"),
    ("convert photo.jpg -m zx-spectrum -o out.kla", "it can be saved as .png, .scr"),
    ("convert photo.jpg -o out.jpg", "it can be saved as .png, .kla"),
    ("convert photo.jpg -m none -o out.kla", "it can be saved as .png."),
    (f"convert photo.jpg -o {'a' * 300}.png", "cannot be written"),
    # Files of machines
    ("check short.kla", "10,003"),
    ("view short.kla -o out.png", "10,003"),
    ("check good.kla -m zx-spectrum", "zx-spectrum"),
    ("check missing.kla", "There is no picture file"),
    ("check plain.png", "name it with -m"),
    ("check plain.png -m c64-hires", "50 x 40"),
    ("check words.png -m c64-hires", "not a PNG"),
    ("check photo.jpg", "'pixelstyle convert' makes one"),
    ("check weights.pth", "'.pth'"),
    ("view wrong-colours.png -m c64-hires -o out.png", "not one of the"),
    ("view good.kla -o exists.png", "exists already"),
    ("view good.kla -o out.png --scale 0", "cannot be scaled by 0"),
    ("view good.kla -o out.png --size huge", "There is no size named 'huge'"),
    ("view good.kla -o out.art", "it can be saved as .png, .kla"),
    # Again
    ("again plain.png -o out.png", "does not carry the settings of a run"),
    ("again photo.jpg -o out.png", "not a PNG"),
    ("again missing.png -o out.png", "There is no picture file"),
    # The command itself
    ("stylise photo.jpg painting.jpg", "Did you mean 'stylize'"),
    ("convert photo.jpg --ouput out.png", "--output"),
    ("convert", "IMAGE"),
    ("convert photo.jpg painting.jpg -o out.png", "painting.jpg"),
    ("convert photo.jpg -o", "-o"),
]

LINUX = sys.platform == "linux"
if LINUX:  # places where even root may not write, and a disc that is always full
    CASES += [
        ("convert photo.jpg -o /proc/out.png", "cannot be written"),
    ]


@pytest.mark.parametrize(("command", "expected"), CASES, ids=[command[:70] for command, _ in CASES])
def test_bad_input_is_one_line_and_changes_nothing(
    command: str, expected: str, pixelstyle: CommandLine, desk: Path
) -> None:
    before = contents(desk)
    ran = pixelstyle(*("" if word == "''" else word for word in command.split(" ")))
    assert ran.status == 2
    assert ran.out == ""
    last = ran.err.splitlines()[-1]
    assert last.startswith("pixelstyle: ")
    assert expected in last
    assert ran.err.count("\n") == 1
    assert contents(desk) == before


@pytest.mark.skipif(not LINUX, reason="needs /dev/full")
def test_a_file_that_fails_does_not_keep_the_others_back_and_is_saved_elsewhere(
    pixelstyle: CommandLine, desk: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    ran = pixelstyle("convert", "photo.jpg", "-o", "full.png", "-o", "out.kla", "--overwrite", "-q")
    (saved,) = elsewhere.iterdir()
    assert ran.status == 1
    assert f"no space left on device. It is saved as '{saved}'" in ran.err
    assert pixelstyle("check", saved, "-m", "c64-multicolor").status == 0
    assert pixelstyle("check", "out.kla").status == 0


def test_overwrite_replaces(pixelstyle: CommandLine, desk: Path) -> None:
    assert pixelstyle("convert", "photo.jpg", "-o", "exists.png", "--overwrite").status == 0
    assert (desk / "exists.png").read_bytes().startswith(b"\x89PNG")


def grey_png(side: int) -> bytes:
    """A picture of side x side white dots, one bit each."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\xff" * ((side + 7) // 8)) * side, 1)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


TURNED = struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
ODD: dict[str, Callable[[Path], object]] = {
    "dot.png": lambda path: Image.new("RGB", (1, 1), "teal").save(path),
    "large.png": lambda path: path.write_bytes(grey_png(20_000)),
    "cmyk.jpg": lambda path: Image.fromarray(GRADIENT).convert("CMYK").save(path),
    "deep.png": lambda path: Image.fromarray(GRADIENT[..., 0].astype(np.uint16) * 257).save(path),
    "grey.png": lambda path: Image.fromarray(GRADIENT[..., 0]).save(path),
    "palette.png": lambda path: Image.fromarray(GRADIENT).quantize(8).save(path, transparency=3),
    "moving.gif": lambda path: Image.fromarray(GRADIENT).save(
        path, save_all=True, append_images=[Image.new("RGB", (50, 40))]
    ),
    "turned.jpg": lambda path: Image.fromarray(GRADIENT).save(path, exif=b"Exif\0\0MM\0*" + TURNED),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ODD)
def test_odd_pictures_work(name: str, pixelstyle: CommandLine, tmp_path: Path) -> None:
    ODD[name](tmp_path / name)
    out = tmp_path / "out.png"
    ran = pixelstyle("convert", tmp_path / name, "-m", "zx-spectrum", "-o", out, "-o", tmp_path / "out.scr")
    assert (ran.status, ran.out) == (0, "")
    assert pixelstyle("check", out).status == 0
    assert pixelstyle("check", tmp_path / "out.scr").status == 0


def test_names_that_are_not_utf8_and_many_lines_stay_one_line(pixelstyle: CommandLine, tmp_path: Path) -> None:
    for name in (os.fsdecode(b"\xff\xfe.png"), "two\nlines.png"):
        ran = pixelstyle("convert", tmp_path / name, "-o", tmp_path / "out.png")
        assert ran.status == 2
        assert ran.err.count("\n") == 1
