"""Commodore 64 characters that are hires or multicolour, cell by cell: a .prg that brings the picture's patterns along.

    $0801 program, $1000 music (see `c64/program_parts.py`), $3000 patterns 2048, $3800 screen RAM 1000, $3BE8 colour
    RAM 1000                                                                                         14,289 bytes

A program that comes up out of black darkens a cell's colour to one of the first eight, since bit 3 of colour RAM is the
cell's kind. Cells have bit 4 set for that: in its tables the first sixteen bytes are for registers, which can have any
colour. Sources: see `screens/signals/mixed_characters.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import SCREEN
from pixelstyle.formats.c64.characters.program import CHARACTERS_START, characters_programs, colours_of, program_for
from pixelstyle.formats.c64.program_parts import with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode, mixed_cells, mixed_dots

_MODE = "c64-characters-mixed"
_PATTERNS, _SCREEN, _END = 0x3000, 0x3800, 0x3FD0
_D018 = 0x1C
"""Screen RAM at $0400, patterns at $3000."""
_SHARED, _FADED = 3, 0x10
"""Background and shared colours, $D021 to $D023; and the bit that tells colour RAM from registers."""
_PROGRAMS = characters_programs(_SCREEN, _D018, _SHARED)


def _encode(picture: NativePicture) -> Files:
    cells = mixed_cells(picture.indices)
    if cells is None:
        raise PixelStyleError(
            "No 256 patterns were found that show the picture in three shared colours and one of the first eight a "
            f"cell; 'pixelstyle check' lists what is wrong in a picture for '{_MODE}'."
        )
    program = with_silence(program_for(picture, _PROGRAMS, *cells.shared), CHARACTERS_START, _PATTERNS)
    two = cells.patterns.reshape(-1, 4)
    patterns = (two << np.array([6, 4, 2, 0], np.uint8)).sum(axis=1, dtype=np.uint8).tobytes()
    memory = program + patterns.ljust(_SCREEN - _PATTERNS, b"\0")
    memory += bytes(cells.numbers.tolist()) + bytes((cells.nibbles | _FADED).tolist())
    return {".prg": CHARACTERS_START.to_bytes(2, "little") + memory}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + _END - CHARACTERS_START,), "A C64 program that shows hires and multicolour characters")
    shared, extra = colours_of(data, _PROGRAMS)
    memory = np.frombuffer(bytes(CHARACTERS_START) + data[2:], np.uint8)
    bits = np.unpackbits(memory[_PATTERNS:_SCREEN]).reshape(256, -1, 2)
    screen, colours = memory[_SCREEN:_END].reshape(2, SCREEN)
    dots = mixed_dots(shared, (bits[..., 0] << 1 | bits[..., 1])[screen], colours & 15)
    return picture_of_codes(get_mode(_MODE), dots, extra=extra)


FORMATS: tuple[Format, ...] = (
    Format(
        name=_MODE,
        title="C64 program that shows hires and multicolour characters",
        extensions=(".prg",),
        modes=(_MODE,),
        encode=_encode,
        decode=_decode,
        sizes=(2 + _END - CHARACTERS_START,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colour RAM; patterns not shown",
        refused="programs that are not ours",
        verified_by=("py65", "MAME", "VICE"),
    ),
)
