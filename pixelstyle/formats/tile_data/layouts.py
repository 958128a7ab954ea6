"""How each machine writes tiles, the map and palettes: a record a machine.

Sources: those of `screens.catalogue.consoles`, mode by mode; GBATEK, "LCD VRAM Character Data" and "BG Map Data" (Game
Boy Advance); WSdev Wiki, "Display" (WonderSwan); NeoGeo Development Wiki, "Fix graphics format", "Fix layer", "Colors";
Pan Docs, "SGB Command $14 - PCT_TRN".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.formats.shared.layout import pack_pixels, unpack_pixels
from pixelstyle.formats.shared.tiles import SIDE, ColourWord, pack_planes, unpack_planes
from pixelstyle.screens import ScreenMode

_FIX_COLUMNS = (4, 5, 6, 7, 0, 1, 2, 3)
"""In which order the Neo Geo's fix layer stores a tile's columns, two a byte."""


@dataclass(frozen=True)
class MapWord:
    """A map of words: the tile's number in the lowest bits, and above it the others."""

    kind: str
    """Numpy's name: '<u2' lower byte first, '>u2' upper."""
    palette_at: int
    """The lowest bit of the sub-palette's number."""
    palette_bits: int
    mirror_at: tuple[int, int] | None = None
    """The bits that mirror a tile left to right and upside down; None where the machine cannot."""
    high_at: int | None = None
    """The bit of a tile's number that stands apart from the others, for those from 512 on."""
    by_columns: bool = False
    """Whether the machine's own map goes down first."""


@dataclass(frozen=True)
class TileLayout:
    """How one machine lays out tiles, map and palettes."""

    machine: str
    """The catalogue's mode."""
    title: str
    bits: int
    """Of a pixel."""
    packing: str
    """'planes N': so many bit planes alternate line by line; 'high', 'low': pixel after pixel, the left one in the
    upper or lower bits of a byte; 'word': eight pixels of two bits in a word, lower byte first; 'fix': Neo Geo's."""
    map: MapWord | str
    """'nametable', 'bytes', 'attributes' or words."""
    colour: ColourWord | None
    """None: the numbers of a palette that does not change, or no palette at all where there are no sub-palettes."""
    room: int
    """Tiles that the machine's screen has room for: as many as a padded file has."""
    most: int
    """Tiles that a map can name."""
    extensions: tuple[str, ...] = (".chr", ".map", ".pal")
    """Of the tiles, then of what goes with them."""
    first: int = 0
    """The number that a map entry has for tile 0."""
    first_palette: int = 0
    """And for sub-palette 0."""

    @property
    def tile_bytes(self) -> int:
        """Bytes of a tile of 8 x 8 pixels."""
        return SIDE * self.bits

    @property
    def mirrors(self) -> bool:
        """Whether the machine can mirror tiles."""
        return self.map == "attributes" or (isinstance(self.map, MapWord) and self.map.mirror_at is not None)

    def room_from(self, base: int) -> int:
        """How many tiles a map can name whose first one has the number `base`. The Game Boy's begin again after 255, as
        its other way of counting has it."""
        return self.most if self.map == "bytes" else max(0, self.most - base)

    def pack(self, tiles: np.ndarray) -> bytes:
        """Tiles, uint8 [N, 8, 8] of numbers within sub-palettes, as the machine stores them."""
        kind, _, together = self.packing.partition(" ")
        if kind == "planes":
            return pack_planes(tiles, self.bits, int(together))
        if kind == "fix":
            tiles = tiles[:, :, _FIX_COLUMNS]
            pairs = tiles[:, :, 0::2] | tiles[:, :, 1::2] << 4
            return bytes(pairs.transpose(0, 2, 1).tobytes())
        lines = tiles.reshape(-1, SIDE)
        if kind == "low" and self.bits == 4:
            return bytes((lines[:, 0::2] | lines[:, 1::2] << 4).tobytes())
        packed = pack_pixels(lines, self.bits)
        return (packed[:, ::-1] if kind == "word" else packed).tobytes()

    def unpack(self, data: bytes) -> np.ndarray:
        """The reverse of `pack`: uint8 [N, 8, 8]."""
        kind, _, together = self.packing.partition(" ")
        if kind == "planes":
            return unpack_planes(data, self.bits, int(together))
        bytes_ = np.frombuffer(data, np.uint8)
        if kind == "fix" or (kind == "low" and self.bits == 4):
            pairs = bytes_.reshape(-1, 4, SIDE).transpose(0, 2, 1) if kind == "fix" else bytes_.reshape(-1, SIDE, 4)
            tiles = np.stack([pairs & 15, pairs >> 4], axis=-1).reshape(-1, SIDE, SIDE)
            return np.ascontiguousarray(tiles[:, :, np.argsort(_FIX_COLUMNS)] if kind == "fix" else tiles)
        lines = bytes_.reshape(-1, self.bits)
        return unpack_pixels(lines[:, ::-1] if kind == "word" else lines, self.bits).reshape(-1, SIDE, SIDE)


