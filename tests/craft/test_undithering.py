"""Dithers are taken away: the photo is found again, and clean drawings come through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from benchmarks.craft.undithering import SIGMAS, gaussian, psnr, shown
from pixelstyle import convert, stylize
from pixelstyle.craft import undither
from pixelstyle.craft.network import STRIDE, UnditherNetwork
from pixelstyle.craft.undithering import WEIGHTS
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT, CommandLine

PHOTO = ROOT / "examples/photos/astronaut.jpg"
SLIME = ROOT / "examples/sprites/slime.png"


@pytest.fixture(scope="module")
def dithered() -> np.ndarray:
    return convert(PHOTO, mode="c64-hires", dither="floyd-steinberg").shown()


def drawn() -> np.ndarray:
    """A clean drawing in the C64's colours, uint8 [200, 320, 3]: areas, outlines, single lines, a few lone pixels."""
    colours = get_palette("c64-colodore").bytes()
    picture = np.full((200, 320, 3), colours[6], np.uint8)
    picture[120:] = colours[5]
    picture[30:90, 40:140] = colours[0]
    picture[32:88, 42:138] = colours[7]
    for step in range(60):
        picture[60 + step, 200 + step // 2 : 290 - step // 2] = colours[2 if step % 12 < 6 else 10]
        picture[130 + step, 20 + 4 * step : 24 + 4 * step] = colours[1]
    picture[10:110:20, 150:190:10] = colours[1]
    return picture


def test_weights_are_small_and_whole() -> None:
    assert WEIGHTS.stat().st_size <= 1_000_000
    weights = load_file(WEIGHTS)
    assert {value.dtype for value in weights.values()} == {torch.float16}
    assert {name: value.shape for name, value in weights.items()} == {
        name: value.shape for name, value in UnditherNetwork().state_dict().items()
    }


@pytest.mark.slow
@pytest.mark.sweep
@pytest.mark.parametrize("dither", ["floyd-steinberg", "bayer-4"])
@pytest.mark.parametrize("mode", ["c64-hires", "zx-spectrum", "ega-320x200", "gameboy", "cpc-mode1", "cga-1-high"])
def test_a_photo_is_found_again_as_well_as_by_the_gaussian_that_suits_best(mode: str, dither: str) -> None:
    made = shown(PHOTO, mode, dither, 0.8)
    best = max(psnr(gaussian(made.picture / 255, sigma), made.truth) for sigma in SIGMAS[::2])
    found = psnr(undither(made.picture) / 255, made.truth)
    assert found > psnr(made.picture / 255, made.truth) + 2 and found > best - 1


def test_a_clean_drawing_stays() -> None:
    picture = drawn()
    made = undither(picture)
    off = np.abs(made.astype(int) - picture).max(axis=2)
    assert psnr(made / 255, picture / 255) > 30
    assert (off <= 12).mean() > 0.97


def test_any_size_is_taken_and_given_back() -> None:
    for height, width in ((1, 1), (3, 17), (9, 8)):
        assert undither(np.full((height, width, 3), 90, np.uint8)).shape == (height, width, 3)


def test_an_enlarged_picture_is_seen_at_its_own_size(dithered: np.ndarray) -> None:
    own = dithered[:64, :80]
    enlarged = own.repeat(3, axis=0).repeat(3, axis=1)
    assert np.array_equal(undither(enlarged), undither(own).repeat(3, axis=0).repeat(3, axis=1))


@pytest.mark.slow
def test_bands_of_a_tall_picture_make_no_difference(dithered: np.ndarray) -> None:
    tall = np.concatenate([dithered, dithered[::-1], dithered, dithered[::-1]])[: 99 * STRIDE, :64]
    network = UnditherNetwork()
    network.load_state_dict({name: value.float() for name, value in load_file(WEIGHTS).items()})
    with torch.no_grad():
        whole = network(torch.from_numpy(tall / np.float32(255)).permute(2, 0, 1)[None])[0].permute(1, 2, 0)
    apart = np.abs(undither(tall) - (whole.clamp(0, 1) * 255).numpy())
    assert apart.max() <= 0.51


@pytest.mark.slow
def test_convert_takes_it_away_and_again_repeats_it(
    dithered: np.ndarray, pixelstyle: CommandLine, tmp_path: Path
) -> None:
    source, out, twice = (tmp_path / name for name in ("c64.png", "zx.png", "twice.png"))
    Image.fromarray(dithered).save(source)
    assert pixelstyle("convert", source, "-m", "zx-spectrum", "--undither", "-o", out).status == 0
    plain = convert(source, mode="zx-spectrum")
    assert not np.array_equal(np.asarray(Image.open(out).convert("RGB")), plain.shown())
    assert pixelstyle("again", out, "-o", twice).status == 0
    assert twice.read_bytes() == out.read_bytes()


def test_view_writes_it_in_24_bits(dithered: np.ndarray, pixelstyle: CommandLine, tmp_path: Path) -> None:
    source, out = tmp_path / "c64.png", tmp_path / "out.png"
    Image.fromarray(dithered).save(source)
    assert pixelstyle("view", source, "--undither", "-o", out).status == 0
    assert np.array_equal(np.asarray(Image.open(out)), undither(dithered))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "out.kla"), "'pixelstyle convert --undither' makes a machine's file of it"),
        (("--size", "native"), "leave out --size native"),
    ],
)
def test_view_refuses_what_has_no_machine_s_pixels(
    arguments: tuple[str, ...], told: str, pixelstyle: CommandLine
) -> None:
    ran = pixelstyle("view", SLIME, "--undither", *arguments)
    assert ran.status == 2 and told in ran.err


@pytest.mark.slow
def test_stylize_takes_it_away_from_a_painter_s_content(dithered: np.ndarray, tmp_path: Path) -> None:
    source, clean = tmp_path / "c64.png", tmp_path / "clean.png"
    Image.fromarray(dithered).save(source)
    Image.fromarray(undither(dithered)).save(clean)
    asked: dict[str, Any] = {"painter": "van-gogh", "mode": "gameboy"}
    assert np.array_equal(stylize(source, undither="content", **asked).pixels, stylize(clean, **asked).pixels)
    with pytest.raises(PixelStyleError, match="of the content only"):
        stylize(source, undither="both", **asked)


@pytest.mark.slow
@pytest.mark.parametrize(("which", "content", "style"), [("content", True, False), ("both", True, True)])
def test_stylize_reads_its_pictures_without(
    which: str, content: bool, style: bool, dithered: np.ndarray, tmp_path: Path
) -> None:
    from pixelstyle.recipes.stylize_scene import Inputs

    source = tmp_path / "c64.png"
    Image.fromarray(dithered).save(source)
    read = Inputs.read(source, source, StylizeSettings(undither=which))
    without = undither(dithered)
    assert np.array_equal(read.content, without if content else dithered)
    assert np.array_equal(read.paintings[0].picture, without if style else dithered)
