"""Bars beside a picture have exactly the background's colour, on every kind of machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle import dream, stylize
from pixelstyle.files import read_picture
from pixelstyle.recipes import Canvas, Result
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import check

pytestmark = pytest.mark.slow
MODES = ["c64-multicolor", "c64-hires", "zx-spectrum", "amiga-32", "nes", "gameboy-color", "cpc-mode0", "mega-drive"]


def bars_of(result: Result, photo: Path) -> np.ndarray:
    """uint8 [n, 3]: the colours of all their pixels."""
    bars = Canvas.of(result.settings, read_picture(photo), result.mode).bars(None)
    assert bars is not None
    assert 0.05 < bars.where.mean() < 0.95
    assert result.picture is None or not check(result.picture)
    return np.asarray(result.pixels[bars.where])


@pytest.mark.sweep
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dither", ["none", "floyd-steinberg", "bayer-4"])
def test_all_bars_are_black_by_default(mode: str, dither: str, astronaut: Path) -> None:
    crop: dict[str, Any] = {"crop": "90,0,260,500"}  # bars that end inside cells
    assert not bars_of(convert(astronaut, mode=mode, dither=dither, fit="contain", **crop), astronaut).any()


@pytest.mark.parametrize("mode", ["c64-multicolor", "zx-spectrum", "amiga-32", "nes"])
def test_bars_of_another_colour_are_the_nearest_that_there_is(mode: str, astronaut: Path) -> None:
    result = convert(astronaut, mode=mode, fit="contain", background="#f0f8ff", brightness=-0.2)
    colours = np.unique(bars_of(result, astronaut), axis=0)
    assert len(colours) == 1
    assert colours.min() > 190


def test_tones_leave_bars_alone(astronaut: Path) -> None:
    settings: dict[str, Any] = {"width": 160, "height": 60, "fit": "contain", "background": "#204060"}
    result = convert(astronaut, mode="none", **settings, brightness=0.3, saturation=0.0)
    assert (bars_of(result, astronaut) == [0x20, 0x40, 0x60]).all()


NEURAL = ["c64-multicolor", "zx-spectrum", "amiga-32", "nes", "none"]
SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1", "precision": "float32"}
CONTAINED: dict[str, Any] = {"fit": "contain", "crop": "90,0,260,500"}


@pytest.mark.sweep
@pytest.mark.parametrize("mode", NEURAL)
@pytest.mark.parametrize("method", ["anneal", "project"])
def test_bars_of_a_stylized_picture_are_the_background(mode: str, method: str, astronaut: Path, van_gogh: Path) -> None:
    size = {"width": 160, "height": 100} if mode == "none" else {}
    more: dict[str, Any] = {**CONTAINED, **SHALLOW, **size, "method": method, "iterations": 6}
    result = stylize(astronaut, van_gogh, mode=mode, start="noise", **more)
    assert not bars_of(result, astronaut).any()


@pytest.mark.parametrize("mode", ["c64-multicolor", "none"])
def test_bars_of_a_dream_are_the_background(mode: str, astronaut: Path) -> None:
    size: dict[str, Any] = {"width": 160, "height": 100} if mode == "none" else {}
    steps: dict[str, Any] = {"octaves": 1, "octave_steps": 3, "iterations": 6, "start": "noise"}
    result = dream(astronaut, mode=mode, **CONTAINED, **size, **steps, layer=("relu2_1",), precision="float32")
    assert not bars_of(result, astronaut).any()


def test_bars_are_not_judged(astronaut: Path, van_gogh: Path) -> None:
    """The losses are those of the picture alone on a screen of its own size."""
    more: dict[str, Any] = {**SHALLOW, "mode": "none", "iterations": 0, "crop": "0,0,512,256", "tv_weight": 1.0}
    alone = stylize(astronaut, van_gogh, **more, width=128, height=64, style_scale=0.5)
    barred = stylize(astronaut, van_gogh, **more, width=128, height=128, style_scale=0.5, fit="contain")
    assert np.array_equal(barred.pixels[32:96], alone.pixels)
    assert barred.losses == pytest.approx(alone.losses, rel=1e-4)


def test_masks_and_bars_go_together(tmp_path: Path, astronaut: Path, van_gogh: Path) -> None:
    mask = np.zeros((64, 64, 3), np.uint8)
    mask[:, 32:] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    regions: dict[str, Any] = {"mask": str(tmp_path / "mask.png"), "region": (f"#ffffff={astronaut}",)}
    more: dict[str, Any] = {**SHALLOW, "mode": "nes", "iterations": 2, "fit": "contain"}
    result = stylize(astronaut, van_gogh, **more, **regions, protect=str(tmp_path / "mask.png"))
    assert not bars_of(result, astronaut).any()
