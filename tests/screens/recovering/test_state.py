"""Native files from pictures of which only the pixels are known: sub-palettes and tiles are worked out again."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import decode_png, encode_png, formats_for_mode, load_native, save_native
from pixelstyle.formats.png.cells import KIND, cells_chunk
from pixelstyle.formats.png.chunks import chunk
from pixelstyle.formats.shared.layout import machine_palette
from pixelstyle.palettes import Palette
from pixelstyle.screens import Dither, NativePicture, check, choose_palette, fit, get_mode, modes, with_slots
from tests.formats.legal.pictures import PHOTOS, photo_picture, plain_picture, random_picture
from tests.formats.legal.tiles import coloured, lay

WITH_SUBPALETTES = [mode.name for mode in modes() if mode.subpalettes is not None]


def bare(picture: NativePicture) -> NativePicture:
    return replace(picture, subpalettes=None, subpalette_map=None, codes=None)


def survives(picture: NativePicture) -> None:
    fmt = formats_for_mode(picture.mode.name)[0]
    again = fmt.decode(fmt.encode(bare(picture)))
    assert (again.native_rgb() == picture.native_rgb()).all()
    assert check(again) == []


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("mode_name", WITH_SUBPALETTES)
def test_pixels_are_enough(mode_name: str) -> None:
    mode = get_mode(mode_name)
    survives(photo_picture(mode))
    survives(plain_picture(mode, 1))

    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 1 << 32))
    def any_legal_picture(seed: int) -> None:
        survives(random_picture(mode, seed))

    any_legal_picture()


CELLS = [mode.name for mode in modes() if (mode.slots or mode.subpalettes) and formats_for_mode(mode.name)]


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("mode_name", CELLS)
def test_a_png_carries_what_the_machine_holds(mode_name: str) -> None:
    mode = get_mode(mode_name)
    fmt = formats_for_mode(mode_name)[0]
    palette = None if mode.choice is not None else machine_palette(mode)
    for picture in (random_picture(mode, 7), photo_picture(mode), plain_picture(mode, 1)):
        data = encode_png(picture, size="shown")
        assert fmt.encode(decode_png(data, mode, palette)) == fmt.encode(picture)


def test_cells_that_do_not_fit_their_png_are_not_believed() -> None:
    mode = get_mode("zx-spectrum")
    picture, other = random_picture(mode, 1), random_picture(mode, 2)
    own, foreign = (cells_chunk(p) for p in (picture, other))
    data = encode_png(picture)
    assert own in data
    for wrong in (foreign, chunk(KIND, b"no stream"), chunk(KIND, zlib.compress(b"\xff" * 1536)), chunk(KIND, b"")):
        read = decode_png(data.replace(own, wrong), mode, picture.palette)
        assert (read.indices == picture.indices).all()
        assert read.slots == ()


@pytest.mark.slow
@pytest.mark.parametrize(("photo", "dither"), [("coffee", "none"), ("chelsea", "none"), ("astronaut", "line")])
def test_pixels_of_solved_pictures_keep_to_the_tile_limit(photo: str, dither: str) -> None:
    """Their cells fit several sub-palettes each, which share colours in different places."""
    mode = get_mode("nes")
    with Image.open(PHOTOS / f"{photo}.jpg") as opened:
        rgb = np.asarray(opened.convert("RGB").resize((mode.width, mode.height)), np.float32) / 255
    survives(fit(mode, rgb, machine_palette(mode), dither=Dither(dither)))


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1 << 32))
def test_random_tiles_of_few_colours_keep_to_the_tile_limit(seed: int) -> None:
    """Sub-palettes out of six colours, tiles of one to four numbers: most cells fit several."""
    mode, rng = get_mode("nes"), np.random.default_rng(seed)
    six = rng.choice(np.array(mode.usable, np.uint8), 6, replace=False)
    held = np.stack([np.concatenate([six[:1], six[1 + rng.permutation(5)[:3]]]) for _ in range(4)])
    tiles = rng.integers(0, 4, (256, 8, 8)) * (rng.random((256, 1, 1)) < 0.7) // rng.integers(1, 4, (256, 1, 1))
    codes = lay(tiles[rng.integers(0, rng.integers(1, 257), 960)], mode).astype(np.uint8)
    survives(coloured(mode, machine_palette(mode), held, rng.integers(0, 4, (15, 16), np.uint8), codes))


def test_twins_stand_in_for_each_other() -> None:
    """Other programs' PNGs know one black, the Spectrum two: each cell gets that of its brightness."""
    picture = random_picture(get_mode("zx-spectrum"), 3)
    image = Image.fromarray(picture.native_rgb())
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    read = decode_png(buffer.getvalue(), picture.mode, picture.palette)
    for fmt in formats_for_mode("zx-spectrum"):
        assert (fmt.decode(fmt.encode(read)).native_rgb() == picture.native_rgb()).all()


def by_another_program(picture: NativePicture) -> NativePicture:
    """Read from a 24-bit PNG that knows of nothing but its pixels."""
    buffer = io.BytesIO()
    Image.fromarray(picture.native_rgb()).save(buffer, "PNG")
    mode = picture.mode
    return decode_png(buffer.getvalue(), mode, None if mode.choice is not None else picture.palette)


@pytest.mark.parametrize(("mode_name", "black"), [("nes", 0x0F), ("nes-mmc5", 0x0F), ("msx-screen2", 1)])
def test_a_twin_that_the_machine_cannot_show_is_left_alone(mode_name: str, black: int) -> None:
    """$0D of the NES, blacker than black, upsets television sets; 0 of the MSX is the backdrop."""
    read = by_another_program(plain_picture(get_mode(mode_name), black))
    assert (read.indices == black).all()


ANY_ORDER = ("sgb-border", "sgdk")
"""Large sub-palettes and few tiles: random pictures, whose colours stand in no order, are not always found again."""
CHOOSING = [
    mode.name
    for mode in modes()
    if mode.choice is not None and formats_for_mode(mode.name) and mode.name not in ANY_ORDER
]


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("mode_name", CHOOSING)
def test_pixels_of_a_chosen_palette_are_enough(mode_name: str) -> None:
    mode = get_mode(mode_name)
    for picture in (random_picture(mode, 11), photo_picture(mode), plain_picture(mode, 1)):
        read = by_another_program(picture)
        for fmt in formats_for_mode(mode_name):
            again = fmt.decode(fmt.encode(read))
            assert (again.native_rgb() == picture.native_rgb()).all()
            assert check(again) == []


@pytest.mark.slow
@pytest.mark.parametrize("photo", ["astronaut", "flower"])
def test_ulaplus_registers_are_found_for_the_cells_of_a_photo(photo: str) -> None:
    mode = get_mode("ulaplus")
    with Image.open(PHOTOS / f"{photo}.jpg") as opened:
        rgb = np.asarray(opened.convert("RGB").resize((mode.width, mode.height)), np.float32) / 255
    picture = fit(mode, rgb, choose_palette(mode, rgb, machine_palette(mode)))
    read = by_another_program(picture)
    assert check(read) == []
    assert (read.native_rgb() == picture.native_rgb()).all()
    broken = replace(read, indices=read.indices.copy())
    broken.indices[80:82, 100] = [n for n in range(16) if n not in read.indices[80:88, 96:104]][:2]
    assert [clash.cell for clash in check(by_another_program(broken))] == [(12, 10)]


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
