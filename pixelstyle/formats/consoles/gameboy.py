"""Game Boy and Game Boy Color: tiles, map, attributes and palettes as separate files, and cartridges.

    .2bpp     tiles of 16 bytes, in the order of video memory: 256, or 384 for a split screen, or 2 x 256 for Color
    .tilemap  20 x 18 tile numbers as the map has them, row by row                                         360 bytes
    .attrmap  (Color) 20 x 18 attributes: palette, bank, mirroring                                         360 bytes
    .pal      (Color) 8 palettes of 4 words, lower byte first: 0BBBBBGG GGGRRRRR                            64 bytes
    .gb .gbc  a cartridge that shows the picture                                                        32,768 bytes

The extensions are those of RGBDS's rgbgfx. Source: Pan Docs, "Tile Data", "Tile Maps", "Palettes".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.consoles import gameboy_cartridge as rom
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, machine_palette
from pixelstyle.formats.shared.tiles import (
    ColourWord,
    TileMap,
    chosen_sub_palettes,
    companion,
    pack_planes,
    padded,
    palette_of_sub_palettes,
    picture_of_sub_palettes,
    sub_palette_codes,
    tile_map,
    unpack_planes,
)
from pixelstyle.screens import NativePicture, ScreenMode, get_mode

ROWS, COLUMNS, TILE, BLOCK = 18, 20, 16, 128
HALF = ROWS // 2
SPARE_OF_LOWER_HALF = 192
"""From this number on, in the block that both halves of a split screen can name, stand tiles of the lower half."""
COLOUR = ColourWord("<u2", (5, 5, 5), (0, 5, 10))
MAP = ROWS * COLUMNS
COMMON, OWN = 5, 3
"""Palettes that all rows of tiles have, and each row's own, where those are written anew between rows."""


def pack_2bpp(tiles: np.ndarray) -> bytes:
    """Tiles [N, 8, 8] of numbers 0..3 as 16 bytes each: for each line bit 0 of its pixels, then bit 1."""
    return pack_planes(tiles, planes=2, together=2)


def unpack_2bpp(data: bytes) -> np.ndarray:
    """The reverse of `pack_2bpp`: uint8 [N, 8, 8], numbers 0..3."""
    return unpack_planes(data, planes=2, together=2)


