"""The native file formats that there are: one module a family of machines, each with its `FORMATS`.

A format is found by its record alone; to add one, add it to its family's FORMATS (and a family to _FAMILIES).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.plug_ins import own_records
from pixelstyle.screens import NativePicture, ScreenMode

OWN_MODEL = "our own model of the documentation"
"""What has judged a format where nobody else's decoder could be had: its bytes, worked out by hand in the tests."""

Files = dict[str, bytes]
"""The files that make up one saved picture, by extension with the dot: {'.kla': b'...'}; most formats have just one."""


@dataclass(frozen=True)
class Format:
    """One native file format."""

    name: str
    """Short and unique: 'koala'."""
    title: str
    """What people read: 'Koala Painter'."""
    extensions: tuple[str, ...]
    """What a person types after -o, with the dot; the first is the usual one."""
    modes: tuple[str, ...]
    """Names of the modes that it can hold."""
    encode: Callable[[NativePicture], Files]
    """The files, the main one under the format's first extension. The picture is legal and of one of `modes`."""
    decode: Callable[[Mapping[str, bytes]], NativePicture]
    """Back from the main file and those found beside it; raises PixelStyleError for bytes that are no such file."""
    sizes: tuple[int, ...] = ()
    """The lengths that the main file may have, in bytes, where the format knows: used to tell formats apart."""
    unit: int = 0
    """Of how many bytes the main file may be any number, up to the largest of `sizes`; 0: of those lengths only."""
    companions: tuple[str, ...] = ()
    """Extensions of the further files, written and read beside the main one."""
    starts: tuple[bytes, ...] = ()
    """What the main file begins with, where that and the length (or the decoder) tell it from all others: by them it is
    known under any name."""
    passed_over: str = ""
    """The file's fields that change no picture and are not looked at, with why, if it is not plain; or 'nothing'."""
    refused: str = ""
    """What such a file may hold that is refused, since no mode shows it or its meaning is not known."""
    encode_as: Callable[[NativePicture, TileOptions], Files] | None = None
    """The same as `encode`, as tile options ask for it; None for formats without tiles of their own."""
    verified_by: tuple[str, ...] = ()
    """Who besides our own decoder has judged its files in the tests: decoders and emulators by others, by name
    ('RECOIL', 'MAME'), or OWN_MODEL; () for nobody. `tests/formats/test_verified_by.py` holds it to be true."""

    def may_have(self, length: int) -> bool:
        """Whether the main file may have so many bytes."""
        if self.unit and self.sizes and 0 < length <= max(self.sizes) and length % self.unit == 0:
            return True
        return not self.sizes or length in self.sizes


_FAMILIES = (
    "c64.bitmaps",
    "c64.characters.glyphs",
    "c64.characters.petscii",
    "c64.characters.extended",
    "c64.characters.mixed",
    "c64.fli",
    "c64.fli_program",
    "c64.programs",
    "c64.split_program",
    "c64.interlace",
    "c64.shifted_interlace",
    "c64.ifli",
    "c64.ifli_program",
    "c64.nufli.program",
    "c64.nufli.fitted_program",
    "c64.sprites",
    "c64.sprite_program",
    "c64.overlaid_program",
    "c64.disk",
    "micros.plus4",
    "commodore.pet",
    "commodore.c128",
    "commodore.mega65",
    "micros.zx",
    "micros.zx_tape",
    "micros.zx_next",
    "micros.msx",
    "micros.msx2",
    "micros.msx_cartridge",
    "micros.ti_artist",
    "micros.gfx9000_cartridge",
    "micros.cpc",
    "micros.cpc_snapshot",
    "atari8.screens",
    "atari8.fun_with_art",
    "atari8.tools",
    "atari8.program",
    "atari_st",
    "atari_st_spectrum",
    "amiga",
    "amiga_disk",
    "micros.bbc",
    "micros.bbc_teletext",
    "riscos_sprite",
    "micros.apple2",
    "micros.apple_iigs",
    "disks.bbc_dfs",
    "disks.prodos",
    "disks.cpc_amsdos",
    "micros.more_micros",
    "micros.oric",
    "japan.mag",
    "japan.pic",
    "japan.towns_tiff",
    "japan.sharp_x1_disk",
    "micros.commander_x16",
    "coco",
    "pc",
    "consoles.atari2600_cartridge",
    "consoles.atari7800_cartridge",
    "intellivision",
    "consoles.gx4000_cartridge",
    "consoles.gx4000_splits",
    "consoles.nes",
    "consoles.nes_mmc5",
    "consoles.gameboy",
    "consoles.pc_engine_cartridge",  # before the SNES, whose decoder reads most of its files, too
    "consoles.snes_cartridge",
    "consoles.sega_cartridges",
    "consoles.arm.gba_cartridge",
    "consoles.arm.nds_cartridge",
    "consoles.tms9918_cartridges",
    "consoles.wonderswan_cartridge",
    "tile_data.formats",
    "consoles.lynx",
    "consoles.tim",
    "fantasy",
    "consoles.playdate",
    "paper",
    "epaper",
    "text.terminal",
    "text.ansi",
)
"""Modules of this folder with FORMATS, in the catalogue's order. Of a mode's formats the first is the usual one; of
those that share an extension and a length the first that can read a file does, for which two stand earlier."""


@cache
def _by_name() -> dict[str, Format]:
    found: dict[str, Format] = {}
    for family in _FAMILIES:
        for fmt in importlib.import_module(f"pixelstyle.formats.{family}").FORMATS:
            if fmt.name in found:
                raise ValueError(f"two formats are named {fmt.name}")
            found[fmt.name] = fmt
    return found


def formats() -> list[Format]:
    """All formats, family by family, then those of installed packages."""
    shipped = _by_name()
    return [*shipped.values(), *own_records("formats", Format, shipped).values()]


def formats_for_mode(mode: str | ScreenMode) -> list[Format]:
    """The native formats that can hold a picture of this mode; the first is the usual one.

    A mode of one's own has those of the machine that it is based on, where they are of tiles: for its own size.

    >>> [fmt.name for fmt in formats_for_mode("zx-spectrum")]
    ['zx-scr', 'zx-tap']
    """
    name = mode if isinstance(mode, str) else mode.name
    found = [fmt for fmt in formats() if name in fmt.modes]
    if found or isinstance(mode, str) or not mode.base:
        return found
    return list(importlib.import_module("pixelstyle.formats.tile_data.formats").formats_of(mode))


def formats_for_content(data: bytes) -> list[Format]:
    """The formats of which a file with these bytes can be, whatever its name: by what it begins with, and its length.

    >>> [fmt.name for fmt in formats_for_content(b"\\x00\\x60" + bytes(10001))]
    ['koala']
    """
    return [fmt for fmt in formats() if data.startswith(fmt.starts) and fmt.may_have(len(data))]


def formats_for_extension(extension: str) -> list[Format]:
    """The formats that use this extension (with the dot, any case); more than one for .scr, .prg, .chr and others.

    >>> [fmt.name for fmt in formats_for_extension(".kla")]
    ['koala']
    """
    extension = extension.lower()
    return [fmt for fmt in formats() if extension in fmt.extensions]
