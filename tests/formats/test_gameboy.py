"""Game Boy and Game Boy Color: the bytes that the Pan Docs ask for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.formats.consoles.gameboy import color_memory, color_picture, split_memory, split_picture, still_memory
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import random_picture

MODES = {"gameboy": ".gb", "gameboy-split": ".gb", "gameboy-color": ".gbc"}


def test_the_header_passes_the_machine_s_own_checks(tmp_path: Path) -> None:
    for name, extension in MODES.items():
        (rom,) = encode_for(tmp_path / f"a{extension}", random_picture(get_mode(name), 0)).values()
        check = 0
        for byte in rom[0x134:0x14D]:
            check = (check - byte - 1) & 0xFF
        assert rom[0x14D] == check
        assert int.from_bytes(rom[0x14E:0x150], "big") == sum(rom[:0x14E] + rom[0x150:]) & 0xFFFF
        assert rom[0x143] == (0xC0 if name == "gameboy-color" else 0)
        assert sum(rom[0x104:0x134]) == 0x1546  # a start-up check with a byte mistyped would start no machine


def test_tiles_and_attributes_are_laid_out_as_the_pan_docs_say() -> None:
    """The documentation's own example tile, once plain and once mirrored both ways, in palettes 1 and 6."""
    example = bytes.fromhex("3c7e 4242 4242 4242 7e5e 7e0a 7c56 387c")
    lines = ["02333320", "03000030", "03000030", "03000030", "03133330", "01113130", "03131320", "02333200"]
    tile = np.array([[int(digit) for digit in line] for line in lines], np.uint8)
    mode = get_mode("gameboy-color")
    codes = np.zeros((144, 160), np.uint8)
    codes[:8, 8:16] = tile
    codes[136:, 152:] = tile[::-1, ::-1]
    cells = np.zeros((18, 20), np.uint8)
    cells[0, 1], cells[17, 19] = 1, 6
    palette = Palette.from_array("p", np.array([[8 * k, 255, 0] for k in range(32)]))
    held = np.arange(32, dtype=np.uint8).reshape(8, 4)
    number = cells.repeat(8, axis=0).repeat(8, axis=1)
    tiles, numbers, attributes, palettes = color_memory(
        NativePicture(mode, palette, held[number, codes], (), held, cells)
    )
    assert tiles[:32] == bytes(16) + example
    assert numbers[1] == 1 and numbers[359] == 1 and sum(numbers) == 2
    assert attributes[1] == 0x01 and attributes[359] == 0x66
    assert palettes[:4] == bytes([0b11100000, 0b00000011, 0b11100001, 0b00000011])


def test_a_split_screen_names_tiles_of_its_lower_half_from_9000_on() -> None:
    """360 tiles, numbered in their first two lines, are found where the two ways of counting look for them."""
    mode = get_mode("gameboy-split")
    number = np.arange(360).reshape(18, 20).repeat(8, axis=0).repeat(8, axis=1)
    x, y = np.meshgrid(np.arange(160) % 8, np.arange(144) % 8)
    indices = np.where(y < 2, number >> (x + 8 * y) & 1, 0).astype(np.uint8)
    tiles, numbers = split_memory(NativePicture(mode, random_picture(mode, 0).palette, indices))
    for place in range(360):
        named = numbers[place]
        at = 16 * named if place < 180 or named >= 128 else 0x1000 + 16 * named
        line_0, line_1 = (int(f"{tiles[at + 2 * line]:08b}"[::-1], 2) for line in (0, 1))
        assert line_0 | line_1 << 8 == place


@pytest.mark.parametrize("mode_name", MODES)
def test_memory_by_others_keeps_its_picture(mode_name: str) -> None:
    rng = np.random.default_rng(1)
    if mode_name == "gameboy-color":
        first = color_picture(rng.bytes(8192), rng.bytes(360), rng.bytes(360), rng.bytes(64))
        second = color_picture(*color_memory(first))
        assert first.codes is not None and (first.codes == second.codes).all()
        assert (first.palette.colours, first.subpalette_map.tolist()) == (
            second.palette.colours,
            second.subpalette_map.tolist(),
        )
    else:
        first = split_picture(rng.bytes(6144), rng.bytes(360))
        second = split_picture(*split_memory(first))
    assert (first.indices == second.indices).all()


def test_what_is_no_game_boy_picture_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(PixelStyleError, match="has 360 different tiles; 'gameboy' has room for 256"):
        still_memory(replace(random_picture(get_mode("gameboy-split"), 0), mode=get_mode("gameboy")))
    (tmp_path / "picture.2bpp").write_bytes(bytes(8192))
    with pytest.raises(PixelStyleError, match=r"map .* that ends in \.tilemap is not there"):
        load_native(tmp_path / "picture.2bpp")
    (tmp_path / "game.gb").write_bytes(bytes(32768))
    with pytest.raises(PixelStyleError, match="some other program"):
        load_native(tmp_path / "game.gb")
