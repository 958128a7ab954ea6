"""--fade-in: programs that come up out of black, and modes that have none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import FADE, load_native
from pixelstyle.recipes.convert import convert

GREY = np.full((200, 320, 3), 120, np.uint8)


def test_programs_and_disks_fade_in_where_it_is_asked_for(tmp_path: Path) -> None:
    for asked in (True, False):
        result = convert(GREY, mode="c64-hires", dither="none", fade_in=asked)
        for name in ("a.prg", "a.d64"):
            result.save(tmp_path / name, overwrite=True)
            assert (FADE in load_native(tmp_path / name).extra) is asked


def test_other_modes_cannot(tmp_path: Path) -> None:
    with pytest.raises(PixelStyleError, match="c64-fli cannot fade in; those of c64-hires, c64-multicolor"):
        convert(GREY, mode="c64-fli", fade_in=True)
