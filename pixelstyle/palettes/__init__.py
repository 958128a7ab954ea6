"""Floor 2: palettes: what they are, and (as the room grows) reading, writing, extracting and reducing them."""

from pixelstyle.palettes.library import (
    PALETTE_EXTENSIONS,
    encode_palette,
    get_palette,
    read_palette,
    shipped_palettes,
    write_palette,
)
from pixelstyle.palettes.palette import MAX_COLOURS, Palette

__all__ = [
    "MAX_COLOURS",
    "PALETTE_EXTENSIONS",
    "Palette",
    "encode_palette",
    "get_palette",
    "read_palette",
    "shipped_palettes",
    "write_palette",
]
