"""Levels of v << n, as old tools and emulators write them, are those of the machine; and it is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import load_native, picture_of_rgb
from pixelstyle.palettes import SHIFTED, full_levels
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import ScreenMode, check, choose_palette, get_mode, modes, nearest
from tests.command_line import CommandLine

CASES = Path(__file__).parent / "cases"
BY_BITS = [mode for mode in modes() if mode.choice is not None and min(mode.choice.bits or (8,)) < 8]


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("mode", [mode for mode in BY_BITS if not mode.coded], ids=lambda mode: mode.name)
def test_every_mode_of_bits_takes_them(mode: ScreenMode) -> None:
    assert mode.choice is not None and mode.choice.bits is not None
    small = np.random.default_rng(1).random((mode.height // 32 + 1, mode.width // 32 + 1, 3), np.float32)
    picture = small.repeat(32, axis=0).repeat(32, axis=1)[: mode.height, : mode.width]
    full = nearest(mode, picture, choose_palette(mode, picture)).native_rgb()
    bits = np.array(mode.choice.bits)
    shifted = (np.rint(full * (((1 << bits) - 1) / 255)).astype(np.uint8) << (8 - bits)).astype(np.uint8)
    native = picture_of_rgb(shifted, mode)
    assert (native.native_rgb() == full).all()
    assert native.palette.source == SHIFTED
    assert check(native) == []
    assert picture_of_rgb(full, mode).palette.source == ""


def test_real_files_are_legal_and_told(tmp_path: Path, pixelstyle: CommandLine) -> None:
    real = CASES / "mega-drive-levels-shifted.png"
    stored = np.asarray(Image.open(real).convert("RGB"))
    full = np.rint((stored >> 5) * (255 / 7)).astype(np.uint8)
    result = convert(real, mode="mega-drive")
    assert result.picture is not None and (result.picture.native_rgb() == full).all()
    done = pixelstyle("check", str(real), "-m", "mega-drive")
    assert (done.status, SHIFTED in done.err) == (0, True)
    done = pixelstyle("convert", str(real), "-m", "mega-drive", "-o", str(tmp_path / "a.png"))
    assert (done.status, SHIFTED in done.err) == (0, True)
    done = pixelstyle("check", str(CASES / "vga-six-bits-shifted.pcx"))
    assert (done.status, SHIFTED in done.err) == (0, True)
    vga = load_native(CASES / "vga-six-bits-shifted.pcx")
    assert check(vga) == [] and vga.palette.bytes().max() == 255


def test_full_levels_and_photos_stay_as_they_are() -> None:
    rng = np.random.default_rng(2)
    for bits in ((3, 3, 3), (4, 4, 4), (5, 5, 5), (6, 6, 6), (2, 2, 2)):
        most = (1 << bits[0]) - 1
        levels = rng.integers(0, most + 1, (40, 3))
        full = np.rint(levels * (255 / most)).astype(np.uint8)
        assert full_levels(full, bits) is None
        assert full_levels(rng.integers(0, 256, (40, 3)).astype(np.uint8), bits) is None
        shifted = (levels << (8 - bits[0])).astype(np.uint8)
        found = full_levels(shifted, bits)
        assert found is not None and (found == full).all()
    assert get_mode("mega-drive").choice is not None
