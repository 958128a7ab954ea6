"""Characters on four backgrounds: what screen codes say, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.screens import get_mode, glyph_set
from tests.formats.legal.pictures import random_picture

PICTURE = random_picture(get_mode("c64-ecm"), 7)
GLYPHS, SCREEN, COLOURS = (2 + at - 0x0801 for at in (0x3000, 0x3200, 0x35E8))


def test_a_code_is_glyph_and_background() -> None:
    (data,) = encode_for("a.prg", PICTURE).values()
    code, colour = data[SCREEN + 41], data[COLOURS + 41]  # row 1, column 1
    dots = np.unpackbits(np.frombuffer(data[GLYPHS + 8 * (code & 63) :][:8], np.uint8)[:, None], axis=1)
    backgrounds = PICTURE.slots[0].ravel()
    assert (np.where(dots, colour, backgrounds[code >> 6]) == PICTURE.indices[8:16, 8:16]).all()
    assert data[GLYPHS:SCREEN] == np.packbits(glyph_set("blocks-64")).tobytes()


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    (data,) = encode_for("a.prg", PICTURE).values()
    (tmp_path / "a.prg").write_bytes(data[:GLYPHS] + b"\1" + data[GLYPHS + 1 :])
    with pytest.raises(PixelStyleError, match="glyphs are not those of c64-ecm"):
        load_native(tmp_path / "a.prg", "c64-ecm")
    stray = PICTURE.indices.copy()
    stray[16:24, 24:32] = np.arange(64).reshape(8, 8) % 16
    with pytest.raises(PixelStyleError, match=r"Cell \(2, 3\) of the picture is none of the 64 glyphs"):
        encode_for("a.prg", replace(PICTURE, indices=stray))
