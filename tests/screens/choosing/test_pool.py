"""Sub-palettes whose colours are all of one small pool: the grey WonderSwan's 16 palettes of four, of 8 shades."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import Dither, NativePicture, check, choose_palette, cut_cells, fit, get_mode
from tests.formats.legal.pictures import PHOTOS

MODE, GREYS = get_mode("wonderswan-mono"), get_palette("greys-16")
RAMP = np.broadcast_to(np.linspace(0, 1, 224, dtype=np.float32)[:, None], (144, 224, 3))


def test_all_sub_palettes_are_of_eight_shades() -> None:
    locked = [(17, 17, 17), (238, 238, 238)]
    palette = choose_palette(MODE, RAMP, GREYS, locked=locked)
    assert len(palette) == 64
    assert len(set(palette.colours)) <= 8
    assert all(set(locked) <= set(palette.colours[at : at + 4]) for at in range(0, 64, 4))
    with pytest.raises(PixelStyleError, match="9 colours are locked or given; the mode 'wonderswan-mono' shows 8"):
        choose_palette(MODE, RAMP, GREYS, locked=GREYS.colours[:9])


def test_the_checker_counts_what_is_shown() -> None:
    indices = np.zeros((144, 224), np.uint8)
    for column in range(9):
        indices[:, 8 * column : 8 * column + 8] = 4 * column
    shades = [shade for shade in GREYS.colours for _ in range(4)]
    palette = Palette("chosen", tuple(shades))
    (clash,) = check(NativePicture(MODE, palette, indices))
    assert (clash.found, clash.allowed) == (("9 colours",), "8 at once")
    assert check(NativePicture(replace(MODE, choice=replace(MODE.choice, pool=9)), palette, indices)) == []


def test_a_dither_leaves_fur_its_hairs() -> None:
    """Of palettes chosen for what mixes from afar a cell in seven was of one shade."""
    with Image.open(PHOTOS / "chelsea.jpg") as photo:
        picture = np.asarray(photo.convert("RGB").resize((224, 144)), np.float32) / 255
    palette = choose_palette(MODE, picture, GREYS, dither=1.0)
    shown = fit(MODE, picture, palette, dither=Dither("floyd-steinberg")).native_rgb()[..., 0]
    cells = cut_cells(shown, (8, 8)).reshape(-1, 64)
    assert (cells == cells[:, :1]).all(axis=1).mean() < 0.05
