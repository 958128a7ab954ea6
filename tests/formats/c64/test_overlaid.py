"""A bitmap under sprites: where memory has what, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture

PICTURE = random_picture(get_mode("c64-multicolor-sprites"), 7)


def test_a_dot_of_a_sprite_lies_where_its_pointer_leads() -> None:
    (data,) = encode_for("a.prg", PICTURE).values()
    row, column, line, dot = 3, 5, 20, 23  # the last dot of one of them
    at = 2 + 0x5000 - 0x0801 + 64 * (8 * row + column) + 3 * line
    shape = np.unpackbits(np.frombuffer(data[at : at + 3], np.uint8))
    seen = PICTURE.indices[24 * row + line, 64 + 24 * column :][:24]
    (own,) = np.unique(seen[shape > 0])
    assert (seen[shape == 0] != own).all() and shape[dot] == (seen[dot] == own)
    pointer = bytes([0xA9, 0x40 + 8 * row + column, 0x8D, 0xF8 + column, 0x43])
    assert data.count(pointer) == 1 and data.count(bytes([0xA9, own, 0x8D, 0x27 + column, 0xD0])) >= 1


def test_a_picture_that_memory_cannot_hold_is_not_written() -> None:
    stray = PICTURE.indices.copy()
    stray[16:24, 24:32] = np.arange(64).reshape(8, 8) % 16
    with pytest.raises(PixelStyleError, match="no bitmap under sprites shows"):
        encode_for("a.prg", replace(PICTURE, indices=stray))
