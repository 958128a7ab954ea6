"""GIMP's files go wherever a picture goes: layers as content, style and mask, patterns as styles, palettes."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette, write_palette
from pixelstyle.recipes import read_record
from tests.command_line import ROOT, CommandLine

GIMP = ROOT / "tests/files/gimp"
QUICK = ["-m", "free", "--width", "24", "--height", "16", "-n", "2", "--precision", "float32"]
STYLE = ["--content-layer", "relu1_1", "--style-layers", "relu1_1"]


@pytest.mark.slow
@pytest.mark.parametrize("style", ["rgb.pat", "brush.gbr", "layers.psd", "layers.xcf#layer=Sky"])
def test_layers_patterns_and_brushes_are_pictures(
    style: str, pixelstyle: CommandLine, tmp_path: Path, astronaut: Path
) -> None:
    out, palette = tmp_path / "out.png", tmp_path / "mine.gpl"
    write_palette(get_palette("pico-8"), palette)
    content, more = f"{GIMP}/layers.xcf#layer=Sun", f"{GIMP}/modes.xcf#layer=Group=0.5"
    options = ["--palette", palette, "--more-style", more, "-o", out]
    assert pixelstyle("stylize", content, GIMP / style, *QUICK, *STYLE, *options).status == 0
    record = read_record(out)
    assert record.inputs["content"]["path"] == content and record.inputs["more_style_1"]["path"] == more[:-4]
    assert pixelstyle("again", out, "-o", tmp_path / "again.png", "-q").status == 0
    assert (tmp_path / "again.png").read_bytes() == out.read_bytes()
    # The layer is what was painted, not the picture that it lies in.
    pixelstyle("stylize", GIMP / "layers.xcf", GIMP / style, *QUICK, *STYLE, *options[:-1], tmp_path / "whole.png")
    whole, painted = (np.asarray(Image.open(path)) for path in (tmp_path / "whole.png", out))
    assert not np.array_equal(whole, painted)


def test_a_layer_is_a_mask(pixelstyle: CommandLine, tmp_path: Path) -> None:
    outputs: list[Path] = []
    for mask in (f"{GIMP}/layers.xcf#layer=Sun", f"{GIMP}/layers.xcf#layer=Hidden"):
        outputs.append(tmp_path / f"{len(outputs)}.png")
        wanted = ["-m", "none", "--width", "48", "--height", "32", "-n", "4", "--octaves", "1", "--octave-steps", "4"]
        ran = pixelstyle("dream", GIMP / "layers.png", *wanted, "--layer", "relu2_1", "--mask", mask, "-o", outputs[-1])
        assert ran.status == 0, ran.err
    before = np.asarray(Image.open(GIMP / "layers.png").convert("RGB"))
    sun, everywhere = (np.asarray(Image.open(path)) for path in outputs)
    changed = (sun != before).any(axis=-1)
    # The sun covers x 20..35, y 5..16 of its layer; elsewhere that is transparent, hence black.
    assert changed[6:16, 21:35].mean() > 0.5
    assert not changed[20:].any() and not changed[:, :16].any()
    assert (everywhere != before).any(axis=-1)[20:].mean() > 0.5


def test_a_layer_that_is_not_there_is_one_line(pixelstyle: CommandLine, tmp_path: Path) -> None:
    for arguments in (
        ["stylize", f"{GIMP}/layers.xcf#layer=Sum", GIMP / "rgb.pat"],
        ["convert", f"{GIMP}/layers.xcf#layer=Sum"],
        ["stylize", GIMP / "layers.png", f"{GIMP}/layers.xcf#layer=Sum"],
    ):
        ran = pixelstyle(*arguments, "-o", tmp_path / "out.png")
        assert ran.status == 2 and "Did you mean Sun" in ran.err and ran.err.count("\n") == 1
