"""Pixels that were painted by hand stay, whatever the rest would gain, and nothing clashes beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pixelstyle import convert, stylize
from pixelstyle.discovery import METHODS
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_png, encode_png_rgb
from pixelstyle.optimise import make_target
from pixelstyle.recipes.runs.temporal_coherence import keeping
from pixelstyle.screens import check
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT, CommandLine

PHOTO = ROOT / "examples/photos/chelsea.jpg"
PAINTING = ROOT / "examples/paintings/hokusai-great-wave-1831.jpg"
MACHINES = ("c64-multicolor", "c64-fli", "zx-spectrum", "msx-screen2", "nes", "gameboy-color", "gameboy", "pico-8",
            "apple2-hgr", "plus4-multicolor")  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", MACHINES)
def test_the_solver_keeps_them_at_any_price(name: str) -> None:
    before = convert(PHOTO, mode=name).picture
    target = make_target(before.mode, before.palette, "oklab", torch.device("cpu"))
    dice = np.random.default_rng(1)
    still = torch.from_numpy(dice.random(before.indices.shape) < 0.1)
    held = keeping(target, before, still, exact=True)
    costs = torch.from_numpy(dice.random((*before.indices.shape, len(before.palette)), np.float32) * 3)
    for found in (
        held.solve(costs),
        held.nearest(torch.from_numpy(dice.random((1, 3, *before.indices.shape), np.float32))),
    ):
        assert (found.native_rgb() == before.native_rgb())[still.numpy()].all()
        assert check(found) == []


def painted(folder: Path, **settings: Any) -> tuple[Path, Path, np.ndarray]:
    """A picture drawn for a machine, which pixels of it stay, and these as bool [H, W]."""
    made = convert(PHOTO, **settings).picture
    still = np.zeros(made.indices.shape, bool)
    still[5:20, 8:30] = True
    start, mask = folder / "mine.png", folder / "mask.png"
    start.write_bytes(encode_png(made, size="native"))
    mask.write_bytes(encode_png_rgb(np.repeat(still[..., None] * np.uint8(255), 3, axis=2).astype(np.uint8)))
    return start, mask, still


@pytest.mark.slow
@pytest.mark.parametrize("method", sorted(METHODS.summaries()))
def test_what_was_painted_is_in_the_picture(tmp_path: Path, method: str) -> None:
    screen: dict = {
        "mode": "free",
        "palette": "c64-colodore",
        "width": 64,
        "height": 48,
        "cell": "8x8",
        "cell_colours": 3,
    }
    start, mask, still = painted(tmp_path, **screen)
    made = stylize(PHOTO, PAINTING, **screen, iterations=6, method=method, start=str(start), keep_pixels=str(mask))
    mine = convert(PHOTO, **screen).picture.native_rgb()
    assert (made.pixels == mine)[still].all()
    assert (made.pixels != mine)[~still].any()
    assert check(made.picture) == []


@pytest.mark.slow
def test_on_the_command_line_and_again(tmp_path: Path, pixelstyle: CommandLine) -> None:
    start, mask, still = painted(tmp_path, mode="gameboy")
    out = tmp_path / "out.png"
    done = pixelstyle(
        "stylize", PHOTO, PAINTING, "-m", "gameboy", "-n", 2, "--start", start, "--keep-pixels", mask, "-o", out,
        "--size", "native",
    )  # fmt: skip
    assert done.status == 0, done.err
    assert pixelstyle("again", out, "-o", tmp_path / "again.png", "--trust").status == 0
    assert (tmp_path / "again.png").read_bytes() == out.read_bytes()
    del still


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "--start FILE"),
        ({"start": "noise"}, "--start FILE"),
        ({"start": "mine.png", "grow": 2}, "--grow"),
        ({"start": "mine.png", "carry": "a.png"}, "--carry"),
    ],
)
def test_what_does_not_go_together_is_said_at_once(settings: dict, told: str) -> None:
    with pytest.raises(PixelStyleError, match=told):
        StylizeSettings(keep_pixels="mask.png", **settings)


def test_a_start_that_is_not_legal_or_of_another_size_is_one_line(tmp_path: Path) -> None:
    from pixelstyle.recipes.canvas import Canvas
    from pixelstyle.recipes.runs.kept_pixels import read_kept

    start, mask, _ = painted(tmp_path, mode="zx-spectrum")
    settings = StylizeSettings(mode="zx-spectrum", start=str(start), keep_pixels=str(mask))
    canvas = Canvas.of(settings, np.zeros((192, 256, 3), np.uint8))
    assert read_kept(str(start), str(mask), canvas, settings).still.sum() == 15 * 22
    small = tmp_path / "small.png"
    small.write_bytes(encode_png_rgb(np.zeros((10, 10, 3), np.uint8)))
    with pytest.raises(PixelStyleError, match=r"small\.png"):
        read_kept(str(start), str(small), canvas, settings)
    clashing = np.zeros((192, 256, 3), np.uint8)
    clashing[0, :3] = (205, 0, 0), (0, 205, 0), (0, 0, 205)
    small.write_bytes(encode_png_rgb(clashing))
    with pytest.raises(PixelStyleError, match="cannot stay"):
        read_kept(str(small), str(mask), canvas, settings)
