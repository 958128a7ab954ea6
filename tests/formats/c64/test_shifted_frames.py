"""Two frames half a pixel apart: what a program shows by the documented cycles of the VIC-II; files of others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import plain_picture, random_picture
from tests.formats.oracles.recoil import recoil_rgb


@pytest.mark.emulator
@pytest.mark.parametrize("mode_name", ["c64-mci", "c64-drazlace"])
@pytest.mark.parametrize("phase", [0, 3, 12_000])
def test_a_program_shows_both_frames_in_turn(mode_name: str, phase: int) -> None:
    pytest.importorskip("py65.devices.mpu6502")
    from tests.formats.oracles.vic_ii_cycles import Machine, in_turn

    codes = random_picture(get_mode(mode_name), 5).indices
    pixels, background = codes % 16, codes[0, 0] // 16
    assert background
    (program,) = encode_for("picture.prg", random_picture(get_mode(mode_name), 5)).values()
    frames = in_turn(Machine(program, phase))
    odd, even = sorted(frames, key=lambda frame: bool((frame[:, ::2] == frame[:, 1::2]).all()))
    assert (even == pixels[:, ::2].repeat(2, axis=1)).all()
    assert (odd[:, 1:] == pixels[:, 1::2].repeat(2, axis=1)[:, :-1]).all() and (odd[:, 0] == background).all()


@pytest.mark.emulator
@pytest.mark.parametrize("phase", [0, 5])
def test_a_program_shows_both_frames_of_ifli(phase: int) -> None:
    """All but the last three lines, which cannot be bad ones; the three cells at the left show the background."""
    pytest.importorskip("py65.devices.mpu6502")
    from tests.formats.oracles.vic_ii_cycles import Machine, in_turn

    picture = random_picture(get_mode("c64-ifli"), 5)
    (program,) = encode_for("picture.prg", picture).values()
    frames = [frame[:197] for frame in in_turn(Machine(program, phase), after=20)]
    odd, even = sorted(frames, key=lambda frame: bool((frame[:, ::2] == frame[:, 1::2]).all()))
    background = picture.indices[0, 0] // 16
    pixels = np.pad(picture.indices[:197] % 16, ((0, 0), (24, 0)), constant_values=background)
    assert background
    assert (even == pixels[:, ::2].repeat(2, axis=1)).all()
    assert (odd[:, 1:] == pixels[:, 1::2].repeat(2, axis=1)[:, :-1]).all() and (odd[:, 0] == background).all()


@pytest.mark.parametrize(
    ("mode_name", "extension", "at", "value", "says"),
    [
        ("c64-drazlace", ".drl", 10052, 0, "lie on each other"),
        ("c64-ifli", ".gun", 2 + 0x3F4F + 100, 6, "2 backgrounds, which change from line to line"),
        ("c64-ifli", ".fun", 5, 0, "does not begin with 'FUNPAINT"),
        ("c64-mci", ".mci", 19433, None, "19,434 bytes"),
    ],
)
def test_what_the_modes_have_not_is_refused(
    mode_name: str, extension: str, at: int, value: int | None, says: str, tmp_path: Path
) -> None:
    (data,) = encode_for(f"a{extension}", random_picture(get_mode(mode_name), 1)).values()
    changed = data[:at] if value is None else data[:at] + bytes([value]) + data[at + 1 :]
    (tmp_path / f"a{extension}").write_bytes(changed)
    with pytest.raises(PixelStyleError, match=says):
        load_native(tmp_path / f"a{extension}", mode_name)


def test_a_cell_with_too_many_colours_is_named() -> None:
    mode = get_mode("c64-mci")
    picture = random_picture(mode, 1)
    pixels = picture.indices.copy()
    pixels[16, 8:16:2], pixels[17, 8:16:2] = (1, 2, 3, 4), (5, 6, 7, 8)
    with pytest.raises(PixelStyleError, match="cell at x=8, y=16"):
        encode_for("a.mci", NativePicture(mode, picture.palette, pixels))


def packed(data: bytes, escape: int) -> bytes:
    """Runs of at least four as the escape byte, their length and the byte."""
    found, at = bytearray(), 0
    while at < len(data):
        run = next((n for n in range(1, 255) if data[at + n : at + n + 1] != data[at : at + 1]), 255)
        found += bytes([escape, run, data[at]]) if run > 3 or data[at] == escape else data[at : at + run]
        at += run
    return bytes(found)


@pytest.mark.parametrize(("mode_name", "extension"), [("c64-drazlace", ".drl"), ("c64-ifli", ".fun")])
def test_packed_pictures_are_read_as_recoil_reads_them(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture = plain_picture(get_mode(mode_name), 7)
    some = random_picture(get_mode(mode_name), 1).indices
    picture.indices[40:48] = some[40:48] & 15
    picture.indices[:, 0] |= some[0, 0] & 0xF0
    (data,) = encode_for(f"a{extension}", picture).values()
    head = data[:16] + b"\1\x07" if extension == ".fun" else data[:2] + b"DRAZLACE! 1.0\x07"
    small = head + packed(data[18 if extension == ".fun" else 2 :], 7)
    (tmp_path / f"a{extension}").write_bytes(small)
    assert (load_native(tmp_path / f"a{extension}", mode_name).indices == picture.indices).all()
    assert (recoil_rgb(f"a{extension}", small) == recoil_rgb(f"a{extension}", data)).all()
    (tmp_path / f"a{extension}").write_bytes(small[:200])
    with pytest.raises(PixelStyleError, match="cut short"):
        load_native(tmp_path / f"a{extension}", mode_name)
