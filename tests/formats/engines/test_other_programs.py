"""Tiles, maps, attributes and palettes are, byte for byte, what rgbgfx and SuperFamiconv make of the same pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import encode_for, encode_hardware_png, formats_for_mode, layout_of
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import NativePicture, ScreenMode, Tiles, get_mode, lay_cells
from tests.formats.engines.others import rgbds, run, superfamiconv
from tests.formats.legal.pictures import photo_picture, random_picture

pytestmark = pytest.mark.slow

SIZE = (64, 48)
PLAIN = TileOptions()
RGBGFX = {
    "whole": (["-m"], TileOptions()),
    "no flips": (["-u"], TileOptions(flips=False)),
    "columns": (["-m", "-Z"], TileOptions(columns=True)),
    "base": (["-m", "-b", "40"], TileOptions(base=40)),
}
OTHERS = {
    "snes-mode1": "snes",
    "snes-mode3": "snes",
    "gba-4bpp": "gba",
    "gba-8bpp": "gba",
    "wonderswan": "wsc",
    "pc-engine": "pce",
    "master-system": "sms",
}


def small(name: str) -> ScreenMode:
    """The machine with a screen of 64 x 48, and no limit that it could meet."""
    mode = get_mode(name)
    return replace(mode, name="mine", base=name, width=SIZE[0], height=SIZE[1], tiles=None)


def picture_of(mode: ScreenMode, seed: int) -> NativePicture:
    """Photos, random dots, and few tiles that come again mirrored, in turn."""
    if seed % 3 == 0:
        return photo_picture(mode, ("astronaut.jpg", "coffee.jpg", "flower.jpg")[seed // 3 % 3], seed)
    picture = random_picture(replace(mode, tiles=Tiles((8, 8), 12, seed % 3 == 1)), seed)
    return replace(picture, mode=mode)


def written(folder: Path, picture: NativePicture, options: TileOptions = PLAIN) -> dict[str, bytes]:
    """Our files by their extensions; they are saved, too."""
    layout = layout_of(picture.mode)
    assert layout is not None
    files = encode_for(folder / f"a{layout.extensions[0]}", picture, tiles=options)
    for path, data in files.items():
        path.write_bytes(data)
    return {path.suffix: data for path, data in files.items()}


@pytest.mark.parametrize("asked", RGBGFX)
def test_rgbgfx_writes_the_same_for_the_color(tmp_path: Path, asked: str) -> None:
    program, (flags, options) = rgbds("rgbgfx"), RGBGFX[asked]
    for seed in range(14):
        picture = picture_of(small("gameboy-color"), seed)
        ours = written(tmp_path, picture, options)
        Image.fromarray(picture.native_rgb()).save(tmp_path / "a.png")
        out: list[str | Path] = [
            part for end, flag in zip(ours, "otap", strict=True) for part in (f"-{flag}", tmp_path / f"b{end}")
        ]
        run(*program, *flags, "-N", "256,256", "-c", f"gbc:{tmp_path / 'a.pal'}", *out, tmp_path / "a.png")
        for end, data in ours.items():
            assert (tmp_path / f"b{end}").read_bytes() == data, (seed, end)


@pytest.mark.parametrize("asked", ["no flips", "columns", "base"])
def test_rgbgfx_writes_the_same_for_the_game_boy(tmp_path: Path, asked: str) -> None:
    program, (flags, options) = rgbds("rgbgfx"), RGBGFX[asked]
    for seed in range(6):
        picture = picture_of(small("gameboy"), seed)
        ours = written(tmp_path, picture, options)
        Image.fromarray(picture.native_rgb()).save(tmp_path / "a.png")
        colours = ",".join(picture.palette.hex())
        out: list[str | Path] = ["-o", tmp_path / "b.2bpp", "-t", tmp_path / "b.tilemap"]
        run(*program, *[flag.replace("m", "u") for flag in flags], "-c", colours, *out, tmp_path / "a.png")
        for end, data in ours.items():
            assert (tmp_path / f"b{end}").read_bytes() == data, (seed, end)


def test_so_it_is_from_a_drawn_picture_on_by_both_command_lines(tmp_path: Path) -> None:
    program = rgbds("rgbgfx")
    colours = "#f8f8f8,#a8a8a8,#505050,#000000;#f8f8f8,#f80000,#880000,#000000"
    rng = np.random.default_rng(0)
    tiles = rng.integers(0, 4, (9, 8, 8), np.uint8)
    rows = np.array([[int(part[n : n + 2], 16) for n in (1, 3, 5)] for part in colours.replace(";", ",").split(",")])
    which = rng.integers(0, 9, (18, 20))
    cells = rng.integers(0, 2, (18, 20))
    drawn = rows.reshape(2, 4, 3)[cells[..., None, None], tiles[which]].astype(np.uint8)
    Image.fromarray(lay_cells(drawn)).save(tmp_path / "a.png")
    result = convert(tmp_path / "a.png", mode="gameboy-color", palettes=colours)
    assert result.picture is not None
    ours = written(tmp_path, result.picture)
    out: list[str | Path] = [
        part for end, flag in zip(ours, "otap", strict=True) for part in (f"-{flag}", tmp_path / f"b{end}")
    ]
    run(*program, "-m", "-N", "256,256", "-c", colours, *out, tmp_path / "a.png")
    for end in (".2bpp", ".tilemap", ".attrmap"):
        assert (tmp_path / f"b{end}").read_bytes() == ours[end], end
    theirs = (tmp_path / "b.pal").read_bytes()
    assert ours[".pal"].startswith(theirs) and len(theirs) == 16, "rgbgfx writes the palettes that it was given"


def by_superfamiconv(folder: Path, picture: NativePicture, machine: str, flips: bool) -> tuple[bytes, ...]:
    """Tiles, map and palettes that it makes of a picture by its numbers."""
    layout = layout_of(picture.mode)
    assert layout is not None
    image = folder / "b.png"
    image.write_bytes(encode_hardware_png(picture))
    asked = ["-R", "-B", str(layout.bits), "-T", str(layout.first), *([] if flips else ["-F"])]
    out = [part for flag in ("-t", "-m", "-p") for part in (flag, folder / f"b{flag}")]
    run(superfamiconv(), "-M", machine, *asked, "-i", image, *out)
    return tuple((folder / f"b{flag}").read_bytes() for flag in ("-t", "-m", "-p"))


@pytest.mark.parametrize("name", OTHERS)
def test_superfamiconv_writes_the_same(tmp_path: Path, name: str) -> None:
    layout = layout_of(get_mode(name))
    assert layout is not None
    for seed in range(9):
        for flips in {layout.mirrors and name != "master-system", False}:  # whose tiles it does not mirror
            picture = picture_of(small(name), seed)
            ours = written(tmp_path, picture, TileOptions(flips=flips))
            assert by_superfamiconv(tmp_path, picture, OTHERS[name], flips) == tuple(ours.values()), (seed, flips)


def test_so_it_is_on_the_color_whose_map_it_writes_in_pairs(tmp_path: Path) -> None:
    program = superfamiconv()
    for seed in range(4):
        picture = picture_of(small("gameboy-color"), seed)
        ours = written(tmp_path, picture)
        image = tmp_path / "b.png"
        Image.fromarray(picture.native_rgb()).save(image)
        size = ["--map-width", str(SIZE[0] // 8), "--map-height", str(SIZE[1] // 8)]
        common: list[str | Path] = ["-M", "gbc", "-i", image, "-p", tmp_path / "a.pal"]
        run(program, "tiles", *common, "-d", tmp_path / "b.chr")
        run(program, "map", *common, *size, "-t", tmp_path / "b.chr", "-d", tmp_path / "b.map")
        assert (tmp_path / "b.chr").read_bytes() == ours[".2bpp"]
        pairs = np.frombuffer((tmp_path / "b.map").read_bytes(), np.uint8).reshape(-1, 2)
        assert (pairs[:, 0].tobytes(), pairs[:, 1].tobytes()) == (ours[".tilemap"], ours[".attrmap"])


def test_the_mega_drive_s_are_its_numbers_in_the_68000_s_order(tmp_path: Path) -> None:
    """SuperFamiconv 0.11 writes words and pairs of pixels with the lower half first; the machine, as MAME shows it, and
    SGDK have the upper one first."""
    for seed in range(4):
        picture = picture_of(small("mega-drive"), seed)
        ours = list(written(tmp_path, picture).values())
        theirs = by_superfamiconv(tmp_path, picture, "md", True)
        pairs = np.frombuffer(theirs[0], np.uint8)
        assert (pairs >> 4 | pairs << 4).tobytes() == ours[0]
        for one, other in zip(theirs[1:], ours[1:], strict=True):
            assert np.frombuffer(one, "<u2").tolist() == np.frombuffer(other, ">u2").tolist()


@pytest.mark.parametrize("name", ["gameboy", "gameboy-color"])
def test_rgbasm_makes_the_same_bytes_of_our_source(name: str, tmp_path: Path) -> None:
    assembler, linker = rgbds("rgbasm"), rgbds("rgblink")
    picture = random_picture(get_mode(name), 1)
    for path, data in encode_for(tmp_path / "room.asm", picture).items():
        path.write_bytes(data)
    run(*assembler, "-o", tmp_path / "room.o", tmp_path / "room.asm")
    run(*linker, "-o", tmp_path / "room.gb", "-p", "0xff", tmp_path / "room.o")
    whole = b"".join(encode_for(f"a{formats_for_mode(name)[-1].extensions[0]}", picture).values())
    assert (tmp_path / "room.gb").read_bytes()[0x4000:].startswith(whole)
