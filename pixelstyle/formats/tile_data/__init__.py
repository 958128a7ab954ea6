"""Tiles, map and palettes as files, for every machine of tiles and at any size that its cells fill."""

from pixelstyle.formats.tile_data.colours import machine_colours
from pixelstyle.formats.tile_data.formats import formats_of, packed_tiles, parted_maps
from pixelstyle.formats.tile_data.laying import LaidOut, TileCounts, counted, lay_out
from pixelstyle.formats.tile_data.layouts import LAYOUTS, TileLayout, layout_of

__all__ = [
    "LAYOUTS",
    "LaidOut",
    "TileCounts",
    "TileLayout",
    "counted",
    "formats_of",
    "lay_out",
    "layout_of",
    "machine_colours",
    "packed_tiles",
    "parted_maps",
]
