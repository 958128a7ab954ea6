"""--border: the colour around the screen, in files that keep it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import load_native
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.convert import convert
from tests.command_line import ROOT

PHOTO = ROOT / "examples/photos/flower.jpg"


@pytest.mark.slow
def test_files_have_the_border_that_was_asked_for(tmp_path: Path) -> None:
    blue = get_palette("c64-colodore").hex()[6]
    result = convert(PHOTO, mode="c64-hires", border=blue, dither="none")
    for name in ("a.art", "a.prg"):
        result.save(tmp_path / name)
    assert load_native(tmp_path / "a.art").extra["border"] == 6
    program = (tmp_path / "a.prg").read_bytes()
    assert bytes.fromhex("A9068D20D0") in program, "LDA #6, STA $D020"


@pytest.mark.parametrize(
    ("mode", "border", "told"),
    [
        ("c64-hires", "#123456", "has no #123456; the nearest is"),
        ("nes", "#000000", "there the border has the colour of --backdrop"),
        ("pico-8", "#000000", "keep no colour of the border; those of c64-multicolor"),
    ],
)
def test_what_cannot_be_is_said(mode: str, border: str, told: str) -> None:
    with pytest.raises(PixelStyleError, match=told):
        convert(PHOTO, mode=mode, border=border)
