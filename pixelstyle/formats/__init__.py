"""Floor 4: native files: one module a family, each format with an encoder and a decoder, in one registry."""

# ruff: noqa: I001
# Order of listing.
from pixelstyle.formats.micros import bbc  # noqa: F401
from pixelstyle.formats import amiga  # noqa: F401
from pixelstyle.formats.micros import cpc  # noqa: F401
from pixelstyle.formats.micros import apple2  # noqa: F401
from pixelstyle.formats.micros import atari8  # noqa: F401
from pixelstyle.formats import atari_st  # noqa: F401
from pixelstyle.formats.micros import plus4  # noqa: F401
from pixelstyle.formats.c64 import bitmaps  # noqa: F401
from pixelstyle.formats.c64 import characters  # noqa: F401
from pixelstyle.formats.c64 import fli  # noqa: F401
from pixelstyle.formats.c64 import fli_program  # noqa: F401
from pixelstyle.formats.c64 import programs  # noqa: F401
from pixelstyle.formats.c64 import sprite_program  # noqa: F401
from pixelstyle.formats.c64 import sprites  # noqa: F401
from pixelstyle.formats import fantasy  # noqa: F401
from pixelstyle.formats import paper  # noqa: F401
from pixelstyle.formats.consoles import gameboy  # noqa: F401
from pixelstyle.formats.micros import msx  # noqa: F401
from pixelstyle.formats.consoles import neo_geo_pocket  # noqa: F401
from pixelstyle.formats.consoles import nes  # noqa: F401
from pixelstyle.formats.consoles import nes_mmc5  # noqa: F401
from pixelstyle.formats.micros import oric  # noqa: F401
from pixelstyle.formats.micros import more_micros  # noqa: F401
from pixelstyle.formats import pc  # noqa: F401
from pixelstyle.formats.consoles import pc_engine_cartridge  # noqa: F401
from pixelstyle.formats.consoles import sega_cartridges  # noqa: F401
from pixelstyle.formats.micros import zx  # noqa: F401
from pixelstyle.formats.micros import zx_tape  # noqa: F401
from pixelstyle.formats.consoles import snes_cartridge  # noqa: F401
from pixelstyle.formats.micros import bbc_teletext  # noqa: F401
from pixelstyle.formats.micros import zx_next  # noqa: F401
from pixelstyle.formats.png.indexed import MAX_PIXELS as PNG_PIXELS
from pixelstyle.formats.png.indexed import decode_png, decode_png_rgb, encode_png, encode_png_rgb, picture_of_rgb
from pixelstyle.formats.png.chunks import read_png_text
from pixelstyle.formats.registry import Files, Format, formats, formats_for_extension, formats_for_mode, register
from pixelstyle.formats.storage import (
    PNG_KEY,
    encode_for,
    extensions_for_mode,
    format_for,
    load_native,
    png_colours,
    png_machine,
    png_record,
    save_native,
)

__all__ = [
    "PNG_KEY",
    "PNG_PIXELS",
    "Files",
    "Format",
    "decode_png",
    "decode_png_rgb",
    "encode_for",
    "encode_png",
    "encode_png_rgb",
    "extensions_for_mode",
    "format_for",
    "formats",
    "formats_for_extension",
    "formats_for_mode",
    "load_native",
    "picture_of_rgb",
    "png_colours",
    "png_machine",
    "png_record",
    "read_png_text",
    "register",
    "save_native",
]
