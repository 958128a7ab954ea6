"""The machine's screen is found in screenshots with a border, and in enlarged pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import load_native
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import recognise_screen, show
from tests.command_line import ROOT, CommandLine
from tests.screens.recognising.test_recognise import drawn, in_colours

PHOTO = ROOT / "examples/photos/coffee.jpg"


def framed(shown: np.ndarray, size: tuple[int, int], at: tuple[int, int], colour: np.ndarray) -> np.ndarray:
    """A picture in a border of one colour: uint8 [size[1], size[0], 3]."""
    whole = np.empty((size[1], size[0], 3), np.uint8)
    whole[:] = colour
    whole[at[1] : at[1] + shown.shape[0], at[0] : at[0] + shown.shape[1]] = shown
    return whole


@pytest.mark.slow
@pytest.mark.parametrize("rendering", ["c64-colodore", "c64-pepto"])
@pytest.mark.parametrize(
    ("size", "at"), [((384, 272), (32, 35)), ((384, 247), (32, 23)), ((403, 284), (41, 42)), ((320, 200), (0, 0))]
)
@pytest.mark.parametrize("scale", [1, 2])
def test_a_screenshots_border_is_cut_off(
    rendering: str, size: tuple[int, int], at: tuple[int, int], scale: int
) -> None:
    picture, mode, palette = drawn("c64-multicolor")
    colours = get_palette(rendering).bytes()
    shown = show(in_colours(picture, palette, colours), mode)
    shot = framed(shown, size, at, colours[14]).repeat(scale, axis=0).repeat(scale, axis=1)
    found = recognise_screen(shot, mode, palette)
    if found is None:
        assert (size, rendering) == ((320, 200), "c64-colodore"), "which is the picture itself"
        return
    assert (found.rgb == picture).all()
    assert found.border == (None if size == (320, 200) else 14)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zx-spectrum", "c64-hires", "cpc-mode0", "pico-8"])
@pytest.mark.parametrize("step", [(2, 2), (3, 3), (2, 3), (6, 2), (8, 8), (1, 5)])
def test_enlarged_pictures_are_brought_back(name: str, step: tuple[int, int]) -> None:
    picture, mode, palette = drawn(name)
    bright = np.clip(palette.bytes().astype(int) + 3, 0, 255).astype(np.uint8)
    large = in_colours(picture, palette, bright).repeat(step[1], axis=0).repeat(step[0], axis=1)
    found = recognise_screen(large, mode, palette)
    assert found is not None
    assert (found.rgb == picture).all()


@pytest.mark.parametrize("size", [(320, 240), (352, 296)])
def test_a_spectrums_screenshot_is_cut(size: tuple[int, int]) -> None:
    picture, mode, palette = drawn("zx-spectrum")
    shot = framed(picture, size, ((size[0] - 256) // 2, 24 if size[1] == 240 else 48), palette.bytes()[1])
    found = recognise_screen(shot, mode, palette)
    assert found is not None
    assert (found.rgb == picture).all()
    assert found.border == 1


def test_a_photo_in_a_frame_is_no_screenshot() -> None:
    picture, mode, palette = drawn("c64-hires")
    moved = np.roll(picture, (3, 3), axis=(0, 1))
    assert recognise_screen(framed(moved, (384, 272), (32, 35), palette.bytes()[0]), mode, palette) is None
    assert recognise_screen(np.zeros((272, 384, 3), np.uint8), mode, palette) is None


def test_the_border_goes_into_the_program(pixelstyle: CommandLine, tmp_path: Path) -> None:
    made = convert(PHOTO, mode="c64-hires").picture
    assert made is not None
    colours = get_palette("c64-vice").bytes()
    Image.fromarray(framed(colours[made.indices], (384, 272), (32, 35), colours[6])).save(tmp_path / "shot.png")
    checked = pixelstyle("check", tmp_path / "shot.png", "-m", "c64-hires")
    assert checked.status == 0
    assert "x = 32, y = 35" in checked.out
    for command in ("convert", "view"):
        out = tmp_path / f"{command}.prg"
        assert pixelstyle(command, tmp_path / "shot.png", "-m", "c64-hires", "-o", out).status == 0
        assert load_native(out).extra["border"] == 6
        assert (load_native(out).native_rgb() == made.native_rgb()).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["amiga-32", "atari-st-low", "mega-drive"])
def test_a_border_around_colours_chosen_from_bits(name: str, pixelstyle: CommandLine, tmp_path: Path) -> None:
    made = convert(PHOTO, mode=name)
    height, width = made.pixels.shape[:2]
    border = made.pixels.reshape(-1, 3)[0]
    shot = framed(made.pixels, (width + 40, height + 28), (20, 14), border).repeat(2, axis=0).repeat(2, axis=1)
    Image.fromarray(shot).save(tmp_path / "shot.png")
    assert pixelstyle("check", tmp_path / "shot.png", "-m", name).status == 0
    assert name in pixelstyle("check", tmp_path / "shot.png").out
    assert (convert(tmp_path / "shot.png", mode=name).pixels == made.pixels).all()
    assert pixelstyle("view", tmp_path / "shot.png", "-m", name, "-o", tmp_path / "again.png").status == 0


@pytest.mark.parametrize("step", [(2, 1), (4, 2), (1, 1)])
def test_a_vic_20s_screenshot_has_its_columns_doubled(step: tuple[int, int]) -> None:
    picture, mode, palette = drawn("vic20-hires")
    shot = framed(picture, (224, 284), (30, 60), palette.bytes()[3]).repeat(step[1], axis=0).repeat(step[0], axis=1)
    found = recognise_screen(shot, mode, palette)
    assert found is not None and (found.rgb == picture).all() and found.border == 3
