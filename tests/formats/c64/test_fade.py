"""Programs that come up out of black: what the VIC-II shows on the way, and that the picture is there at its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.formats import FADE, FADING, encode_for, load_native
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import random_picture

LIGHTNESS = srgb_to_oklab(get_palette("c64-colodore").srgb())[:, 0]


def fading(mode_name: str) -> NativePicture:
    picture = random_picture(get_mode(mode_name), 4)
    return replace(picture, extra={"border": 5, FADE: 1})


@pytest.mark.emulator
def test_each_dot_grows_lighter_until_it_has_its_colour() -> None:
    pytest.importorskip("py65.devices.mpu6502")
    from tests.formats.oracles.vic_ii_cycles import Machine

    picture = fading("c64-multicolor")
    (program,) = encode_for("a.prg", picture).values()
    machine = Machine(program, 0)
    seen = []
    machine.frames(2)  # in which the screen is off
    for _ in range(44):
        machine.frames(1)
        seen.append(machine.vic.shown())
    shown = picture.indices.repeat(2, axis=1)
    assert (seen[-1] == shown).all() and machine.memory[0xD020] == 5
    lightness = LIGHTNESS[np.stack(seen)]
    assert (np.diff(lightness, axis=0) >= 0).all(), "no dot grows darker"
    assert len({frame.tobytes() for frame in seen}) > 8, "and it takes its time"
    assert (seen[0] != shown)[shown > 0].all(), "at first nothing has its own colour"


@pytest.mark.parametrize("mode_name", FADING)
def test_that_it_fades_is_kept(mode_name: str, tmp_path: Path) -> None:
    picture = fading(mode_name)
    (program,) = encode_for("a.prg", picture).values()
    (tmp_path / "a.prg").write_bytes(program)
    found = load_native(tmp_path / "a.prg", mode_name)
    assert (found.indices == picture.indices).all() and found.extra == picture.extra
    assert encode_for("a.prg", found) == {Path("a.prg"): program}
    assert encode_for("a.prg", replace(found, extra={"border": 5})) != {Path("a.prg"): program}
