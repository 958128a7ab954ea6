"""Commodore PET: its glyphs beside the machine's character ROM, and the program as MAME's machine shows it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.screens import NativePicture, get_mode
from pixelstyle.screens.petscii import petscii_codes, petscii_glyphs
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.judged import MAME_PET
from tests.formats.oracles.mame import pet_screen

CODES, GLYPHS = petscii_codes("pet"), np.packbits(petscii_glyphs("pet"), axis=2)[:, :, 0]


def test_every_glyph_is_the_machines_own() -> None:
    """The hash is of these codes' bytes in a ROM 901447-10 that has, as a whole, the SHA-1 that MAME asks for."""
    half = len(CODES) // 2
    ordered = GLYPHS[:half][np.argsort(CODES[:half])]
    assert hashlib.sha1(ordered.tobytes()).hexdigest() == "9b3109604191e7ce044c8e50c1b1698693589dee"


def test_no_two_glyphs_are_the_same_and_half_are_reverses() -> None:
    glyphs = petscii_glyphs("pet")
    assert len({glyph.tobytes() for glyph in glyphs}) == len(glyphs) == 130
    assert (glyphs[65:] == 1 - glyphs[:65]).all()


@pytest.mark.emulator
@pytest.mark.parametrize(("mode_name", "extension"), MAME_PET)
def test_a_program_shows_its_picture_on_mames_pet(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 3)
    (program,) = encode_for(f"picture{extension}", picture).values()
    characters = np.full((128, 8), 0xAA, np.uint8)
    half = len(CODES) // 2
    characters[CODES[:half]] = GLYPHS[:half]
    assert (pet_screen(program, characters.tobytes(), tmp_path) == picture.shown_rgb()).all()


def test_letters_and_other_patterns_are_refused(tmp_path: Path) -> None:
    picture = random_picture(get_mode("pet-40"), 3)
    (program,) = encode_for("picture.prg", picture).values()
    (tmp_path / "letter.prg").write_bytes(program[:-1] + b"\1")
    with pytest.raises(PixelStyleError, match=r"Cell \(24, 39\) has screen code 1, a letter"):
        load_native(tmp_path / "letter.prg")
    indices = np.zeros_like(picture.indices)
    indices[9, 17] = 1
    with pytest.raises(PixelStyleError, match=r"Cell \(1, 2\) of the picture is none of the PET's 130 glyphs"):
        encode_for("picture.prg", NativePicture(picture.mode, picture.palette, indices))
