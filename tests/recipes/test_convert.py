"""Convert leaves a picture that is legal already as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette
from pixelstyle.recipes.convert import convert
from tests.command_line import ROOT

PHOTO = ROOT / "examples/photos/coffee.jpg"
MODES = ["c64-multicolor", "zx-spectrum", "ulaplus", "nes", "gameboy-color", "cpc-mode0", "cpc-mode2", "amiga-ham6"]


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_a_legal_picture_keeps_every_pixel(mode: str, tmp_path: Path) -> None:
    first = convert(PHOTO, mode=mode, dither="floyd-steinberg").picture
    assert first is not None
    for name, pixels in (("shown.png", first.shown_rgb()), ("native.png", first.native_rgb())):
        Image.fromarray(pixels).save(tmp_path / name)
        again = convert(tmp_path / name, mode=mode)
        assert again.picture is not None
        assert (again.picture.native_rgb() == first.native_rgb()).all()
        assert again.figures["mean_ciede2000"] == 0


def test_a_legal_picture_gives_way_to_what_is_asked_for(tmp_path: Path) -> None:
    first = convert(PHOTO, mode="cpc-mode1").picture
    assert first is not None
    Image.fromarray(first.shown_rgb()).save(tmp_path / "legal.png")
    lost = first.palette.hex()[0]
    asks: list[dict[str, Any]] = [{"forbid": lost}, {"lock": f"{lost},#ff00ff"}, {"palette": _without(lost, tmp_path)}]
    for asked in asks:
        again = convert(tmp_path / "legal.png", mode="cpc-mode1", **asked).picture
        assert again is not None
        assert (again.native_rgb() != first.native_rgb()).any()


def _without(lost: str, folder: Path) -> str:
    others = [colour for colour in get_palette("cpc").hex() if colour != lost]
    path = folder / "others.hex"
    path.write_text("\n".join(colour.lstrip("#") for colour in others))
    return str(path)


def test_one_colour_too_many_is_converted(tmp_path: Path) -> None:
    first = convert(PHOTO, mode="c64-hires").picture
    assert first is not None
    pixels = first.native_rgb().copy()
    shown = {tuple(pixel) for pixel in pixels[:8, :8].reshape(-1, 3).tolist()}
    pixels[0, :3] = [colour for colour in first.palette.colours if colour not in shown][:3]
    Image.fromarray(pixels).save(tmp_path / "clash.png")
    again = convert(tmp_path / "clash.png", mode="c64-hires").picture
    assert again is not None
    assert (again.native_rgb() != pixels).any()
    assert np.array_equal(again.native_rgb()[8:], pixels[8:])
