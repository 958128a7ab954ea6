"""Tile data as text, read back by others: assemblers, compilers, and by hand; PNGs in the hardware's numbers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import encode_for, load_native
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import NativePicture, Tiles, check, get_mode
from tests.command_line import ROOT
from tests.formats.engines.others import libsfx
from tests.formats.legal.pictures import random_picture

NAMES = ["nes", "gameboy", "gameboy-color", "master-system", "mega-drive", "gba-4bpp", "snes-mode1"]
DIRECTIVES = {"nes": ".byte", "gameboy-color": "db", "master-system": ".db", "mega-drive": "dc.b", "gba-4bpp": ".byte"}


def native(picture: NativePicture) -> list[bytes]:
    ending = ".2bpp" if picture.mode.name.startswith("game") and "gear" not in picture.mode.name else ".chr"
    return list(encode_for(f"a{ending}", picture).values())


@pytest.mark.parametrize("name", NAMES)
def test_assemblers_get_every_byte(name: str) -> None:
    picture = random_picture(get_mode(name), 1)
    (text,) = encode_for("my-room 1.asm", picture).values()
    found: dict[str, bytes] = {}
    label = ""
    for line in text.decode().splitlines():
        if match := re.match(r"(\w+)::?$", line):
            label = match[1]
        elif (match := re.match(r"    (\S+) ([$0-9a-fx,]+)$", line)) and match[1] != ".balign":
            assert match[1] == DIRECTIVES.get(name, match[1])
            found[label] = found.get(label, b"") + bytes(
                int(part.strip("$"), 10 if match[1] == ".db" else 16) for part in match[2].split(",")
            )
    assert list(found.values()) == native(picture) and all(label.startswith("my_room_1_") for label in found)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nes", "snes-mode1", "pc-engine"])
def test_ca65_and_ld65_make_the_same_bytes(name: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(name), 1)
    for path, data in encode_for(tmp_path / "room.s", picture).items():
        path.write_bytes(data)
    config = "MEMORY { ROM: start = 0, size = $40000; } SEGMENTS { CODE: load = ROM, type = ro; }"
    (tmp_path / "all.cfg").write_text(config)
    subprocess.run([libsfx("ca65"), "room.s", "-o", "room.o"], cwd=tmp_path, check=True)
    subprocess.run([libsfx("ld65"), "-C", "all.cfg", "room.o", "-o", "room.bin"], cwd=tmp_path, check=True)
    assert (tmp_path / "room.bin").read_bytes() == b"".join(native(picture))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "target"),
    [("mega-drive", "m68k-linux-gnu"), ("neo-geo-fix", "m68k-linux-gnu"), ("gba-4bpp", "arm-none-eabi")],
)
def test_the_gnu_assembler_makes_the_same_bytes(name: str, target: str, tmp_path: Path) -> None:
    if shutil.which(f"{target}-as") is None:
        pytest.skip(f"binutils for {target} are not installed")
    picture = random_picture(get_mode(name), 1)
    for path, data in encode_for(tmp_path / "room.s", picture).items():
        path.write_bytes(data)
    motorola = ["--mri"] if target.startswith("m68k") else []
    subprocess.run([f"{target}-as", *motorola, "room.s", "-o", "room.o"], cwd=tmp_path, check=True)
    subprocess.run([f"{target}-objcopy", "-O", "binary", "room.o", "room.bin"], cwd=tmp_path, check=True)
    assert (tmp_path / "room.bin").read_bytes().startswith(b"".join(native(picture)))
    told = subprocess.run([f"{target}-nm", "room.o"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    labels = {line.split()[2] for line in told.splitlines() if line.split()[1] == "T"}
    assert labels == {f"room_{part}{end}" for part in ("tiles", "map", "palettes") for end in ("", "_end")}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("sdasz80") is None, reason="SDCC is not installed")
def test_sdcc_s_assembler_makes_the_same_bytes(tmp_path: Path) -> None:
    picture = random_picture(get_mode("game-gear"), 1)
    ((_, data),) = encode_for(tmp_path / "room.s", picture).items()
    (tmp_path / "room.s").write_bytes(b"\t.area CODE (ABS)\n" + data)
    subprocess.run(["sdasz80", "-lo", "room.rel", "room.s"], cwd=tmp_path, check=True)
    subprocess.run(["sdldz80", "-i", "room.ihx", "room.rel"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    memory = bytearray(1 << 16)
    for line in (tmp_path / "room.ihx").read_text().splitlines():
        record = bytes.fromhex(line[1:])
        at = record[1] << 8 | record[2]
        memory[at : at + record[0]] = record[4:-1]
    assert memory.startswith(b"".join(native(picture)))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
@pytest.mark.parametrize("name", ["gameboy-color", "mega-drive", "master-system"])
def test_a_compiler_reads_the_same_numbers(name: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(name), 1)
    for path, data in encode_for(tmp_path / "room.c", picture).items():
        path.write_bytes(data)
    files = native(picture)
    parts = {"tiles": files[0], "map": files[1], "palettes": files[-1]}
    big = name == "mega-drive"
    lines = [
        f'for (unsigned n = 0; n < sizeof room_{part} / sizeof *room_{part}; n++) printf("%lu\\n", '
        f"(unsigned long) room_{part}[n]);"
        for part in parts
    ]
    main = '#include <stdio.h>\n#include "room.h"\nint main(void) {' + "".join(lines) + "}"
    (tmp_path / "main.c").write_text(main.replace("sizeof room_", "sizeof room_"))
    subprocess.run(["cc", "-Wall", "-Werror", "main.c", "room.c", "-o", "main"], cwd=tmp_path, check=True)
    told = subprocess.run(["./main"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout.split()
    kinds = {
        "mega-drive": (">u4", ">u2", ">u2"),
        "master-system": ("u1", "<u2", "u1"),
        "gameboy-color": ("u1", "u1", "<u2"),
    }
    wanted = [np.frombuffer(data, kind) for data, kind in zip(parts.values(), kinds[name], strict=True)]
    assert [int(number) for number in told] == [int(n) for values in wanted for n in values], big


@pytest.mark.parametrize("name", NAMES)
def test_json_and_tiled_show_the_picture(name: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(name), 2)
    (data,) = encode_for("a.json", picture).values()
    whole = json.loads(data)
    tiles = [np.frombuffer(bytes.fromhex(text), np.uint8).reshape(8, 8) for text in whole["tiles"]]
    (tmj, image) = encode_for(tmp_path / "a.tmj", picture).items()
    image[0].write_bytes(image[1])
    with Image.open(image[0]) as opened:
        sheet = np.asarray(opened.convert("RGB"))
    level = json.loads(tmj[1])
    (tileset,), (layer,) = level["tilesets"], level["layers"]
    rgb = picture.native_rgb()
    for row, numbers in enumerate(whole["map"]):
        for column, number in enumerate(numbers):
            wanted = rgb[8 * row : 8 * row + 8, 8 * column : 8 * column + 8]
            tile, palette = tiles[number], whole["palettes"][whole["palette"][row][column]]
            gid = layer["data"][row * level["width"] + column]
            at = (gid & 0xFFFFFFF) - tileset["firstgid"]
            top, left = 8 * (at // tileset["columns"]), 8 * (at % tileset["columns"])
            drawn = sheet[top : top + 8, left : left + 8]
            if whole["mirrored"][row][column]:
                tile = tile[:, ::-1]
            if whole["upside_down"][row][column]:
                tile = tile[::-1]
            drawn = drawn[:, ::-1] if gid & 0x80000000 else drawn
            drawn = drawn[::-1] if gid & 0x40000000 else drawn
            assert (drawn == wanted).all()
            colours = np.array([[int(text[n : n + 2], 16) for n in (1, 3, 5)] for text in palette], np.uint8)
            assert (colours[tile] == wanted).all()


@pytest.mark.parametrize("name", ["mega-drive", "sgdk", "snes-mode1", "gameboy-color", "nes", "gba-4bpp"])
def test_hardware_s_numbers_are_in_the_png_and_come_back(name: str, tmp_path: Path) -> None:
    result = convert(ROOT / "examples/photos/flower.jpg", mode=name, png="hardware")
    result.save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert image.mode == "P"
        indices, colours = np.array(image), np.array(image.getpalette()).reshape(-1, 3)
        depth = (tmp_path / "a.png").read_bytes()[24]
    assert depth == 8 and (colours[indices] == result.pixels).all()
    blocks = (indices >> 4).reshape(result.mode.height // 8, 8, result.mode.width // 8, 8)
    assert (blocks.max(axis=(1, 3)) == blocks.min(axis=(1, 3))).all(), "a tile's palette is in its upper four bits"
    again = load_native(tmp_path / "a.png")
    assert (again.native_rgb() == result.pixels).all() and check(again) == []


def test_lines_for_sgdk_name_the_picture_beside_them() -> None:
    picture = random_picture(get_mode("mega-drive"), 1)
    (text, image) = encode_for("out/my room.res", picture).items()
    assert text[0].name == "my room.res" and image[0].name == "my room.png" and image[1].startswith(b"\x89PNG")
    assert text[1].decode().splitlines() == [
        'PALETTE my_room_palette "my room.png"',
        'TILESET my_room_tiles "my room.png" NONE ALL',
        'MAP my_room_map "my room.png" my_room_tiles NONE 0',
    ]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tmxrasterizer") is None, reason="Tiled is not installed")
@pytest.mark.parametrize(("name", "side"), [("mega-drive", 8), ("gameboy-color", 8), ("snes-mode1", 16)])
def test_tiled_itself_draws_the_picture(name: str, side: int, tmp_path: Path) -> None:
    picture = symmetrical(name)
    for path, data in encode_for(tmp_path / "room.tmj", picture, tiles=TileOptions(size=(side, side))).items():
        path.write_bytes(data)
    (layer,) = json.loads((tmp_path / "room.tmj").read_text())["layers"]
    assert side > 8 or {gid >> 30 for gid in layer["data"]} == {0, 1, 2, 3}, "tiles are turned in all ways"
    command = ["tmxrasterizer", "--no-smoothing", "room.tmj", "drawn.png"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=environment)
    with Image.open(tmp_path / "drawn.png") as opened:
        assert (np.asarray(opened.convert("RGB")) == picture.native_rgb()).all()


def symmetrical(name: str) -> NativePicture:
    """A picture of few tiles in all the ways that the machine can turn them, in all its palettes."""
    mode = get_mode(name)
    few = replace(mode, tiles=Tiles((16, 16), 9, flips=True), subpalettes=replace(mode.subpalettes, cell=(16, 16)))
    picture = random_picture(few, 5)
    assert picture.subpalette_map is not None
    cells = picture.subpalette_map.repeat(2, axis=0).repeat(2, axis=1)
    return replace(picture, mode=mode, subpalette_map=cells)
