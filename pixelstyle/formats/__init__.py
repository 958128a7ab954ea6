"""Floor 6: native files: one module a family, each with its FORMATS, an encoder and a decoder for each."""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.formats.animations.frames import FilmBytes, FilmFormat, Frame
    from pixelstyle.formats.animations.registry import FILM_FORMATS, decode_film, encode_film, film_format
    from pixelstyle.formats.c64.fade import FADE, FADING
    from pixelstyle.formats.checked import CheckedFile, checked_file, is_png_file
    from pixelstyle.formats.content import ALSO_OTHERS, read_content, read_transparent
    from pixelstyle.formats.png.chunks import read_png_text
    from pixelstyle.formats.png.drawn import read_drawn
    from pixelstyle.formats.png.hardware import encode_hardware_png
    from pixelstyle.formats.png.indexed import MAX_PIXELS as PNG_PIXELS
    from pixelstyle.formats.png.indexed import decode_png, decode_png_rgb, encode_png, encode_png_rgb, picture_of_rgb
    from pixelstyle.formats.png.judged import judge_png
    from pixelstyle.formats.png.own_order import in_own_order
    from pixelstyle.formats.png.record import PNG_KEY, mode_file_facts, places_of, png_colours, png_machine, png_record
    from pixelstyle.formats.png.settling import held_by_pixels, settled
    from pixelstyle.formats.registry import (
        Files,
        Format,
        formats,
        formats_for_content,
        formats_for_extension,
        formats_for_mode,
    )
    from pixelstyle.formats.shared.tiles import (
        chosen_sub_palettes,
        palette_of_sub_palettes,
        picture_of_sub_palettes,
    )
    from pixelstyle.formats.sprite_data import (
        C64,
        C64_SIZE,
        MULTICOLOUR,
        OVER,
        SPRITE_FILES,
        C64Sprites,
        Object,
        ObjectMachine,
        Sprites,
        encode_sprites,
        object_machine,
        objects_of,
        told_of,
    )
    from pixelstyle.formats.sprite_data import Frame as SpriteFrame
    from pixelstyle.formats.storage import (
        encode_for,
        extensions_for_mode,
        format_for,
        load_native,
        save_native,
    )
    from pixelstyle.formats.tile_data import (
        TileCounts,
        counted,
        lay_out,
        layout_of,
        machine_colours,
        packed_tiles,
        parted_maps,
    )
    from pixelstyle.formats.tile_data.sources import sources_for
    from pixelstyle.formats.tile_options import TileOptions

__all__ = [
    "ALSO_OTHERS",
    "C64",
    "C64_SIZE",
    "FADE",
    "FADING",
    "FILM_FORMATS",
    "MULTICOLOUR",
    "OVER",
    "PNG_KEY",
    "PNG_PIXELS",
    "SPRITE_FILES",
    "C64Sprites",
    "CheckedFile",
    "Files",
    "FilmBytes",
    "FilmFormat",
    "Format",
    "Frame",
    "Object",
    "ObjectMachine",
    "SpriteFrame",
    "Sprites",
    "TileCounts",
    "TileOptions",
    "checked_file",
    "chosen_sub_palettes",
    "counted",
    "decode_film",
    "decode_png",
    "decode_png_rgb",
    "encode_film",
    "encode_for",
    "encode_hardware_png",
    "encode_png",
    "encode_png_rgb",
    "encode_sprites",
    "extensions_for_mode",
    "film_format",
    "format_for",
    "formats",
    "formats_for_content",
    "formats_for_extension",
    "formats_for_mode",
    "held_by_pixels",
    "in_own_order",
    "is_png_file",
    "judge_png",
    "lay_out",
    "layout_of",
    "load_native",
    "machine_colours",
    "mode_file_facts",
    "object_machine",
    "objects_of",
    "packed_tiles",
    "palette_of_sub_palettes",
    "parted_maps",
    "picture_of_rgb",
    "picture_of_sub_palettes",
    "places_of",
    "png_colours",
    "png_machine",
    "png_record",
    "read_content",
    "read_drawn",
    "read_png_text",
    "read_transparent",
    "save_native",
    "settled",
    "sources_for",
    "told_of",
]

hand_on_late(__name__)
