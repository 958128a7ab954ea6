"""Master System, Game Gear, Mega Drive, Super Nintendo, PC Engine: the bytes of
tiles, maps and palettes worked out by hand from the manuals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.formats.consoles.video_memory import MACHINES, TileMachine
from pixelstyle.formats.shared.tiles import chosen_sub_palettes
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import random_picture

LINE = [1, 2, 4, 8, 0, 15, 3, 0]
PLANES = bytes([0b10000110, 0b01000110, 0b00100100, 0b00010100])
BY_LINE = PLANES + bytes(28)
BY_PAIRS = PLANES[:2] + bytes(14) + PLANES[2:] + bytes(14)

LAID_OUT = {
    # tile 1; the map at column 2 and 3 of row 1, the latter mirrored both ways; colours red, green, blue, all in hex
    "master-system": (BY_LINE.hex(), "0108 010e", "03 0c 30"),
    "game-gear": (BY_LINE.hex(), "0108 010e", "0f00 f000 000f"),
    "mega-drive": ("12 48 0f 30" + "00" * 28, "2001 3801", "000e 00e0 0e00"),
    "snes-mode1": (BY_PAIRS.hex(), "0104 01c4", "1f00 e003 007c"),
    "snes-mode3": (BY_PAIRS.hex() + "00" * 32, "0100 01c0", "1f00 e003 007c"),
    "pc-engine": (BY_PAIRS.hex(), "0111 0211", "3800 c001 0700"),
}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.mode)
def test_bytes_are_where_the_manuals_put_them(machine: TileMachine) -> None:
    mode = get_mode(machine.mode)
    codes = np.zeros((mode.height, mode.width), np.uint8)
    codes[8, 16:24] = LINE
    codes[15, 24:32] = LINE[::-1]
    cells = np.zeros((mode.height // 8, mode.width // 8), np.uint8)
    cells[1, 2:4] = 1
    assert mode.choice is not None
    primaries = [[255, 0, 0], [0, 255, 0], [0, 0, 255]]
    palette = Palette.from_array("primaries", np.array(primaries + [[0, 0, 0]] * (mode.choice.colours - 3)))
    if mode.subpalettes is None:
        picture = NativePicture(mode, palette, codes)
    else:
        held = chosen_sub_palettes(mode)
        spread = cells.repeat(8, axis=0).repeat(8, axis=1)
        picture = NativePicture(mode, palette, held[spread, codes], (), held, cells)
    tiles, placed, palettes = machine.encode(picture)
    assert (len(tiles), len(placed), len(palettes)) == machine.sizes
    tile, words, colours = (bytes.fromhex(text) for text in LAID_OUT[machine.mode])
    assert tiles[: 2 * len(tile)] == bytes(len(tile)) + tile
    at = 2 * (mode.width // 8 + 2)
    assert placed[at : at + 4] == words
    assert palettes[: len(colours)] == colours
    if mode.subpalettes is not None and mode.subpalettes.shared:
        assert palettes[32:34] == colours[:2]  # the backdrop stands first in each palette


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.mode)
def test_memory_by_others_keeps_its_picture(machine: TileMachine) -> None:
    """Random tiles in any order and any mirroring, priority bits, palettes with unused bits."""
    rng = np.random.default_rng(5)
    tiles, placed, palettes = machine.sizes
    words = rng.integers(0, 1 << 16, placed // 2)
    numbers = 0xFFF if machine.mirror_at is None else (1 << min((machine.palette_at, *machine.mirror_at))) - 1
    words = words & ~numbers | rng.integers(machine.first, machine.first + machine.tiles, len(words))
    first = machine.decode(rng.bytes(tiles), words.astype(machine.map_word).tobytes(), rng.bytes(palettes))
    second = machine.decode(*machine.encode(first))
    assert first.codes is None or (first.codes == second.codes).all()
    assert (first.indices == second.indices).all() and first.palette.colours == second.palette.colours


def test_cartridges_by_others_and_maps_without_tiles_are_one_line(tmp_path: Path) -> None:
    for extension, length in (
        (".sms", 1 << 15),
        (".gg", 1 << 15),
        (".md", 1 << 17),
        (".sfc", 1 << 17),
        (".pce", 1 << 16),
    ):
        path = tmp_path / f"game{extension}"
        path.write_bytes(bytes(length))
        with pytest.raises(PixelStyleError, match="holds some other program"):
            load_native(path)
    mode = get_mode("pc-engine")
    for path, data in encode_for(tmp_path / "picture.chr", random_picture(mode, 0)).items():
        path.write_bytes(bytes(len(data)) if path.suffix == ".map" else data)
    with pytest.raises(PixelStyleError, match="column 0, row 0 that is none of the file's 896"):
        load_native(tmp_path / "picture.chr", "pc-engine")


def test_the_master_system_s_tile_limit_counts_mirror_images_once() -> None:
    mode = get_mode("master-system")
    rng = np.random.default_rng(0)
    tiles = rng.integers(0, 16, (448, 8, 8), np.uint8)
    mirrored = np.concatenate([tiles, tiles[:, ::-1], tiles[:320, :, ::-1]])[:768]
    codes = mirrored.reshape(24, 32, 8, 8).swapaxes(1, 2).reshape(192, 256)
    held, cells = chosen_sub_palettes(mode), np.zeros((24, 32), np.uint8)
    palette = random_picture(mode, 0).palette
    (machine,) = (machine for machine in MACHINES if machine.mode == "master-system")
    fits = NativePicture(mode, palette, held[0][codes], (), held, cells)
    assert (machine.decode(*machine.encode(fits)).indices == fits.indices).all()
    too_many = replace(
        fits, indices=np.where(np.arange(256) > 247, rng.integers(0, 16, (192, 256), np.uint8), fits.indices)
    )
    with pytest.raises(PixelStyleError, match="different tiles; 'master-system' has room for 448"):
        machine.encode(too_many)
