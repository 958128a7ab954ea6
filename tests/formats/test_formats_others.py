"""Native files as Pillow, netpbm and the rules of the format itself see them, where RECOIL has no decoder."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import encode_for
from pixelstyle.formats.shared.packbits import pack, unpack
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import photo_picture, random_picture
from tests.formats.oracles.judged import NETPBM, PILLOW


def main_file(mode_name: str, extension: str, picture: NativePicture) -> bytes:
    return next(iter(encode_for(f"picture{extension}", picture).values()))


@pytest.mark.parametrize(("mode_name", "extension"), PILLOW)
@pytest.mark.parametrize(
    "make",
    [random_picture, pytest.param(lambda mode, seed: photo_picture(mode, seed=seed), marks=pytest.mark.slow)],
    ids=["random", "photo"],
)
def test_pillow_shows_the_same_indices(mode_name: str, extension: str, make: Callable[..., NativePicture]) -> None:
    picture = make(get_mode(mode_name), 3)
    with Image.open(io.BytesIO(main_file(mode_name, extension, picture))) as image:
        assert image.mode == "P"
        assert (np.array(image) == picture.indices).all()
        assert (np.array(image.convert("RGB")) == picture.native_rgb()).all()


def test_composite_colours_are_what_ntsc_makes_of_the_dots() -> None:
    """Four dots are a period of the carrier: their mean is the luma, their phase the hue (turned by 30 degrees)."""
    picture = random_picture(get_mode("cga-composite"), 1)
    memory = np.frombuffer(main_file("cga-composite", ".bsv", picture)[7:], np.uint8)
    lines = np.stack([memory[:8000].reshape(100, 80), memory[8192:16192].reshape(100, 80)], axis=1).reshape(200, 80)
    dots = np.unpackbits(lines, axis=1).reshape(200, 160, 4)
    to_yiq = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
    luma, in_phase, quadrature = np.moveaxis(picture.native_rgb() / 255 @ to_yiq.T, 2, 0)
    assert np.abs(luma - dots.mean(axis=2)).max() < 0.12
    chroma = dots @ np.exp(2j * np.pi * (np.arange(4) / 4 - 30 / 360))
    coloured = np.abs(chroma) > 0.5
    assert (np.hypot(in_phase, quadrature)[~coloured] < 0.01).all()
    turned = np.angle((in_phase + 1j * quadrature)[coloured] / chroma[coloured], deg=True)
    assert np.abs(turned).max() < 45


@pytest.mark.parametrize(("mode_name", "extension"), NETPBM)
@pytest.mark.parametrize("seed", range(2))
def test_netpbm_shows_the_same_colours(mode_name: str, extension: str, seed: int) -> None:
    tool = NETPBM[mode_name, extension]
    if shutil.which(tool) is None:
        pytest.skip(f"netpbm's {tool} is not installed")
    picture = random_picture(get_mode(mode_name), seed)
    if picture.mode.shows.beyond_palette:  # lines begin with register 0; with netpbm, in black
        picture = replace(picture, palette=Palette("black first", ((0, 0, 0), *picture.palette.colours[1:])))
    data = main_file(mode_name, extension, picture)
    done = subprocess.run([tool], input=data, capture_output=True, check=True)
    with Image.open(io.BytesIO(done.stdout)) as image:
        shown = np.array(image.convert("RGB")).astype(int)
        assert (np.abs(shown - picture.native_rgb()) <= 1).all()


@pytest.mark.parametrize("seed", range(30))
def test_packbits_gives_back_what_it_packed_and_never_grows_much(seed: int) -> None:
    rng = np.random.default_rng(seed)
    runs = [bytes([rng.integers(256)]) * int(rng.choice([1, 1, 2, 3, 5, 127, 128, 129, 300])) for _ in range(40)]
    data = b"".join(runs) + rng.bytes(int(rng.integers(300)))
    packed = pack(data)
    assert unpack(packed, len(data), "The test") == data
    assert len(packed) <= len(data) + len(data) // 128 + 1


@pytest.mark.parametrize("mode_name", ["pico-8", "pico-8-extended"])
def test_a_pico_8_cartridge_is_the_text_that_its_manual_describes(mode_name: str) -> None:
    picture = random_picture(get_mode(mode_name), 4)
    lines = main_file(mode_name, ".p8", picture).decode("ascii").splitlines()
    assert lines[0] == "pico-8 cartridge // http://www.pico-8.com"
    assert lines[1].split()[0] == "version"
    lua, gfx = lines.index("__lua__"), lines.index("__gfx__")
    assert (np.array([[int(digit, 16) for digit in line] for line in lines[gfx + 1 :]]) == picture.indices).all()
    chosen = [line for line in lines[lua:gfx] if line.startswith("pal(")]
    assert len(chosen) == (picture.mode.choice is not None)
    if chosen:
        numbers = [int(number) for number in chosen[0].removeprefix("pal({[0]=").removesuffix("},1)").split(",")]
        machine = get_palette("pico-8-extended").colours
        assert [machine[n % 128 + 16 * (n > 127)] for n in numbers] == list(picture.palette.colours)


def test_a_tic_80_cartridge_lays_out_its_tiles_as_its_program_does() -> None:
    """TIC-80's chunks and spr() played by hand: tiles 0 to 255 and sprites 256 to 509, row by row of 30."""
    picture = random_picture(get_mode("tic-80"), 4)
    data, chunks = main_file("tic-80", ".tic", picture), {}
    while data:
        length = int.from_bytes(data[1:3], "little")
        chunks[data[0]] = data[4 : 4 + length]
        data = data[4 + length :]
    assert b"spr(i,i%30*8,i//30*8)" in chunks[5]
    assert chunks[12] == picture.palette.bytes().tobytes()
    sheet = (chunks[1] + chunks[2]).ljust(512 * 32, b"\0")
    shown = np.empty((136, 240), np.uint8)
    for tile in range(510):
        for at in range(64):
            nibble = sheet[tile * 32 + at // 2] >> (4 * (at % 2)) & 15
            shown[tile // 30 * 8 + at // 8, tile % 30 * 8 + at % 8] = nibble
    assert (shown == picture.indices).all()
