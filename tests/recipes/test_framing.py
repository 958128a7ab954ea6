"""Which part of an input is shown: found, named or cropped; told, and the same for all that lies on that input."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle import dream, quantize, stylize, texture
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.recipes import Canvas, read_record
from pixelstyle.recipes.convert import convert
from pixelstyle.recipes.framing import parse_focus
from pixelstyle.settings import DreamSettings, StylizeSettings
from tests.command_line import CommandLine

SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1", "precision": "float32"}
SMALL: dict[str, Any] = {"mode": "free", "palette": "pico-8", "width": 48, "height": 24}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Twice as high as wide; something red near its top, something blue near its bottom."""
    picture = np.full((192, 96, 3), 120, np.uint8)
    picture[10:50, 30:66] = [220, 30, 30]
    picture[150:160, 44:52] = [30, 30, 220]
    Image.fromarray(picture).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_the_window_is_told_and_again_makes_the_same_bytes(
    photo: Path, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    made, again, report = (tmp_path / name for name in ("made.png", "again.png", "report.json"))
    assert pixelstyle("convert", photo, "-m", "zx-spectrum", "-o", made, "--report", report).status == 0
    facts = json.loads(report.read_text())["inputs"]["image"]
    x, y = parse_focus(facts["focus"]) or (0, 0)
    left, top, width, height = map(float, facts["window"].split(","))
    assert (x, left, width, height) == (0.5, 0, 96, 72)
    assert top < 10
    assert top == pytest.approx(y * 192 - 36, abs=0.01)
    assert read_record(made).inputs["image"] == facts
    assert pixelstyle("again", made, "-o", again).status == 0
    assert made.read_bytes() == again.read_bytes()
    named = convert(photo, mode="zx-spectrum", focus=facts["focus"])
    assert np.array_equal(named.pixels, read_picture(made))


def test_the_middle_of_everything_is_not_worth_telling(photo: Path, tmp_path: Path) -> None:
    middle = convert(photo, mode="zx-spectrum", focus="centre")
    assert set(middle.inputs["image"]) == {"path", "sha256"}
    middle.save(tmp_path / "legal.png")
    for focus in ("subject", "top", "0.1,0.9"):
        same = convert(tmp_path / "legal.png", mode="zx-spectrum", focus=focus)
        assert np.array_equal(same.pixels, middle.pixels)
        assert set(same.inputs["image"]) == {"path", "sha256"}


def test_a_crop_may_cut_a_legal_picture(photo: Path, tmp_path: Path) -> None:
    legal = convert(photo, mode="zx-spectrum")
    legal.save(tmp_path / "legal.png")
    whole, part = (convert(tmp_path / "legal.png", mode="zx-spectrum", crop=crop) for crop in (None, "0,0,128,96"))
    assert np.array_equal(whole.pixels, legal.pixels)
    assert not np.array_equal(part.pixels, legal.pixels)
    assert part.inputs["image"]["window"] == "0,0,128,96"


def test_modes_of_any_size_have_the_crops_shape(photo: Path) -> None:
    assert convert(photo, mode="free", palette="pico-8", crop="0,0,96,48").pixels.shape == (48, 96, 3)
    assert quantize(photo, colours=4, crop="10,20,30,40").pixels.shape == (40, 30, 3)
    reds = quantize(photo, colours=2, crop="30,10,36,40").pixels
    assert (reds == [220, 30, 30]).all()


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "0,0,97,10", "-1,0,5,5", "0,0,0,5", "90,0,10,10"])
def test_crops_that_are_none(text: str, photo: Path) -> None:
    with pytest.raises(PixelStyleError, match="crop"):
        convert(photo, crop=text)


@pytest.mark.parametrize("text", ["middle", "2,0.5", "nan,0.5", "0.5", ""])
def test_focuses_that_are_none(text: str) -> None:
    with pytest.raises(PixelStyleError, match="focus"):
        parse_focus(text)


def test_masks_lie_where_the_content_does(photo: Path) -> None:
    """The picture as its own mask at half the size: what is cut off is cut off in both."""
    content = read_picture(photo)
    half = np.asarray(Image.fromarray(content).resize((48, 96), Image.Resampling.BOX))
    for settings in (StylizeSettings.of(SMALL), DreamSettings.of({**SMALL, "crop": "10,0,80,90"})):
        canvas = Canvas.of(settings, content)
        assert np.abs(canvas.place(half) - canvas.content(content)).max() < 0.25
        assert not np.allclose(
            canvas.place(content), Canvas.of(replace(settings, crop="0,0,96,48"), content).place(half)
        )


def test_a_picture_of_another_shape_is_laid_out_by_itself(photo: Path) -> None:
    content = read_picture(photo)
    start = np.random.default_rng(0).integers(0, 256, (24, 48, 3), dtype=np.uint8)
    placed = Canvas.of(StylizeSettings.of(SMALL), content).place(start)
    assert np.array_equal(np.round(placed * 255).astype(np.uint8), start)


@pytest.mark.slow
def test_all_frames_have_the_first_ones_window(photo: Path, tmp_path: Path, van_gogh: Path) -> None:
    moving = np.ascontiguousarray(read_picture(photo)[::-1])  # its subject is at the other end now
    Image.fromarray(moving).save(tmp_path / "next.png")
    settings = {**SMALL, **SHALLOW, "iterations": 1}
    first = stylize(photo, van_gogh, **settings)
    first.save(tmp_path / "first.png")
    second = stylize(tmp_path / "next.png", van_gogh, **settings, carry=str(tmp_path / "first.png"))
    alone = stylize(tmp_path / "next.png", van_gogh, **settings)
    focuses = [result.inputs["content"].get("focus") for result in (first, second, alone)]
    assert focuses[0] == focuses[1] != focuses[2]
    second.save(tmp_path / "second.png")
    third = stylize(photo, van_gogh, **settings, carry=str(tmp_path / "second.png"))
    assert third.inputs["content"]["focus"] == focuses[0]


@pytest.mark.slow
def test_every_recipe_heeds_tone_and_crop(photo: Path, van_gogh: Path) -> None:
    quick: dict[str, Any] = {**SMALL, "palette": None, "mode": "none", "iterations": 0}
    grey: dict[str, Any] = {"saturation": 0.0, "crop": "20,0,60,60"}
    made = [
        convert(photo, **{**SMALL, "mode": "none", "palette": None}, **grey),
        stylize(photo, van_gogh, **quick, **SHALLOW, **grey),
        dream(photo, **quick, **grey, octaves=1, octave_steps=1),
        quantize(photo, colours=3, **grey),
    ]
    for result in made:
        assert np.ptp(result.pixels.astype(int), axis=2).max() <= 1, result.recipe
    plain, toned = (
        texture(van_gogh, **{**quick, "iterations": 1}, style_layers="relu1_1", **more) for more in ({}, grey)
    )
    assert np.ptp(toned.pixels.astype(int), axis=2).mean() != np.ptp(plain.pixels.astype(int), axis=2).mean()
