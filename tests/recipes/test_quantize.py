"""Quantize: what goes out has the colours asked for, its palette with it, and repeats itself."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette, read_palette
from pixelstyle.recipes import read_record
from pixelstyle.recipes.quantize import prepare_quantize, quantize
from pixelstyle.recipes.run import drain
from pixelstyle.screens import get_mode
from pixelstyle.settings import QuantizeSettings
from tests.command_line import ROOT

PAINTING = ROOT / "examples/paintings/kandinsky-composition-viii-1923.jpg"


@pytest.mark.slow
def test_the_saved_png_is_indexed_and_holds_the_palette_found(tmp_path: Path) -> None:
    result = quantize(PAINTING, colours=8, width=120)
    result.save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert image.mode == "P" and image.width == 120
        assert np.array_equal(np.asarray(image.convert("RGB")), result.pixels)
        assert bytes(image.getpalette()[: 3 * 8]) == result.palette.bytes().tobytes()
    assert result.figures["colours_after"] == 8 < result.figures["colours_before"]
    assert quantize(PAINTING, colours=8, width=120).png() == result.png()
    report = result.report()
    assert report["recipe"] == "quantize" and report["mean_ciede2000"] < 8


def test_many_colours_make_a_24_bit_png(tmp_path: Path) -> None:
    result = quantize(PAINTING, bits="5,6,5", width=120)
    assert result.palette is None and result.mode.name == "none"
    result.save(tmp_path / "a.png")
    assert np.array_equal(np.asarray(Image.open(tmp_path / "a.png")), result.pixels)


@pytest.mark.parametrize(
    ("mode", "most"), [("c64-multicolor", 16), ("zx-spectrum", 15), ("cpc-mode0", 16), ("cpc-mode1", 4)]
)
def test_a_machine_gives_its_colours(mode: str, most: int) -> None:
    palette = quantize(PAINTING, mode=mode, width=100, dither=True).palette
    assert len(palette) <= most
    assert set(palette.colours) <= set(get_palette(get_mode(mode).palette or "cpc").colours)


@pytest.mark.slow
def test_a_machine_gives_its_depth() -> None:
    result = quantize(PAINTING, mode="atari-st-low", width=100)
    choice = get_mode("atari-st-low").choice
    assert len(result.palette) <= choice.colours
    for channel, bits in enumerate(choice.bits):
        assert np.isin(result.palette.bytes()[:, channel], np.round(np.linspace(0, 255, 2**bits))).all()


def test_the_run_names_the_machine_whose_colours_it_takes() -> None:
    assert prepare_quantize(PAINTING, QuantizeSettings.of({"mode": "amiga-32"})).mode.name == "amiga-32"
    assert prepare_quantize(PAINTING, QuantizeSettings.of({"colours": 4})).mode.name == "none"


def test_the_plot_is_a_picture_with_a_column_for_each() -> None:
    result = quantize(PAINTING, colours=8, width=120)
    plot = Image.open(io.BytesIO(result.plot()))
    width = plot.width // 2
    before, after = (np.asarray(plot.crop((x, 40, x + width, 480))).reshape(-1, 3) for x in (0, width))
    assert len(np.unique(after, axis=0)) < 20 < len(np.unique(before, axis=0))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "Say what to reduce to"),
        ({"bits": "3,3"}, "no bit depth"),
        ({"bits": "3", "palette": "cga"}, "exclude each other"),
        ({"colours": 1}, "from 2 to 256"),
        ({"palette": "cgaa"}, "Did you mean cga"),
        ({"mode": "c64"}, "no mode named"),
        ({"colours": 4, "save_palette": "a.tar"}, r"write one of \.gpl"),
        ({"colours": 4, "plot": "a.jpg"}, r"should end in \.png"),
    ],
)
def test_impossible_wishes_are_one_line(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(PixelStyleError, match=words):
        quantize(PAINTING, **settings)


@pytest.mark.slow
def test_the_palette_and_the_plot_are_saved_beside_the_picture(tmp_path: Path) -> None:
    extra: dict[str, Any] = {"save_palette": str(tmp_path / "a.gpl"), "plot": str(tmp_path / "plot.png")}
    result = quantize(PAINTING, colours=8, width=60, **extra)
    assert sorted(path.name for path in result.save(tmp_path / "a.png")) == ["a.gpl", "a.png", "plot.png"]
    assert read_palette(tmp_path / "a.gpl").colours == result.palette.colours
    assert (tmp_path / "plot.png").read_bytes() == result.plot()
    assert result.png() == quantize(PAINTING, colours=8, width=60).png()
    with pytest.raises(PixelStyleError, match="more than 256 colours"):
        quantize(PAINTING, bits="5", **extra).save(tmp_path / "b.png")
    assert not (tmp_path / "b.png").exists()


def test_a_layer_of_a_gimp_picture_is_found_again(tmp_path: Path) -> None:
    xcf = ROOT / "tests/files/gimp/layers.xcf"
    result = quantize(f"{xcf}#layer=Sun", colours=2, background="#000080")
    result.save(tmp_path / "a.png")
    again = drain(read_record(tmp_path / "a.png").prepare())
    assert again.png() == result.png() and set(again.palette.hex()) == {"#000080", "#ffc800"}
