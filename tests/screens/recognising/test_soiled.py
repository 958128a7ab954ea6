"""What came over a machine's picture on its way is taken off it: noise, stray pixels, scan lines, frames."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import Palette, get_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import ScreenMode, check_rgb, recognise_screen, show
from pixelstyle.screens.recognising.cleaning import cleanings, without_pattern
from tests.command_line import CommandLine
from tests.screens.recognising.test_recognise import PHOTOS, drawn, in_colours
from tests.screens.recognising.test_screenshot import framed

RENDERINGS = {"c64-multicolor": "c64-vice", "zx-spectrum": "zx-spectrum-d7", "cpc-mode0": "cpc"}


def in_other_colours(name: str) -> tuple[np.ndarray, np.ndarray, ScreenMode, Palette]:
    """A legal picture, the same as shown in another rendering, its mode and palette."""
    picture, mode, palette = drawn(name)
    shown = show(in_colours(picture, palette, get_palette(RENDERINGS[name]).bytes()), mode)
    return picture, shown, mode, palette


@pytest.mark.parametrize("name", sorted(RENDERINGS))
def test_one_stray_pixel_changes_nothing_else(name: str, tmp_path: Path) -> None:
    picture, shown, mode, palette = in_other_colours(name)
    shown[50:52, 50:52] = 91, 7, 200
    found = recognise_screen(shown, mode, palette)
    assert found is not None and found.before is not None
    assert [clash.rule for clash in found.clashes][-1] == "colours of the palette"
    Image.fromarray(shown).save(tmp_path / "stray.png")
    made = convert(tmp_path / "stray.png", mode=name)
    assert 0 < (made.pixels != picture).any(axis=2).sum() <= 4
    assert "#5b07c8 became" in made.figures["repaired"][0]["text"]
    assert not check_rgb(made.pixels, mode, None if mode.choice else palette)


@pytest.mark.slow
def test_a_stray_pixel_is_told_and_refused_by_who_changes_nothing(pixelstyle: CommandLine, tmp_path: Path) -> None:
    _, shown, _, _ = in_other_colours("zx-spectrum")
    shown[50, 50] = 91, 7, 200
    Image.fromarray(shown).save(tmp_path / "stray.png")
    checked = pixelstyle("check", tmp_path / "stray.png", "-m", "zx-spectrum")
    assert checked.status == 1 and "found #5b07c8" in checked.out and "one clash" in checked.out
    viewed = pixelstyle("view", tmp_path / "stray.png", "-m", "zx-spectrum", "-o", tmp_path / "out.scr")
    assert viewed.status == 2 and "#5b07c8" in viewed.err
    strict = pixelstyle("convert", tmp_path / "stray.png", "-m", "zx-spectrum", "--strict", "-o", tmp_path / "out.scr")
    assert strict.status == 2 and not (tmp_path / "out.scr").exists()
    made = pixelstyle("convert", tmp_path / "stray.png", "-m", "zx-spectrum", "-o", tmp_path / "out.scr")
    assert made.status == 0 and "1 pixel changed: #5b07c8 became" in made.err


@pytest.mark.parametrize("name", ["c64-multicolor", "cpc-mode0"])
def test_a_lossy_save_keeps_nearly_all(name: str) -> None:
    picture, shown, mode, palette = in_other_colours(name)
    stream = io.BytesIO()
    Image.fromarray(shown).save(stream, "JPEG", quality=95, subsampling=0)
    found = recognise_screen(np.array(Image.open(stream)), mode, palette)
    assert found is not None and not found.exact
    assert (found.rgb != picture).any(axis=2).mean() < 0.002


def test_noise_on_every_pixel_is_no_other_colour() -> None:
    picture, shown, mode, palette = in_other_colours("zx-spectrum")
    noisy = np.clip(shown + np.random.default_rng(0).integers(-2, 3, shown.shape), 0, 255).astype(np.uint8)
    found = recognise_screen(noisy, mode, palette)
    assert found is not None and (found.rgb == picture).all() and found.clashes == ()


def test_scan_lines_and_grids_are_seen_through() -> None:
    picture, shown, mode, palette = in_other_colours("c64-multicolor")
    large = framed(shown, (384, 272), (32, 35), shown[0, 0]).repeat(3, axis=0).repeat(3, axis=1)
    lines = np.where(np.arange(len(large)) % 3 == 2, 0.55, 1.0)[:, None, None]
    mask = np.array([[1.0, 0.9, 0.8], [0.8, 1.0, 0.9], [0.9, 0.8, 1.0]])[np.arange(large.shape[1]) % 3]
    for pattern in (lines, lines * mask):
        found = recognise_screen((large * pattern).astype(np.uint8), mode, palette)
        assert found is not None and (found.rgb == picture).all()
        assert "without the pattern" in str(found)
    assert without_pattern(shown, (160, 200)) is None, "whose pixels are wide, and nothing else"


def test_a_frame_around_the_border_and_a_strip() -> None:
    picture, shown, mode, palette = in_other_colours("c64-multicolor")
    bordered = framed(shown, (384, 272), (32, 35), get_palette("c64-vice").bytes()[6])
    window = framed(bordered, (400, 310), (8, 30), np.array([1, 2, 3]))
    found = recognise_screen(window, mode, palette)
    assert found is not None and (found.rgb == picture).all() and found.border == 6
    logo = recognise_screen(shown[:80], mode, palette)
    assert logo is not None and (logo.rgb[:80] == picture[:80]).all()
    assert len(np.unique(logo.rgb[80:].reshape(-1, 3), axis=0)) == 1 and logo.clashes == ()


@pytest.mark.slow
def test_photos_are_taken_for_no_picture_that_something_came_over() -> None:
    rng = np.random.default_rng(2)
    names = ["c64-multicolor", "zx-spectrum", "cpc-mode0", "msx-screen2", "gameboy", "nes", "vic20-hires"]
    for number in range(42):
        _, mode, palette = drawn(names[number % len(names)])
        with Image.open(PHOTOS[number % len(PHOTOS)]) as photo:
            small = photo.convert("RGB").resize((mode.width, mode.height), Image.Resampling.BOX)
        pixels = np.array(small.quantize(int(rng.integers(2, 17))).convert("RGB") if number % 3 else small)
        if number % 3 == 1:
            pixels = np.clip(pixels + rng.integers(-3, 4, pixels.shape), 0, 255).astype(np.uint8)
        elif number % 3 == 2:
            pixels[rng.integers(0, mode.height, 20), rng.integers(0, mode.width, 20)] = 255, 0, 255
        assert recognise_screen(pixels, mode, palette) is None, (mode.name, number)


def test_a_photo_has_no_few_colours_beneath_noise() -> None:
    with Image.open(PHOTOS[0]) as photo:
        pixels = np.array(photo.convert("RGB").resize((320, 200)))
    assert not list(cleanings(pixels, [get_palette("c64")]))
