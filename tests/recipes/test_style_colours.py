"""What is done to a style before the transfer: fewer colours, the content's colours, the machine's gamut."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pixelstyle.colour import linear_to_srgb, srgb_to_linear, srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.style_pictures import prepared_style
from pixelstyle.recipes.stylize import prepare_stylize, stylize
from pixelstyle.screens import get_mode
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT

EXAMPLES = ROOT / "examples"
PHOTO = EXAMPLES / "photos" / "coffee.jpg"
PAINTING = EXAMPLES / "paintings" / "hokusai-great-wave-1831.jpg"


def styled(**settings: object) -> Result:
    quick: dict[str, Any] = {"mode": "none", "width": 64, "iterations": 12, "style_layers": "relu1_1,relu2_1"}
    return stylize(PHOTO, PAINTING, **{**quick, "content_layer": "relu2_2", **settings})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "most"),
    [({"style_bits": "2"}, 64), ({"style_colours": 5}, 5), ({"style_palette": "pico-8"}, 16)],
    ids=["bits", "colours", "palette"],
)
def test_the_style_has_as_few_colours_as_asked_for(settings: dict[str, object], most: int) -> None:
    style = prepared_style(read_picture(PAINTING), read_picture(PHOTO), StylizeSettings.of(settings))
    assert 1 < len(np.unique(style.reshape(-1, 3), axis=0)) <= most


def hue_error(picture: np.ndarray, content: np.ndarray) -> float:
    """The mean angle between hues in OKLab, in degrees, each pixel counting by the content's chroma."""
    found, wanted = (srgb_to_oklab(pixels / 255)[..., 1:] @ [1, 1j] for pixels in (picture, content))
    return float(np.average(np.abs(np.degrees(np.angle(found * wanted.conj()))), weights=np.abs(wanted)))


def squares(picture: np.ndarray) -> np.ndarray:
    """The light of squares of 4 pixels, as sRGB 0..255."""
    light = srgb_to_linear(picture / 255)
    height, width = light.shape[0] // 4, light.shape[1] // 4
    return np.asarray(linear_to_srgb(light.reshape(height, 4, width, 4, 3).mean(axis=(1, 3))) * 255)


@pytest.mark.slow
@pytest.mark.parametrize("mode", [{}, {"mode": "free", "palette": "c64-colodore"}], ids=["24 bits", "palette"])
def test_keeping_the_contents_colours_at_least_halves_the_hue_error(mode: dict[str, object]) -> None:
    content = styled(iterations=0).pixels
    kept, lost = (styled(keep_colours=keep, iterations=60, **mode).pixels for keep in ("content", "style"))
    assert hue_error(kept, content) < 0.5 * hue_error(lost, content)


@pytest.mark.slow
def test_on_a_c64_the_hue_error_is_halved_as_seen_from_a_little_distance() -> None:
    """Pixel by pixel 16 colours cannot do that; dithers can, over squares of 4 shown pixels."""
    screen = replace(get_mode("c64-multicolor"), width=48, height=64)
    common = {"iterations": 40, "style_layers": "relu1_1,relu2_1", "content_layer": "relu2_2"}

    def seen(keep: str) -> np.ndarray:
        settings = StylizeSettings.of({"keep_colours": keep, **common})
        return squares(drain(prepare_stylize(PHOTO, PAINTING, settings, screen)).shown())

    content = read_picture(PHOTO)
    placed = Canvas.of(StylizeSettings(), content, screen).place_shown(content)
    kept, lost = (hue_error(seen(keep), squares(placed * 255)) for keep in ("content", "style"))
    assert kept < 0.5 * lost


@pytest.mark.slow
@pytest.mark.parametrize("how", ["clip", "compress", "match"])
def test_content_and_style_are_brought_into_the_gamut(how: str) -> None:
    plain, mapped = (styled(mode="free", palette="gameboy-dmg", gamut=gamut) for gamut in ("none", how))
    assert not np.array_equal(plain.pixels, mapped.pixels)


def test_bits_that_are_no_bits_are_refused() -> None:
    with pytest.raises(PixelStyleError, match="bits"):
        styled(style_bits="twelve")
