"""Bars beside a picture have exactly the background's colour, on every kind of machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

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
