"""PETSCII: our description of its graphics beside the machine's own, as RECOIL has it; files of others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.screens import get_mode
from pixelstyle.screens.petscii import petscii_codes, petscii_glyphs, petscii_numbers
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.recoil import ColourTable, petscii_rom, recoil_rgb

PICTURE = random_picture(get_mode("c64-petscii"), 7)


def test_every_glyph_is_the_machines_own() -> None:
    rom = petscii_rom()
    own = np.packbits(petscii_glyphs(), axis=2)[:, :, 0]
    assert {code: rom[8 * code : 8 * code + 8] for code in petscii_codes().tolist()} == {
        code: bytes(glyph) for code, glyph in zip(petscii_codes().tolist(), own, strict=True)
    }
    twins = [(code, number) for code, number in enumerate(petscii_numbers().tolist()) if number >= 0]
    assert len(twins) == len(own) + 10
    assert all(rom[8 * code : 8 * code + 8] == bytes(own[number]) for code, number in twins)


def test_no_two_glyphs_are_the_same_and_half_are_reverses() -> None:
    glyphs = petscii_glyphs()
    assert len({glyph.tobytes() for glyph in glyphs}) == len(glyphs) == 122
    assert (glyphs[61:] == 1 - glyphs[:61]).all()


def test_recoil_shows_what_petmates_file_says() -> None:
    (data,) = encode_for("a.petmate", PICTURE).values()
    (screen,) = json.loads(data)["framebufs"]
    cells = [cell for row in screen["framebuf"] for cell in row]
    codes, colours = (bytes(cell[key] for cell in cells) for key in ("code", "color"))
    registers = bytes([screen["borderColor"], screen["backgroundColor"]])
    table = ColourTable()
    table.compare(PICTURE, recoil_rgb("a.pet", bytes(2) + codes + registers + bytes(22) + colours))
    assert len(table.rgb_of) == 16


def workspace(**changes: Any) -> bytes:
    """A Petmate file of blanks with some of the screen's fields changed."""
    screen = {"width": 40, "height": 25, "backgroundColor": 6, "borderColor": 14, "charset": "upper"}
    screen["framebuf"] = [[{"code": 32, "color": 14}] * 40] * 25
    return json.dumps({"version": 2, "screens": [1], "framebufs": [{}, {**screen, **changes}]}).encode()


def test_the_screen_that_petmate_shows_first_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.petmate").write_bytes(workspace())
    picture = load_native(tmp_path / "a.petmate")
    assert (picture.indices == 6).all()
    assert picture.extra == {"border": 14}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"[" * 100_000, "JSON with 'framebufs'"),
        (b"[1]", "JSON with 'framebufs'"),
        (b'{"framebufs": [], "screens": [3]}', "JSON with 'framebufs'"),
        (workspace(charset="lower"), "of the set 'upper'"),
        (workspace(framebuf=[[]]), "has 0 characters, not 1,000"),
        (workspace(framebuf=[[{"code": True, "color": 1}]]), "'code' should be a whole number"),
        (workspace(backgroundColor=-1), "'backgroundColor' should be a whole number"),
        (workspace(framebuf=[[{"code": 1, "color": 1}] * 40] * 25), r"Cell \(0, 0\) has screen code 1, a letter"),
    ],
)
def test_what_is_wrong_with_a_petmate_file_is_said(data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.petmate").write_bytes(data)
    with pytest.raises(PixelStyleError, match=says):
        load_native(tmp_path / "a.petmate")