_SNES = MapWord("<u2", 10, 3, (14, 15))
_SEGA = MapWord("<u2", 11, 1, (9, 10))
_BGR15 = ColourWord("<u2", (5, 5, 5), (0, 5, 10))
_GBA = MapWord("<u2", 12, 4, (10, 11))

LAYOUTS: tuple[TileLayout, ...] = (
    TileLayout(
        "neo-geo-pocket", "Neo Geo Pocket Color", 2, "word", MapWord("<u2", 9, 4, (15, 14)),
        ColourWord("<u2", (4, 4, 4), (0, 4, 8)), 512, 512,
    ),
    TileLayout("nes", "NES", 2, "planes 1", "nametable", None, 256, 256, (".chr", ".nam", ".pal")),
    TileLayout("gameboy", "Game Boy", 2, "planes 2", "bytes", None, 256, 256, (".2bpp", ".tilemap")),
    TileLayout(
        "gameboy-color", "Game Boy Color", 2, "planes 2", "attributes", _BGR15, 512, 512,
        (".2bpp", ".tilemap", ".attrmap", ".pal"),
    ),
    TileLayout(
        "pc-engine", "PC Engine", 4, "planes 2", MapWord("<u2", 12, 4),
        ColourWord("<u2", (3, 3, 3), (3, 6, 0)), 896, 2048, first=256,
    ),
    TileLayout("snes-mode1", "Super Nintendo (mode 1)", 4, "planes 2", _SNES, _BGR15, 896, 1024),
    TileLayout("snes-mode3", "Super Nintendo (mode 3)", 8, "planes 2", _SNES, _BGR15, 896, 1024),
    TileLayout(
        "master-system", "Master System", 4, "planes 4", _SEGA, ColourWord("u1", (2, 2, 2), (0, 2, 4)), 448, 512
    ),
    TileLayout("game-gear", "Game Gear", 4, "planes 4", _SEGA, ColourWord("<u2", (4, 4, 4), (0, 4, 8)), 360, 512),
    TileLayout(
        "mega-drive", "Mega Drive", 4, "high", MapWord(">u2", 13, 2, (11, 12)), ColourWord(">u2", (3, 3, 3), (1, 5, 9)),
        1120, 2048,
    ),
    TileLayout("gba-4bpp", "Game Boy Advance", 4, "low", _GBA, _BGR15, 600, 1024),
    TileLayout("gba-8bpp", "Game Boy Advance (256 colours)", 8, "high", _GBA, _BGR15, 600, 1024),
    TileLayout("sgb-border", "Super Game Boy border", 4, "planes 2", _SNES, _BGR15, 256, 256, first_palette=4),
    TileLayout(
        "wonderswan", "WonderSwan Color", 4, "planes 4", MapWord("<u2", 9, 4, (14, 15), high_at=13),
        ColourWord("<u2", (4, 4, 4), (8, 4, 0)), 504, 1024,
    ),
    TileLayout(
        "neo-geo-fix", "Neo Geo fix layer", 4, "fix", MapWord(">u2", 12, 4, by_columns=True),
        ColourWord(">u2", (5, 5, 5), (0, 0, 0)), 1120, 4096,
    ),
)  # fmt: skip


def layout_of(mode: ScreenMode) -> TileLayout | None:
    """The layout of a mode's machine; None for machines without tiles, and for screens that its tiles do not fill."""
    found = next((layout for layout in LAYOUTS if layout.machine == (mode.base or mode.name)), None)
    if found is None or mode.width % SIDE or mode.height % SIDE or mode.any_size:
        return None
    rule = mode.subpalettes
    side = 16 if found.map == "nametable" else SIDE  # what picks a sub-palette
    colours = 1 << found.bits if rule is None else rule.shared + rule.size
    fits = rule is None or not (rule.cell[0] % side or rule.cell[1] % side)
    return found if fits and colours <= 1 << found.bits and not mode.slots else None
