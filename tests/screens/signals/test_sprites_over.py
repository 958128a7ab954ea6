"""A bitmap under sprites: the search, the checker, which shares nothing with it, and what memory held."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.colour import linear_to_srgb, smooth, srgb_to_linear, srgb_to_oklab
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.palettes import get_palette
from pixelstyle.screens import Dither, NativePicture, check, fit, get_mode, overlaid_bitmap, solve, sprite_areas
from tests.command_line import ROOT
from tests.formats.legal.pictures import random_picture

MODE, PALETTE = get_mode("c64-multicolor-sprites"), get_palette("c64-colodore")
PHOTO = ROOT / "examples/photos/astronaut.jpg"


def test_what_memory_can_hold_is_legal_and_found_again() -> None:
    dots = random_picture(MODE, 1).indices
    assert check(NativePicture(MODE, PALETTE, dots)) == []
    held = overlaid_bitmap(dots)
    assert held is not None
    above = np.append(held.colours, 0)[sprite_areas()]
    assert (np.where(held.dots, above, held.bitmap.repeat(2, axis=1)) == dots).all()


def test_sprites_cost_less_than_the_bitmap_alone() -> None:
    """Where a line of single dots is wanted, by all of it that sprites reach: 168 lines."""
    costs = np.ones((200, 320, 16), np.float32)
    wanted = np.full((200, 320), 6)
    wanted[:, 65:256:2] = 7
    np.put_along_axis(costs, wanted[..., None], 0, axis=2)
    found = solve(MODE, costs, PALETTE)
    assert check(found) == []
    assert (found.indices == wanted)[:192].reshape(8, 24, 320)[:, :21].all()
    assert (found.indices == wanted)[:, :64].all()


@pytest.mark.parametrize(
    ("line", "dot", "colours", "legal"),
    [
        (0, 64, (1, 0, 2, 2), True),  # the sprite's dot is 1
        (0, 64, (1, 0, 2, 3), False),  # two unlike pixels, of which no colour is in both
        (0, 56, (1, 0), False),  # beside the sprites
        (21, 64, (1, 0), False),  # between two rows
        (192, 64, (1, 0), False),  # below them
        (0, 64, (1, 1, 2, 2, 3, 3, 4, 4), True),  # four beside the background, one of them the sprite's
        (21, 64, (1, 1, 2, 2, 3, 3, 4, 4), False),
    ],
)
def test_what_a_cell_can_show(line: int, dot: int, colours: tuple[int, ...], legal: bool) -> None:
    dots = np.zeros((200, 320), np.uint8)
    dots[line, dot : dot + len(colours)] = colours
    clashes = check(NativePicture(MODE, PALETTE, dots))
    assert [clash.cell for clash in clashes] == ([] if legal else [(dot // 8, line // 8)])
    assert (overlaid_bitmap(dots) is not None) is legal


def test_nine_cells_have_one_sprite() -> None:
    dots = np.zeros((200, 320), np.uint8)
    dots[0, 64:66], dots[8, 72:74] = (1, 3), (2, 4)
    assert len(check(NativePicture(MODE, PALETTE, dots))) == 1
    dots[8, 72:74], dots[8, 88:90] = 0, (2, 4)  # the next one
    assert check(NativePicture(MODE, PALETTE, dots)) == []


@pytest.mark.parametrize("name", ["floyd-steinberg", "bayer-4"])
def test_a_dither_is_nearer_to_a_photo_than_that_of_the_bitmap_alone(name: str) -> None:
    photo = fit_picture(read_picture(PHOTO), 320, 200)
    over = fit(MODE, photo, PALETTE, dither=Dither(name))
    alone = fit(get_mode("c64-multicolor"), photo.reshape(200, 160, 2, 3).mean(axis=2), PALETTE, dither=Dither(name))
    assert check(over) == []
    without = _from_afar(alone.native_rgb().repeat(2, axis=1) / 255) - _from_afar(photo)
    with_sprites = _from_afar(over.native_rgb() / 255) - _from_afar(photo)
    assert (with_sprites**2).sum() < 0.97 * (without**2).sum()


def _from_afar(picture: np.ndarray) -> np.ndarray:
    """OKLab of sRGB through a blur of one dot in linear light."""
    return srgb_to_oklab(linear_to_srgb(smooth(srgb_to_linear(picture), 1, 1)))


def test_dots_of_a_sprite_mix_with_the_bitmap_as_a_checkerboard() -> None:
    """What dark grey and grey make side by side is wanted everywhere: sprites of one have every other dot, but for what
    errors come in from beside them."""
    dark, grey = 11, 12
    light = srgb_to_linear(PALETTE.srgb()[[dark, grey]]).mean(axis=0)
    picture = np.broadcast_to(linear_to_srgb(light), (200, 320, 3)).astype(np.float32)
    for name in ("floyd-steinberg", "blue-noise"):
        found = fit(MODE, picture, PALETTE, dither=Dither(name))
        assert check(found) == []
        middle = found.indices[:21, 64:256]
        assert set(np.unique(middle)) == {dark, grey}
        assert (middle[:, 1:] != middle[:, :-1]).mean() > 0.95
        assert (middle[1:] != middle[:-1]).mean() > 0.95
