"""Tile data for engines: trimmed, numbered as they ask, counted, for screens of any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, extensions_for_mode, formats_for_mode, load_native, save_native
from pixelstyle.formats.consoles.gameboy import color_memory, still_memory
from pixelstyle.formats.consoles.nes import picture_memory
from pixelstyle.formats.consoles.video_memory import MACHINES, TileMachine
from pixelstyle.formats.tile_data import LAYOUTS, counted, formats_of, lay_out, layout_of
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.screens import NativePicture, Tiles, get_mode, modes
from tests.formats.legal.pictures import plain_picture, random_picture

TILED = [mode.name for mode in modes() if layout_of(mode) is not None]


def encoded(picture: NativePicture, **options: Any) -> list[bytes]:
    extension = formats_for_mode(picture.mode)[-1].extensions[0]
    return list(encode_for(f"a{extension}", picture, tiles=TileOptions(**options)).values())


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.mode)
def test_padded_it_is_what_a_cartridge_has(machine: TileMachine) -> None:
    picture = random_picture(get_mode(machine.mode), 4)
    whole = machine.encode(picture)
    assert tuple(encoded(picture, pad=True)) == whole
    trimmed = encoded(picture)
    assert trimmed[1:] == list(whole[1:]) and whole[0].startswith(trimmed[0])
    assert len(plain_files := encoded(plain_picture(picture.mode, 0))[0]) == 8 * machine.planes, plain_files


@pytest.mark.parametrize(("name", "memory"), [("nes", picture_memory), ("gameboy", still_memory)])
def test_so_it_is_on_the_nes_and_the_game_boy(name: str, memory: Callable[[NativePicture], tuple[bytes, ...]]) -> None:
    picture = random_picture(get_mode(name), 4)
    assert tuple(encoded(picture, pad=True)) == memory(picture)
    assert tuple(encoded(random_picture(get_mode("gameboy-color"), 4), pad=True)) == color_memory(
        random_picture(get_mode("gameboy-color"), 4)
    )


@pytest.mark.parametrize("name", ["mega-drive", "gba-4bpp", "gameboy-color", "nes"])
def test_the_first_tile_has_the_number_asked_for(tmp_path: Path, name: str) -> None:
    picture = plain_picture(get_mode(name), 0)
    plain, moved = encoded(picture), encoded(picture, base=64)
    assert plain[0] == moved[0] and len(plain[1]) == len(moved[1])
    numbers = np.frombuffer(moved[1], {"mega-drive": ">u2", "gba-4bpp": "<u2"}.get(name, "u1"))
    assert int(numbers[0]) & 0x3FF == 64
    path = tmp_path / f"a{formats_for_mode(name)[-1].extensions[0]}"
    for written, data in encode_for(path, picture, tiles=TileOptions(base=64)).items():
        written.write_bytes(data)
    assert (load_native(path, name).indices == picture.indices).all(), "all tiles are named, from there on"


def symmetric() -> NativePicture:
    """One tile in all four ways, on the Mega Drive."""
    mode = get_mode("mega-drive")
    picture = plain_picture(mode, 0)
    codes = np.zeros((mode.height, mode.width), np.uint8)
    tile = np.zeros((8, 8), np.uint8)
    tile[0, :3], tile[1, 0] = 1, 2
    codes[:8, :8], codes[:8, 8:16], codes[8:16, :8], codes[8:16, 8:16] = (
        tile, tile[:, ::-1], tile[::-1], tile[::-1, ::-1],
    )  # fmt: skip
    assert picture.subpalettes is not None
    return replace(picture, indices=picture.subpalettes[0][codes], codes=codes)


def test_mirror_images_are_one_tile_or_not() -> None:
    layout = layout_of(get_mode("mega-drive"))
    assert layout is not None
    one = counted(lay_out(symmetric(), layout, TileOptions()))
    four = counted(lay_out(symmetric(), layout, TileOptions(flips=False)))
    assert (one.distinct, one.mirrored, one.bytes) == (2, 3, 64) and (four.distinct, four.mirrored) == (5, 0)
    assert str(one) == "1,120 tiles, 2 distinct, 3 mirrored, 1 palette, 64 bytes"


def test_by_columns_tiles_are_numbered_and_the_map_is_written_downwards() -> None:
    picture = symmetric()
    plain, columns = encoded(picture, flips=False), encoded(picture, flips=False, columns=True)
    numbers = np.frombuffer(plain[1], ">u2").reshape(28, 40)
    down = np.frombuffer(columns[1], ">u2").reshape(40, 28)
    assert numbers[:2, :2].tolist() == [[0, 1], [3, 4]] and down[:2, :2].tolist() == [[0, 1], [3, 4]]
    assert columns[0][32:64] == plain[0][96:128], "the second tile is the one below the first"


def test_larger_tiles_are_several_in_a_row() -> None:
    tiles, placed, _ = encoded(symmetric(), flips=False, size=(16, 16))
    numbers = np.frombuffer(placed, ">u2").reshape(14, 20)
    assert numbers[0, 0] == 0 and numbers[0, 1] == 4 and len(tiles) == 2 * 4 * 32
    assert tiles[:128] == b"".join(encoded(symmetric(), flips=False)[0][32 * n : 32 * n + 32] for n in (0, 1, 3, 4))


@pytest.mark.parametrize("name", TILED)
def test_a_screen_of_ones_own_has_the_machine_s_files(tmp_path: Path, name: str) -> None:
    base = get_mode(name)
    height = 480 if name.startswith("nes") else 2 * base.height
    mode = replace(base, name="mine", base=base.base or name, width=2 * base.width, height=height)
    mode = replace(mode, tiles=mode.tiles or Tiles((8, 8), 500))
    (fmt,) = formats_of(mode)
    picture = random_picture(mode, 2)
    files = fmt.encode(picture)
    again = fmt.decode(files)
    assert (again.indices == picture.indices).all() and again.mode == mode
    assert extensions_for_mode(mode) == [".png", fmt.extensions[0]]


def test_attributes_are_not_passed_over_where_they_are(tmp_path: Path) -> None:
    """The Game Boy's map is a part of a Color picture's files."""
    for name in ("gameboy-color", "gb-studio-color"):
        save_native(plain_picture(get_mode(name), 1), tmp_path / f"{name}.2bpp")
        assert load_native(tmp_path / f"{name}.2bpp").mode.name == name


def test_more_tiles_than_a_map_can_name_are_refused_with_the_cure() -> None:
    codes = np.random.default_rng(0).integers(0, 2, (240, 256), np.uint8)
    held = np.array([[15, 1, 2, 3]] * 4, np.uint8)
    mode = get_mode("nes")
    cells = np.zeros((15, 16), np.uint8)
    busy = NativePicture(mode, random_picture(mode, 0).palette, held[0][codes], (), held, cells)
    with pytest.raises(PixelStyleError, match="960 different tiles; a map of 'nes' can name 256: --max-tiles"):
        encode_for("a.chr", busy)


def test_every_layout_is_of_a_machine() -> None:
    assert {layout.machine for layout in LAYOUTS} <= {mode.name for mode in modes()}
