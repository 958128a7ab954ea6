"""Consoles of 8 x 8 tiles and chosen palettes: what their video memory holds, as data, and as three files.

    .chr   tiles, as many as the screen has places (Master System: 448), unused ones blank
    .map   one word for each place on the screen, row by row: tile, palette, mirroring
    .pal   palette memory: every palette of 16, the shared backdrop first in each

`pixelstyle modes NAME` shows each machine's memory map with its sources.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.formats.shared.layout import pack_pixels, unpack_pixels
from pixelstyle.formats.shared.tiles import (
    SIDE,
    ColourWord,
    TileMap,
    chosen_sub_palettes,
    pack_planes,
    padded,
    palette_of_sub_palettes,
    picture_of_sub_palettes,
    sub_palette_codes,
    tile_map,
    unpack_planes,
)
from pixelstyle.screens import NativePicture, get_mode


@dataclass(frozen=True)
class TileMachine:
    """How one console lays out the tiles, the map and the palettes of one mode."""

    mode: str
    title: str
    tiles: int
    """How many the file holds."""
    colour: ColourWord
    map_word: str
    """Numpy's name of a map entry's type: '<u2' lower byte first, '>u2' upper."""
    palette_at: int
    """The lowest bit of the palette's number in a map entry; the tile's number begins at bit 0."""
    mirror_at: tuple[int, int] | None
    """The bits that mirror a tile left to right and upside down; None where the machine cannot."""
    planes: int = 4
    together: int = 2
    """Bit planes that alternate line by line (see `pack_planes`); 0 where a line is pixel after pixel."""
    first: int = 0
    """The number that a map entry has for tile 0."""

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Bytes of the tiles, of the map and of palette memory."""
        mode = get_mode(self.mode)
        places = mode.width * mode.height // SIDE**2
        colours = 1 << self.planes if mode.subpalettes is None else mode.subpalettes.count << self.planes
        return self.tiles * 8 * self.planes, 2 * places, colours * np.dtype(self.colour.kind).itemsize

    @property
    def number_bits(self) -> int:
        """How many bits of a map entry count tiles: those below the palette's and the mirroring's."""
        return int(min((self.palette_at, *(self.mirror_at or ()))))

    def encode(self, picture: NativePicture) -> tuple[bytes, bytes, bytes]:
        """Tiles, map and palettes. Raises PixelStyleError for too many different tiles."""
        codes, held, cells = sub_palette_codes(picture)
        laid = tile_map(codes, flips=self.mirror_at is not None)
        tiles = padded(laid.tiles, self.tiles, picture.mode)
        words = laid.numbers + self.first | cells.astype(np.intp) << self.palette_at
        if self.mirror_at is not None:
            words = words | laid.mirrored << self.mirror_at[0] | laid.upside_down << self.mirror_at[1]
        packed = pack_planes(tiles, self.planes, self.together) if self.together else _pack_pairs(tiles)
        palettes = self.colour.pack(picture.palette, held).ljust(self.sizes[2], b"\0")
        return packed, words.astype(self.map_word).tobytes(), palettes

    def decode(self, tiles: bytes, placed: bytes, palettes: bytes) -> NativePicture:
        """The reverse. Raises PixelStyleError where the map names a tile that is not there."""
        mode = get_mode(self.mode)
        size = mode.height // SIDE, mode.width // SIDE
        words = np.frombuffer(placed, self.map_word).astype(np.intp).reshape(size)
        never = np.zeros(words.shape, bool)
        mirrored, upside_down = (
            (never, never) if self.mirror_at is None else ((words >> at & 1).astype(bool) for at in self.mirror_at)
        )
        numbers = (words & (1 << self.number_bits) - 1) - self.first
        cut = unpack_planes(tiles, self.planes, self.together) if self.together else _unpack_pairs(tiles)
        codes = TileMap(cut, numbers, mirrored, upside_down).codes()
        memory = self.colour.unpack(palettes)
        if mode.subpalettes is None:
            return NativePicture(mode, memory, codes)
        cells = words >> self.palette_at & mode.subpalettes.count - 1
        palette = palette_of_sub_palettes(mode, memory)
        return picture_of_sub_palettes(mode, codes, chosen_sub_palettes(mode), cells, palette)


def _pack_pairs(tiles: np.ndarray) -> bytes:
    """Two pixels a byte, the left one in the upper nibble, line by line."""
    return pack_pixels(tiles.reshape(-1, SIDE), 4).tobytes()


def _unpack_pairs(data: bytes) -> np.ndarray:
    return unpack_pixels(np.frombuffer(data, np.uint8).reshape(-1, SIDE // 2), 4).reshape(-1, SIDE, SIDE)


MASTER_SYSTEM = TileMachine(
    mode="master-system",
    title="Master System",
    tiles=448,
    colour=ColourWord("u1", (2, 2, 2), (0, 2, 4)),
    map_word="<u2",
    palette_at=11,
    mirror_at=(9, 10),
    together=4,
)

GAME_GEAR = TileMachine(
    mode="game-gear",
    title="Game Gear",
    tiles=360,
    colour=ColourWord("<u2", (4, 4, 4), (0, 4, 8)),
    map_word="<u2",
    palette_at=11,
    mirror_at=(9, 10),
    together=4,
)

MEGA_DRIVE = TileMachine(
    mode="mega-drive",
    title="Mega Drive",
    tiles=1120,
    colour=ColourWord(">u2", (3, 3, 3), (1, 5, 9)),
    map_word=">u2",
    palette_at=13,
    mirror_at=(11, 12),
    together=0,
)

SNES_MODE_1 = TileMachine(
    mode="snes-mode1",
    title="Super Nintendo (mode 1)",
    tiles=896,
    colour=ColourWord("<u2", (5, 5, 5), (0, 5, 10)),
    map_word="<u2",
    palette_at=10,
    mirror_at=(14, 15),
)

SNES_MODE_3 = TileMachine(
    mode="snes-mode3",
    title="Super Nintendo (mode 3)",
    tiles=896,
    colour=ColourWord("<u2", (5, 5, 5), (0, 5, 10)),
    map_word="<u2",
    palette_at=10,
    mirror_at=(14, 15),
    planes=8,
)

PC_ENGINE = TileMachine(
    mode="pc-engine",
    title="PC Engine",
    tiles=896,
    colour=ColourWord("<u2", (3, 3, 3), (3, 6, 0)),
    map_word="<u2",
    palette_at=12,
    mirror_at=None,
    first=256,
)

MACHINES = (MASTER_SYSTEM, GAME_GEAR, MEGA_DRIVE, SNES_MODE_1, SNES_MODE_3, PC_ENGINE)
