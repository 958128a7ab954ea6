"""Two screens in turn: what the frames show, by the documented cycles of the VIC-II; mixtures; files of others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.colour import linear_to_srgb, srgb_to_lab, srgb_to_linear
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.palettes import get_palette
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.recoil import ColourTable, recoil_rgb

PLAIN = get_palette("c64-colodore").srgb()
LIGHTNESS = srgb_to_lab(PLAIN)[:, 0]


def mean_of_light(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """What an eye sees of two frames of colour numbers [H, W]: uint8 [H, W, 3]."""
    light = srgb_to_linear(PLAIN)
    return np.rint(linear_to_srgb((light[first] + light[second]) / 2) * 255).astype(np.uint8)


def test_the_palette_has_all_pairs_that_are_about_as_light_as_each_other() -> None:
    first, second = np.triu_indices(16, 1)
    near = np.abs(LIGHTNESS[first] - LIGHTNESS[second]) <= 8
    mixed = mean_of_light(first[near], second[near])
    found = get_palette("c64-colodore-interlace").bytes()
    assert (found[:16] == get_palette("c64-colodore").bytes()).all()
    assert found[16:].tolist() == mixed.tolist()


@pytest.mark.emulator
@pytest.mark.parametrize("mode_name", ["c64-hires-interlace", "c64-multicolor-interlace"])
@pytest.mark.parametrize("phase", [0, 3, 12_000])
def test_the_frames_of_a_program_mix_to_its_picture(mode_name: str, phase: int) -> None:
    pytest.importorskip("py65.devices.mpu6502")
    from tests.formats.oracles.vic_ii_cycles import Machine, in_turn

    picture = random_picture(get_mode(mode_name), 5)
    (program,) = encode_for("picture.prg", picture).values()
    frames = in_turn(Machine(program, phase))
    wanted = picture.native_rgb().repeat(picture.mode.pixel[0], axis=1)
    assert (mean_of_light(frames[0], frames[1]) == wanted).all()
    assert np.abs(LIGHTNESS[frames[0]] - LIGHTNESS[frames[1]]).max() <= 8


def test_bitmaps_that_differ_are_read_where_the_mixtures_are_ours(tmp_path: Path) -> None:
    data = bytearray(24_578)
    data[2 : 2 + 8000] = np.random.default_rng(1).bytes(8000)  # the other bitmap shows low nibbles alone
    data[2 + 0x2800 : 2 + 0x2800 + 1000] = bytes([0x69]) * 1000
    data[2 + 0x2400 : 2 + 0x2400 + 1000] = bytes([0x09]) * 1000
    (tmp_path / "a.hlf").write_bytes(data)
    picture = load_native(tmp_path / "a.hlf")
    assert set(np.unique(picture.indices)) == {9, 25}
    table = ColourTable()
    table.compare(picture, recoil_rgb("a.hlf", bytes(data)))
    (again,) = encode_for("a.hlf", picture).values()
    table.compare(picture, recoil_rgb("a.hlf", again))


@pytest.mark.parametrize("extension", [".hlf", ".prg"])
def test_black_and_white_in_turn_are_refused(extension: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode("c64-hires-interlace"), 2)
    blank = replace(picture, indices=np.zeros_like(picture.indices), slots=(np.zeros((25, 40, 2), np.uint8),))
    (data,) = encode_for(f"a{extension}", blank).values()
    at = 2 + 0x2800 if extension == ".hlf" else 2 + 0x4328 - 0x0801
    changed = bytearray(data)
    changed[at : at + 1000] = bytes([0x11]) * 1000
    (tmp_path / f"a{extension}").write_bytes(changed)
    with pytest.raises(PixelStyleError, match="flicker"):
        load_native(tmp_path / f"a{extension}")
