"""Native files from pictures of which only the pixels are known: sub-palettes and tiles are worked out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legal_pictures import photo_picture, plain_picture, random_picture

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import formats_for_mode, load_native, save_native
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, check, get_mode, modes, with_slots

WITH_SUBPALETTES = [mode.name for mode in modes() if mode.subpalettes is not None]


def bare(picture: NativePicture) -> NativePicture:
    return replace(picture, subpalettes=None, subpalette_map=None, codes=None)


@pytest.mark.parametrize("mode_name", WITH_SUBPALETTES)
def test_pixels_are_enough(mode_name: str) -> None:
    mode = get_mode(mode_name)
    fmt = formats_for_mode(mode_name)[0]

    def survives(picture: NativePicture) -> None:
        again = fmt.decode(fmt.encode(bare(picture)))
        assert (again.native_rgb() == picture.native_rgb()).all()
        assert check(again) == []

    survives(photo_picture(mode))
    survives(plain_picture(mode, 1))

    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 1 << 32))
    def any_legal_picture(seed: int) -> None:
        survives(random_picture(mode, seed))

    any_legal_picture()


@pytest.mark.parametrize("mode_name", ["nes", "gameboy-color", "pc-engine"])
def test_a_png_becomes_a_cartridge(mode_name: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 5)
    save_native(picture, tmp_path / "picture.png")
    read = load_native(tmp_path / "picture.png", mode_name)
    extension = formats_for_mode(mode_name)[0].extensions[0]
    save_native(read, tmp_path / f"picture{extension}")
    assert (load_native(tmp_path / f"picture{extension}").native_rgb() == picture.native_rgb()).all()


def test_a_palette_in_any_order_is_sorted_into_sub_palettes() -> None:
    """A drawing by hand: colours shared between sub-palettes stand in its palette only once."""
    mode = get_mode("gameboy-color")
    drawn = random_picture(mode, 2)
    mixed = np.random.default_rng(0).permutation(32)
    # The last colour of each sub-palette is black in all of them.
    levels = drawn.palette.bytes().copy()
    levels[3::4] = 0
    colours = Palette.from_array("by hand", levels[mixed])
    same = np.where(drawn.indices % 4 == 3, 3, drawn.indices)
    picture = replace(bare(drawn), palette=colours, indices=np.argsort(mixed)[same].astype(np.uint8))
    fmt = formats_for_mode(mode.name)[0]
    assert (fmt.decode(fmt.encode(picture)).native_rgb() == picture.native_rgb()).all()


def test_pixels_that_no_sub_palettes_give_are_one_line() -> None:
    mode = get_mode("nes")
    indices = np.resize(np.array(mode.usable, np.uint8), (240, 256))
    with pytest.raises(PixelStyleError, match=r"breaks the rules of mode 'nes': for instance near pixel x = \d+"):
        with_slots(replace(bare(random_picture(mode, 0)), indices=indices))
