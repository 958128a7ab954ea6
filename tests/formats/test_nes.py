"""NES: the tables as the NESdev Wiki lays them out, byte by byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.formats.consoles.nes import memory_picture, picture_memory
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import random_picture

MODE = get_mode("nes")


def test_the_tables_hold_what_the_wiki_says() -> None:
    """One tile, one attribute area: bytes worked out by hand."""
    held = np.array([[0x0F, high | 1, high | 2, high | 3] for high in (0x00, 0x10, 0x20, 0x30)], np.uint8)
    cells = np.zeros((15, 16), np.uint8)
    cells[0, 1], cells[1, 0], cells[1, 1], cells[14, 15] = 1, 2, 3, 2
    codes = np.zeros((240, 256), np.uint8)
    codes[8, 16:24] = [3, 2, 1, 0, 0, 1, 2, 3]
    number = cells.repeat(16, axis=0).repeat(16, axis=1)
    picture = NativePicture(MODE, random_picture(MODE, 0).palette, held[number, codes], (), held, cells)
    tiles, nametable, palettes = picture_memory(picture)
    # In memory order the first tile is the blank one, the second has the pixels 3 2 1 0 0 1 2 3 in its first line.
    assert tiles[:32] == bytes(16) + bytes([0b10100101, 0, 0, 0, 0, 0, 0, 0, 0b11000011, 0, 0, 0, 0, 0, 0, 0])
    assert nametable[32 + 2] == 1 and sum(nametable[:960]) == 1
    assert nametable[960] == 0b11_10_01_00
    assert nametable[960 + 63] == 0b00_00_10_00  # the last row of cells is the upper half of its attribute bytes
    assert palettes == held.tobytes()


def test_files_by_others_keep_their_picture(tmp_path: Path) -> None:
    """Random memory: tiles used or not, in any order. Decoding it, encoding and decoding again changes nothing."""
    rng = np.random.default_rng(2)
    memory = rng.bytes(4096), rng.bytes(1024), rng.bytes(16)
    first = memory_picture(*memory)
    second = memory_picture(*picture_memory(first))
    assert (first.indices == second.indices).all() and (first.subpalette_map == second.subpalette_map).all()
    assert first.codes is not None and (first.codes == second.codes).all()


def test_sprites_palettes_and_a_second_pattern_table_may_follow(tmp_path: Path) -> None:
    files = encode_for(tmp_path / "picture.chr", random_picture(MODE, 1))
    for path, data in files.items():
        path.write_bytes(data if path.suffix == ".nam" else data * 2)
    assert (load_native(tmp_path / "picture.chr", "nes").indices == random_picture(MODE, 1).indices).all()


def test_what_is_no_nes_picture_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "picture.chr").write_bytes(bytes(4096))
    with pytest.raises(PixelStyleError, match=r"A NES nametable .* that ends in \.nam is not there"):
        load_native(tmp_path / "picture.chr", "nes")
    (tmp_path / "game.nes").write_bytes(b"NES\x1a" + bytes(24588))
    with pytest.raises(PixelStyleError, match="some other program"):
        load_native(tmp_path / "game.nes")
    codes = np.random.default_rng(0).integers(0, 2, (240, 256), np.uint8)
    held = np.array([[15, 1, 2, 3]] * 4, np.uint8)
    busy = NativePicture(MODE, random_picture(MODE, 0).palette, held[0][codes], (), held, np.zeros((15, 16), np.uint8))
    with pytest.raises(PixelStyleError, match="has 960 different tiles; 'nes' has room for 256"):
        encode_for(tmp_path / "busy.nes", busy)
