"""Neo Geo Pocket Color: what the K2GE's memory holds, in three files.

    .chr   512 tiles of 16 bytes: a word a line, lower byte first, leftmost pixel in bits 15 and 14
    .map   20 x 19 words: tile bits 0..8, palette bits 9..12, mirrored upside down bit 14, left to right bit 15
    .pal   16 palettes of four words 0000 BBBB GGGG RRRR, the first of each being the background's colour

Source: SNK, "Neo Geo Pocket Color: K2GE Technical Reference Manual" (1999).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, unpack_pixels
from pixelstyle.formats.shared.tiles import (
    SIDE,
    ColourWord,
    TileMap,
    chosen_sub_palettes,
    companion,
    padded,
    palette_of_sub_palettes,
    picture_of_sub_palettes,
    sub_palette_codes,
    tile_map,
)
from pixelstyle.screens import NativePicture, get_mode

_TILES, _ROWS, _COLUMNS = 512, 19, 20
_COLOUR = ColourWord("<u2", (4, 4, 4), (0, 4, 8))
_MAP_BYTES, _PALETTE_BYTES = 2 * _ROWS * _COLUMNS, 16 * 4 * 2


def _encode(picture: NativePicture) -> Files:
    codes, held, cells = sub_palette_codes(picture)
    laid = tile_map(codes, flips=True)
    lines = pack_pixels(padded(laid.tiles, _TILES, picture.mode).reshape(-1, SIDE), 2)
    words = laid.numbers | cells.astype(np.intp) << 9 | laid.upside_down << 14 | laid.mirrored << 15
    return {
        ".chr": lines[:, ::-1].tobytes(),
        ".map": words.astype("<u2").tobytes(),
        ".pal": _COLOUR.pack(picture.palette, held).ljust(_PALETTE_BYTES, b"\0"),
    }


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    mode = get_mode("neo-geo-pocket")
    expect_length(files[".chr"], (_TILES * 16,), "Neo Geo Pocket tile data")
    placed = companion(files, ".map", (_MAP_BYTES,), "A Neo Geo Pocket map")
    palettes = companion(files, ".pal", (_PALETTE_BYTES,), "Neo Geo Pocket palette memory")
    lines = np.frombuffer(files[".chr"], np.uint8).reshape(-1, 2)[:, ::-1]
    words = np.frombuffer(placed, "<u2").astype(np.intp).reshape(_ROWS, _COLUMNS)
    mirrored, upside_down = (words >> 15 & 1).astype(bool), (words >> 14 & 1).astype(bool)
    codes = TileMap(unpack_pixels(lines, 2).reshape(-1, SIDE, SIDE), words & 511, mirrored, upside_down).codes()
    palette = palette_of_sub_palettes(mode, _COLOUR.unpack(palettes))
    return picture_of_sub_palettes(mode, codes, chosen_sub_palettes(mode), words >> 9 & 15, palette)


FORMATS: tuple[Format, ...] = (
    Format(
        name="neo-geo-pocket-tiles",
        title="Neo Geo Pocket Color tiles, map and palettes",
        extensions=(".chr",),
        modes=("neo-geo-pocket",),
        encode=_encode,
        decode=_decode,
        sizes=(_TILES * 16,),
        companions=(".map", ".pal"),
        passed_over="bits of the map that are of no tile, palette or mirroring; first colours of palettes 1 to 15",
        refused="other lengths; tiles that are not there",
        verified_by=(OWN_MODEL,),
    ),
)
