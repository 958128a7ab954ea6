"""Hires and multicolour characters: what a fade keeps, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for
from pixelstyle.formats.c64.fade import fade_tables
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture

PICTURE = random_picture(get_mode("c64-characters-mixed"), 7)


def test_a_cell_stays_of_its_kind_while_it_comes_up_out_of_black() -> None:
    (data,) = encode_for("a.prg", replace(PICTURE, extra={"fade": 1})).values()
    assert fade_tables(kinds=True) in data
    tables = np.frombuffer(fade_tables(kinds=True), np.uint8).reshape(7, 256)
    held = np.frombuffer(data[-1000:], np.uint8)
    assert set(held.tolist()) == set(range(16, 32))
    assert ((tables[:, held] ^ held) & 8 == 0).all()
    assert (tables[:, :16] == np.frombuffer(fade_tables(), np.uint8).reshape(7, 256)[:, :16]).all()


def test_a_picture_that_memory_cannot_hold_is_not_written() -> None:
    stray = PICTURE.indices.copy()
    stray[16:24, 24:32] = np.arange(64).reshape(8, 8) % 16
    with pytest.raises(PixelStyleError, match="No 256 patterns were found"):
        encode_for("a.prg", replace(PICTURE, indices=stray))
