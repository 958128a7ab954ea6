"""Commodore 64 characters on four backgrounds: a .prg that brings its glyphs along and shows the picture.

    $0801 program, $1000 music (see `c64/program_parts.py`), $3000 glyphs 512, $3200 screen RAM 1000, $35E8 colour
    RAM 1000                                                                                         12,753 bytes

Bits 6 and 7 of a screen code are the number of the background, $D021 to $D024; the others that of the glyph.
Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3, "Extended Background Color Mode".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, DOWN, SCREEN
from pixelstyle.formats.c64.characters.program import CHARACTERS_START, characters_programs, colours_of, program_for
from pixelstyle.formats.c64.program_parts import with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes, slotted
from pixelstyle.screens import GLYPH_SIDE, NativePicture, cut_cells, get_mode, glyph_set, lay_cells

_MODE = "c64-ecm"
_BACKGROUNDS, _INK = 4, 4
_GLYPHS, _SCREEN, _END = 0x3000, 0x3200, 0x39D0
_D018 = 0x1C
"""Screen RAM at $0400, glyphs at $3000."""
_PROGRAMS = characters_programs(_SCREEN, _D018, _BACKGROUNDS)
_GLYPH_BITS = 6


def _patterns() -> bytes:
    return np.packbits(glyph_set("blocks-64")).tobytes()


def _cells(picture: NativePicture) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Screen codes and colours, uint8 [1000] each, and the four backgrounds. Raises PixelStyleError where a cell is no
    glyph on one of them."""
    picture = slotted(picture)
    backgrounds, held = picture.slots[0].ravel().tolist(), picture.slots[1].ravel()
    cells = cut_cells(picture.indices, (GLYPH_SIDE, GLYPH_SIDE)).reshape(SCREEN, -1)
    patterns = _patterns()
    number_of = {patterns[at : at + GLYPH_SIDE]: at // GLYPH_SIDE for at in range(0, len(patterns), GLYPH_SIDE)}
    codes, colours = np.full(SCREEN, -1), held.copy()
    for as_held in (True, False):  # two backgrounds may show the same, of which one leaves colour RAM as it is
        for number, background in enumerate(backgrounds):
            dots = cells != background
            glyphs = np.array([number_of.get(bytes(pattern), -1) for pattern in np.packbits(dots, axis=1)])
            inks = np.where(dots.any(axis=1), cells[np.arange(SCREEN), dots.argmax(axis=1)], held)
            found = (codes < 0) & (glyphs >= 0) & (~dots | (cells == inks[:, None])).all(axis=1)
            if as_held:
                found &= inks == held
            codes[found], colours[found] = (number << _GLYPH_BITS | glyphs)[found], inks[found]
    if (codes < 0).any():
        cell = int((codes < 0).argmax())
        raise PixelStyleError(
            f"Cell ({cell // ACROSS}, {cell % ACROSS}) of the picture is none of the {len(number_of)} glyphs in one "
            "colour on one of its four backgrounds; 'pixelstyle check' lists those that are not."
        )
    return codes.astype(np.uint8), colours, backgrounds


def _encode(picture: NativePicture) -> Files:
    codes, colours, backgrounds = _cells(picture)
    program = with_silence(program_for(picture, _PROGRAMS, *backgrounds), CHARACTERS_START, _GLYPHS)
    memory = program + _patterns() + codes.tobytes() + colours.tobytes()
    return {".prg": CHARACTERS_START.to_bytes(2, "little") + memory}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + _END - CHARACTERS_START,), "A C64 program that shows characters on four backgrounds")
    backgrounds, extra = colours_of(data, _PROGRAMS)
    memory = bytes(CHARACTERS_START) + data[2:]
    if memory[_GLYPHS:_SCREEN] != _patterns():
        raise PixelStyleError("The program's glyphs are not those of c64-ecm: no mode has them.")
    screen, colours = np.frombuffer(memory[_SCREEN:_END], np.uint8).reshape(2, DOWN, ACROSS)
    lit = lay_cells(glyph_set("blocks-64")[screen & (1 << _GLYPH_BITS) - 1])
    behind = (screen >> _GLYPH_BITS).repeat(GLYPH_SIDE, axis=0).repeat(GLYPH_SIDE, axis=1)
    slots = (np.array(backgrounds, np.uint8).reshape(1, 1, _BACKGROUNDS), colours[..., None] & 15)
    return picture_of_codes(get_mode(_MODE), np.where(lit, _INK, behind).astype(np.uint8), slots, extra=extra)


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-ecm",
        title="C64 program that shows characters on four backgrounds",
        extensions=(".prg",),
        modes=(_MODE,),
        encode=_encode,
        decode=_decode,
        sizes=(2 + _END - CHARACTERS_START,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colour RAM",
        refused="programs that are not ours; other glyphs",
        verified_by=("py65", "MAME", "VICE"),
    ),
)
