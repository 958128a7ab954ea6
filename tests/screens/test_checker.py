"""The checker: planted clashes are found, named by their cell, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, Slots, check, check_rgb, get_mode, show

PALETTE = Palette.from_array("p", np.arange(48).reshape(16, 3) * 5)
ZX = Palette.from_hex("zx", ["000000", "0000cd", "cd0000", "cd00cd", "00cd00", "00cdcd", "cdcd00", "cdcdcd", "000000"])


def legal(mode: ScreenMode, seed: int) -> NativePicture:
    """A random legal picture made from random slots, without the solver."""
    rng = np.random.default_rng(seed)
    slots = []
    for entry in mode.slots:
        width, height = entry.cell or (mode.width, mode.height)
        shape = (mode.height // height, mode.width // width, entry.count)
        low = rng.integers(0, 2, shape[:2])[..., None] * 8 if mode.groups else 0
        slots.append((rng.integers(0, 8 if mode.groups else 16, shape) + low).astype(np.uint8))
    native = NativePicture(mode, PALETTE, np.zeros((mode.height, mode.width), np.uint8), tuple(slots))
    choices = native.choices()
    pick = rng.integers(0, choices.shape[2], choices.shape[:2])
    return replace(native, indices=np.take_along_axis(choices, pick[..., None], axis=2)[..., 0], slots=())


@pytest.mark.parametrize("name", ["c64-multicolor", "c64-hires", "zx-spectrum"])
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
@settings(max_examples=10, deadline=None)
def test_legal_pictures_pass_and_a_planted_clash_is_named(name: str, seed: int, data: st.DataObject) -> None:
    mode = get_mode(name)
    native = legal(mode, seed)
    assert check(native) == []
    width, height = mode.cells[0]
    column = data.draw(st.integers(0, mode.width // width - 1))
    row = data.draw(st.integers(0, mode.height // height - 1))
    native.indices[row * height, column * width :][:width] = np.arange(width)  # too many
    native.indices[row * height + 1, column * width :][:width] = np.arange(width) + 4
    (clash,) = check(native)
    assert clash.cell == (column, row)
    assert clash.box == (column * width, row * height, width, height)
    assert f"cell ({column}, {row})" in str(clash)
    assert len(clash.found) >= 8


def test_a_cell_that_mixes_the_spectrums_brightnesses_is_a_clash_but_black_is_in_both() -> None:
    mode = get_mode("zx-spectrum")
    rgb = np.zeros((192, 256, 3), np.uint8)
    palette = Palette(
        "zx", ZX.colours + tuple((r * 255 // 205, g * 255 // 205, b * 255 // 205) for r, g, b in ZX.colours[1:8])
    )
    rgb[0, 0], rgb[8, 8] = palette.colours[2], palette.colours[10]  # a dark red and a bright one, each with black
    assert check_rgb(rgb, mode, palette) == []
    rgb[0, 1] = palette.colours[10]
    assert [clash.cell for clash in check_rgb(rgb, mode, palette)] == [(0, 0)]


def test_finer_cells_within_coarse_ones_and_choices() -> None:
    mode = ScreenMode(
        "m",
        "m",
        8,
        4,
        "p",
        slots=(Slots(1, name="back"), Slots(1, (4, 2), choices=(1, 2)), Slots(1, (4, 1))),
        fixed={"back": 0},
    )
    picture = np.zeros((4, 8), np.uint8)
    picture[0, :3], picture[1, :3] = (0, 1, 5), (0, 1, 6)  # 1 from the coarse slot, 5 and 6 from the fine ones
    assert check(NativePicture(mode, PALETTE, picture)) == []
    picture[0, :3], picture[1, :3] = (0, 1, 5), (0, 2, 6)  # 1 and 2 both from the coarse slot: one too many
    assert [c.cell for c in check(NativePicture(mode, PALETTE, picture))] == [(0, 0)]
    picture[0, :3], picture[1, :3] = (0, 3, 5), (0, 3, 5)  # neither 3 nor 5 may be held by the coarse slot
    assert [c.cell for c in check(NativePicture(mode, PALETTE, picture))] == [(0, 0)]


def test_colours_and_sizes_that_the_mode_does_not_have() -> None:
    mode = get_mode("c64-multicolor")
    native = legal(mode, 1)
    shown = show(native.native_rgb(), mode)
    assert check_rgb(native.native_rgb(), mode, PALETTE) == check_rgb(shown, mode, PALETTE) == []
    assert check_rgb(shown.repeat(3, axis=0).repeat(3, axis=1), mode, PALETTE) == []
    strange = shown.copy()
    strange[17, 18:20] = (1, 2, 3)
    (clash,) = check_rgb(strange, mode, PALETTE)
    assert (clash.cell, clash.found, clash.rule) == ((2, 2), ("#010203",), "colours of the palette")
    with pytest.raises(PixelStyleError, match="finer than the pixels"):
        check_rgb(np.concatenate([strange[:, 1:], strange[:, :1]], axis=1), mode, PALETTE)
    with pytest.raises(PixelStyleError, match="320 x 200"):
        check_rgb(shown[:-1], mode, PALETTE)
    assert len(check(NativePicture(mode, Palette("two", PALETTE.colours[:2]), native.indices))) == 1
