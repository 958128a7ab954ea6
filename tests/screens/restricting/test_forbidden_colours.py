"""Forbidden colours: never in the picture, whatever the machine, the method and the dither."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import METHODS
from pixelstyle.recipes.convert import convert
from pixelstyle.recipes.dream import dream
from pixelstyle.recipes.quantize import quantize
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.stylize import stylize
from pixelstyle.screens import check, get_mode

SMALL: dict[str, Any] = {"mode": "free", "palette": "c64-colodore", "width": 32, "height": 32, "precision": "float32"}
SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1", "iterations": 4, "every": 2}


def commonest(result: Result, count: int = 2) -> list[str]:
    colours, counts = np.unique(result.pixels.reshape(-1, 3), axis=0, return_counts=True)
    return ["#" + bytes(colour.tolist()).hex() for colour in colours[np.argsort(-counts)][:count]]


def without_its_commonest(make: Callable[..., Result]) -> Result:
    """The result of `make` without the colours that it has most of when it may have any."""
    colours = commonest(make())
    result: Result = make(forbid=",".join(colours))
    assert not set(colours) & set(commonest(result, 256))
    assert check(result.picture) == []
    return result


@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("cells", [{}, {"cell": "8x8", "cell_colours": 2, "shared_colours": 1}], ids=["free", "cells"])
def test_no_method_uses_a_forbidden_colour(method: str, cells: dict[str, Any], astronaut: Path, van_gogh: Path) -> None:
    def make(**more: Any) -> Result:
        return stylize(astronaut, van_gogh, method=method, **SMALL, **SHALLOW, **cells, **more)

    result = without_its_commonest(make)
    assert len(result.palette) == 16  # the machine's numbering stays


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("dither", ["none", "floyd-steinberg", "bayer-4"])
@pytest.mark.parametrize(
    "mode",
    [
        "c64-multicolor",
        "zx-spectrum",
        "nes",
        "vic20-multicolor",
        "c64-characters",
        "cpc-mode0",
        "amiga-32",
        "snes-mode1",
    ],
)
def test_no_machine_shows_a_forbidden_colour(mode: str, dither: str, astronaut: Path) -> None:
    without_its_commonest(lambda **more: convert(astronaut, mode=mode, dither=dither, **more))


def test_dreams_and_quantized_pictures_do_without_too(astronaut: Path) -> None:
    few: dict[str, Any] = {"iterations": 3, "octaves": 1, "octave_steps": 1, "layer": ("relu1_1",)}
    without_its_commonest(lambda **more: dream(astronaut, **SMALL, **few, **more))
    quick: dict[str, Any] = {"width": 64, "palette": "c64-colodore"}
    colours = commonest(quantize(astronaut, **quick))
    assert not set(colours) & set(commonest(quantize(astronaut, forbid=",".join(colours), **quick), 16))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"forbid": "#ff00ff"}, "has no #ff00ff to forbid; the nearest is #8e3c97"),
        ({"forbid": "#12"}, "not a colour"),
        ({"mode": "none", "forbid": "#000000"}, "no palette"),
        ({"mode": "c64-fli", "forbid": "#000000"}, "cannot do without #000000: its background"),
        ({"mode": "oric-hires", "forbid": "#000000"}, "none can be forbidden"),
        ({"mode": "cpc-mode0", "lock": "#000000", "forbid": "#000000"}, "both locked and forbidden"),
        ({"mode": "free", "palette": "gameboy-dmg", "forbid": "all"}, "Every colour"),
    ],
)
def test_what_cannot_be_forbidden_is_said(settings: dict[str, Any], told: str, astronaut: Path) -> None:
    if settings["forbid"] == "all":
        from pixelstyle.palettes import get_palette

        settings = settings | {"forbid": ",".join(get_palette(settings["palette"]).hex())}
    with pytest.raises(PixelStyleError, match=told):
        convert(astronaut, **settings)


def test_modes_named_here_exist() -> None:
    assert get_mode("c64-fli").fixed
