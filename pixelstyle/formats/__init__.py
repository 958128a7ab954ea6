"""Floor 4: native files: one module a family, each format with an encoder and a decoder, in one registry."""

from pixelstyle.formats import (
    acorn,
    amiga_iff,
    amstrad,
    atari8,
    atari_st,
    commodore_264,
    commodore_bitmaps,
    commodore_fli,
    commodore_sprites,
    gameboy,
    msx,
    nes,
    sinclair,
)
from pixelstyle.formats.png import MAX_PIXELS as PNG_PIXELS
from pixelstyle.formats.png import decode_png, decode_png_rgb, encode_png, encode_png_rgb, read_png_text
from pixelstyle.formats.registry import Files, Format, formats, formats_for_extension, formats_for_mode, register
from pixelstyle.formats.storage import (
    PNG_KEY,
    encode_for,
    extensions_for_mode,
    format_for,
    load_native,
    png_machine,
    png_record,
    save_native,
)

FAMILIES = (
    commodore_bitmaps,
    commodore_fli,
    commodore_sprites,
    commodore_264,
    sinclair,
    msx,
    amstrad,
    atari8,
    atari_st,
    amiga_iff,
    acorn,
    nes,
    gameboy,
)
"""The modules that register their formats when they are imported, in the order in which formats are listed."""

__all__ = [
    "FAMILIES",
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
    "png_machine",
    "png_record",
    "read_png_text",
    "register",
    "save_native",
]
