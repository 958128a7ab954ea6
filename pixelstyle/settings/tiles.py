"""Settings of machines whose screens are tiles: how many, how they are numbered, and which palettes they have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pixelstyle.settings.options import Options, option


@dataclass(frozen=True)
class TileSettings(Options):
    """What an engine asks of tiles. On screens that are none, only their defaults are possible."""

    panel: ClassVar[str] = "Tiles"

    max_tiles: int | None = option(
        None, "at most so many different tiles; those that look most alike become one", least=1, most=65536
    )
    base_tile: int = option(0, "the number that the map has for the first tile", least=0, most=4095)
    tile_size: str = option("8x8", "what a place on the map is", choices=("8x8", "8x16", "16x16"))
    columns: bool = option(False, "number tiles, and write the map, column by column")
    flips: bool = option(True, "mirror images are the same tile, where the machine can mirror")
    pad: bool = option(False, "fill tile data up with blank tiles to what the machine's screen has room for")
    palettes: str | None = option(
        None,
        "sub-palettes that are given, all or the first: a palette file, a row for each, or "
        "'#000000,#555555,#aaaaaa,#ffffff;#000000,...'",
    )
    backdrop: str | None = option(None, "the colour that all sub-palettes share, such as #000000")
    png: str = option(
        "picture",
        "saved PNGs: the picture, or as tools for consoles read it: 8 bits, index 16 x palette + colour",
        choices=("picture", "hardware"),
    )
