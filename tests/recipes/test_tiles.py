"""Tiles, palettes and screens as game engines ask for them, from a picture to the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import load_native
from pixelstyle.recipes import tile_counts
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import check, get_mode, modes
from tests.command_line import ROOT, CommandLine

PHOTO = str(ROOT / "examples/photos/chelsea.jpg")


def test_two_colours_are_five_tiles_and_told_so(pixelstyle: CommandLine, tmp_path: Path) -> None:
    image = Image.new("RGB", (320, 224))
    ImageDraw.Draw(image).rectangle((40, 40, 199, 119), fill=(255, 0, 0))
    image.save(tmp_path / "two.png")
    report = tmp_path / "r.json"
    ran = pixelstyle(
        "convert", tmp_path / "two.png", "-m", "mega-drive", "-o", tmp_path / "two.chr", "--report", report
    )
    assert ": 1,120 tiles, 2 distinct, 1 palette, 64 bytes\n" in ran.err
    alone = pixelstyle("convert", tmp_path / "two.png", "-m", "mega-drive", "-o", tmp_path / "alone.png")
    assert "alone.png: 1,120 tiles, 2 distinct" in alone.err, "a PNG may be what an engine takes"
    assert (tmp_path / "two.chr").stat().st_size == 64
    assert json.loads(report.read_text())["tiles"] == {
        "places": 1120, "distinct": 2, "mirrored": 0, "palettes": 1, "bytes": 64, "merged": 0
    }  # fmt: skip
    pixelstyle("convert", tmp_path / "two.png", "-m", "mega-drive", "-o", tmp_path / "all.chr", "--pad")
    assert (tmp_path / "all.chr").stat().st_size == 35840


@pytest.mark.parametrize("mode", ["gb-studio", "gameboy"])
def test_a_limit_is_kept_and_what_was_merged_is_told(mode: str) -> None:
    result = convert(PHOTO, mode=mode, max_tiles=100)
    counts = tile_counts(result.picture, result.settings)
    assert counts is not None and counts.distinct == 100 and counts.merged > 50
    assert check(result.picture) == []


def test_a_machine_without_a_limit_takes_one_with_mirror_images_or_not(tmp_path: Path) -> None:
    for flips in (True, False):
        result = convert(PHOTO, mode="game-gear", max_tiles=60, flips=flips)
        counts = tile_counts(result.picture, result.settings)
        assert counts is not None and counts.distinct == 60 and (counts.mirrored > 0) == flips
    large = convert(PHOTO, mode="game-gear", max_tiles=20, tile_size="16x16", flips=False)
    counts = tile_counts(large.picture, large.settings)
    assert counts is not None and (counts.places, counts.distinct, counts.bytes) == (90, 20, 20 * 4 * 32)


def test_screens_that_are_no_tiles_have_none() -> None:
    with pytest.raises(PixelStyleError, match="c64-hires is not made of tiles: it cannot have --max-tiles"):
        convert(PHOTO, mode="c64-hires", max_tiles=10)
    with pytest.raises(PixelStyleError, match="has no sub-palettes"):
        convert(PHOTO, mode="gameboy", palettes="#ffffff,#000000")
    with pytest.raises(PixelStyleError, match="no colour that all its sub-palettes share"):
        convert(PHOTO, mode="gameboy-color", backdrop="#ffffff")


def test_palettes_inline_whole_and_in_part() -> None:
    given = "#ffffff,#aaaaaa,#555555,#000000;#ff0000"
    picture = convert(PHOTO, mode="gameboy-color", palettes=given).picture
    colours = picture.palette.colours
    assert [sum(colour) // 3 // 8 * 8 for colour in colours[:4]] == [248, 168, 80, 0] and colours[4] == (255, 0, 0)
    assert check(picture) == []
    with pytest.raises(PixelStyleError, match="9 sub-palettes are given; gameboy-color has 8"):
        convert(PHOTO, mode="gameboy-color", palettes=";".join(["#000000"] * 9))
    with pytest.raises(PixelStyleError, match="Sub-palette 0 has 5 colours; in gameboy-color one has 4"):
        convert(PHOTO, mode="gameboy-color", palettes="#000,#111,#222,#333,#444")


@pytest.mark.parametrize("mode", ["nes", "snes-mode1", "gameboy-color", "master-system"])
def test_the_palettes_of_another_picture(tmp_path: Path, mode: str) -> None:
    ending = ".2bpp" if mode == "gameboy-color" else ".chr"
    convert(PHOTO, mode=mode).save(tmp_path / f"a{ending}")
    other = convert(ROOT / "examples/photos/flower.jpg", mode=mode, palettes=str(tmp_path / "a.pal"))
    other.save(tmp_path / f"b{ending}")
    assert (tmp_path / "a.pal").read_bytes() == (tmp_path / "b.pal").read_bytes()
    assert check(other.picture) == []


def test_the_backdrop_of_the_nes(tmp_path: Path) -> None:
    given = "#000000,#adadad,#fffeff,#666666"
    asks: list[dict[str, Any]] = [{"lock": "#000000"}, {"backdrop": "#000000"}, {"palettes": given}]
    for asked in asks:
        convert(PHOTO, mode="nes", **asked).save(tmp_path / "a.chr", overwrite=True)
        held = np.frombuffer((tmp_path / "a.pal").read_bytes(), np.uint8).reshape(4, 4)
        assert (held[:, 0] == 0x0F).all()
    with pytest.raises(PixelStyleError, match="has no #0000ff; the nearest is #"):
        convert(PHOTO, mode="nes", backdrop="#0000ff")


def test_a_list_in_place_of_the_colours_that_a_machine_could_choose() -> None:
    picture = convert(PHOTO, mode="amiga-32", palette="pico-8").picture
    assert check(picture) == []
    shown = {tuple(c // 17 for c in picture.palette.colours[k]) for k in np.unique(picture.indices)}
    listed = convert(PHOTO, mode="free", palette="pico-8").palette.colours
    assert shown <= {tuple(round(c / 17) for c in colour) for colour in listed}


def test_a_map_larger_than_the_screen(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('base = "gb-studio"\nwidth = 320\n[tiles]\nsize = [8, 8]\nlimit = 128\n')
    name = str(tmp_path / "mine.toml")
    result = convert(PHOTO, mode=name)
    assert result.pixels.shape == (144, 320, 3) and result.mode.base == "gameboy"
    result.save(tmp_path / "a.2bpp")
    assert (tmp_path / "a.2bpp").stat().st_size == 128 * 16 and (tmp_path / "a.tilemap").stat().st_size == 720
    assert (load_native(tmp_path / "a.2bpp", name).indices == result.picture.indices).all()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('base = "gamboy"', "There is no base named 'gamboy'"),
        ('base = "amiga-ham6"', "colours come of a signal"),
        ('base = "nes"\nwidth = 250', "do not fill"),
    ],
)
def test_a_base_that_cannot_be(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(PixelStyleError, match=told):
        get_mode(str(tmp_path / "mine.toml"))


def test_what_engines_take_comes_along() -> None:
    names = {mode.name for mode in modes()}
    assert {"gb-studio", "gb-studio-color", "sgdk", "nes-2-screens", "gba-4bpp", "gba-8bpp", "sgb-border"} <= names
    assert {"wonderswan", "neo-geo-fix", "lynx"} <= names


def test_a_base_tile_leaves_so_many_fewer(tmp_path: Path) -> None:
    for mode, ending, wanted in (("nes", ".chr", 192), ("gameboy", ".2bpp", 256), ("mega-drive", ".chr", 48)):
        base = 2000 if mode == "mega-drive" else 64
        result = convert(PHOTO, mode=mode, base_tile=base)
        result.save(tmp_path / f"{mode}{ending}")
        counts = tile_counts(result.picture, result.settings)
        assert counts is not None and counts.distinct == wanted
        again = load_native(tmp_path / f"{mode}{ending}", mode) if mode != "gameboy" else None
        assert again is None or (again.native_rgb() == result.pixels).all()