def _plain(tiles: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The picture of a machine that mirrors nothing."""
    never = np.zeros(numbers.shape, bool)
    return TileMap(tiles, numbers.astype(np.intp), never, never).codes()


def still_memory(picture: NativePicture) -> tuple[bytes, bytes]:
    """Tiles $8000 to $8FFF (4,096 bytes) and the 360 map entries of a picture of at most 256 tiles."""
    laid = tile_map(picture.indices, flips=False)
    return pack_2bpp(padded(laid.tiles, 2 * BLOCK, picture.mode)), laid.numbers.astype(np.uint8).tobytes()


def still_picture(tiles: bytes, numbers: bytes) -> NativePicture:
    """The reverse of `still_memory`."""
    mode = get_mode("gameboy")
    codes = _plain(unpack_2bpp(tiles), np.frombuffer(numbers, np.uint8).reshape(ROWS, COLUMNS))
    return NativePicture(mode, machine_palette(mode), codes)


def split_memory(picture: NativePicture) -> tuple[bytes, bytes]:
    """Tiles $8000 to $97FF (6,144 bytes) and the 360 map entries of any picture of four shades."""
    video = np.zeros((3 * BLOCK, 8, 8), np.uint8)
    numbers = []
    for half, (own, spare) in enumerate(((0, BLOCK), (2 * BLOCK, SPARE_OF_LOWER_HALF))):
        laid = tile_map(picture.indices[half * HALF * 8 :][: HALF * 8], flips=False)
        first, rest = laid.tiles[:BLOCK], laid.tiles[BLOCK:]
        video[own : own + len(first)] = first
        video[spare : spare + len(rest)] = rest
        numbers.append(np.where(laid.numbers < BLOCK, laid.numbers, laid.numbers - BLOCK + spare))
    return pack_2bpp(video), np.concatenate(numbers).astype(np.uint8).tobytes()


def split_picture(tiles: bytes, numbers: bytes) -> NativePicture:
    """The reverse of `split_memory`."""
    mode = get_mode("gameboy-split")
    named = np.frombuffer(numbers, np.uint8).reshape(ROWS, COLUMNS).astype(np.intp)
    named[HALF:] += np.where(named[HALF:] < BLOCK, 2 * BLOCK, 0)
    return NativePicture(mode, machine_palette(mode), _plain(unpack_2bpp(tiles), named))


def color_memory(picture: NativePicture) -> tuple[bytes, bytes, bytes, bytes]:
    """Tiles (2 x 4,096 bytes, bank 0 first), map and attributes (360 each) and palettes of a Color picture: 64 bytes,
    or, where three are each row's own, 40 and 24 for each row."""
    codes, held, cells = sub_palette_codes(picture)
    laid = tile_map(codes, flips=True)
    attributes = np.where(cells < COMMON, cells, COMMON + (cells - COMMON) % OWN) if _by_row(picture.mode) else cells
    attributes = attributes | laid.numbers >> 8 << 3 | laid.mirrored << 5 | laid.upside_down << 6
    tiles = pack_2bpp(padded(laid.tiles, 4 * BLOCK, picture.mode))
    numbers = laid.numbers.astype(np.uint8)  # the ninth bit is among the attributes
    return tiles, numbers.tobytes(), attributes.astype(np.uint8).tobytes(), COLOUR.pack(picture.palette, held)


def _by_row(mode: ScreenMode) -> bool:
    return mode.subpalettes is not None and mode.subpalettes.by_row > 0


def color_picture(
    tiles: bytes, numbers: bytes, attributes: bytes, palettes: bytes, mode_name: str = "gameboy-color"
) -> NativePicture:
    """The reverse of `color_memory`. Bits that the machine ignores or that are about sprites are not looked at."""
    mode = get_mode(mode_name)
    flags = np.frombuffer(attributes, np.uint8).reshape(ROWS, COLUMNS)
    named = np.frombuffer(numbers, np.uint8).reshape(ROWS, COLUMNS) | (flags & 8).astype(np.intp) << 5
    codes = TileMap(unpack_2bpp(tiles), named, (flags & 0x20).astype(bool), (flags & 0x40).astype(bool)).codes()
    palette, cells = palette_of_sub_palettes(mode, COLOUR.unpack(palettes)), flags & 7
    if _by_row(mode):
        cells = cells + np.where(cells < COMMON, 0, OWN * np.arange(ROWS)[:, None]).astype(np.uint8)
    return picture_of_sub_palettes(mode, codes, chosen_sub_palettes(mode), cells, palette)


def _encode_tiles(picture: NativePicture) -> Files:
    tiles, numbers = split_memory(picture)
    return {".2bpp": tiles, ".tilemap": numbers}


def _decode_tiles(files: Mapping[str, bytes]) -> NativePicture:
    expect_length(files[".2bpp"], (3 * BLOCK * TILE,), "A Game Boy's tile data for a split screen")
    return split_picture(files[".2bpp"], companion(files, ".tilemap", (MAP,), "A Game Boy's map"))


def _encode_cartridge(picture: NativePicture) -> Files:
    if picture.mode.name == "gameboy":
        tiles, numbers = still_memory(picture)
        return {".gb": rom.cartridge(rom.STILL, video_bank(tiles, numbers))}
    return {".gb": rom.cartridge(rom.SPLIT, video_bank(*split_memory(picture)))}


def _encode_color_cartridge(picture: NativePicture) -> Files:
    tiles, numbers, attributes, palettes = color_memory(picture)
    half = len(tiles) // 2
    viewer = rom.COLOR_ROWS if _by_row(picture.mode) else rom.COLOR
    return {
        ".gbc": rom.cartridge(viewer, video_bank(tiles[:half], numbers), video_bank(tiles[half:], attributes), palettes)
    }


def _decode_cartridge(files: Mapping[str, bytes]) -> NativePicture:
    (data,) = files.values()
    viewer, video, video_1, palettes = rom.cartridge_contents(data)
    tiles, numbers = video[: 3 * BLOCK * TILE], _shown(video)
    if viewer == rom.SPLIT:
        return split_picture(tiles, numbers)
    tiles = tiles[: 2 * BLOCK * TILE]
    if viewer == rom.STILL:
        return still_picture(tiles, numbers)
    name = "gameboy-color-rows" if viewer == rom.COLOR_ROWS else "gameboy-color"
    return color_picture(tiles + video_1[: 2 * BLOCK * TILE], numbers, _shown(video_1), palettes, name)


def video_bank(tiles: bytes, shown: bytes) -> bytes:
    """A bank of video memory: room for 384 tiles, and a map of 32 x 32 of which the shown part is filled in."""
    whole = np.zeros((32, 32), np.uint8)
    whole[:ROWS, :COLUMNS] = np.frombuffer(shown, np.uint8).reshape(ROWS, COLUMNS)
    return tiles.ljust(3 * BLOCK * TILE, b"\0") + whole.tobytes()


def _shown(bank: bytes) -> bytes:
    whole = np.frombuffer(bank[3 * BLOCK * TILE :], np.uint8).reshape(32, 32)
    return whole[:ROWS, :COLUMNS].tobytes()


FORMATS: tuple[Format, ...] = (
    Format(
        name="gameboy-cartridge",
        title="Game Boy cartridge",
        extensions=(".gb",),
        modes=("gameboy", "gameboy-split"),
        encode=_encode_cartridge,
        decode=_decode_cartridge,
        sizes=(rom.ROM,),
        passed_over="the map beyond the screen; header and check sums",
        refused="programs that are not ours",
        verified_by=("PyBoy", "stable-retro"),
    ),
    Format(
        name="gameboy-split-tiles",
        title="Game Boy tiles and map",
        extensions=(".2bpp",),
        modes=("gameboy-split",),
        encode=_encode_tiles,
        decode=_decode_tiles,
        sizes=(3 * BLOCK * TILE,),
        companions=(".tilemap",),
        passed_over="nothing",
        refused="other lengths",
        verified_by=(OWN_MODEL,),
    ),
    Format(
        name="gameboy-color-cartridge",
        title="Game Boy Color cartridge",
        extensions=(".gbc",),
        modes=("gameboy-color", "gameboy-color-rows"),
        encode=_encode_color_cartridge,
        decode=_decode_cartridge,
        sizes=(rom.ROM,),
        passed_over="the map beyond the screen; bits of attributes that are about sprites; bit 15 of colours",
        refused="programs that are not ours",
        verified_by=("PyBoy", "stable-retro"),
    ),
)
