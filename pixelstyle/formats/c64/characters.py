"""Commodore 64 character graphics: a .prg that brings its glyphs along and shows the picture when it is run.

    $0801 program, $3000 glyphs 2048, $3800 screen RAM 1000, $3BE8 colour RAM 1000   14,289 bytes

Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, DOWN, SCREEN
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes, slotted
from pixelstyle.formats.shared.palette_registers import filled_up
from pixelstyle.screens import GLYPH_COUNT, GLYPH_SIDE, NativePicture, cut_cells, get_mode, glyph_set, lay_cells

_START, _GLYPHS, _SCREEN, _END = 0x0801, 0x3000, 0x3800, 0x3FD0


def _program(border: int, background: int) -> bytes:
    return machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI           ; the kernal's cursor must not write into screen RAM
        080E  A9 {border:02X}      LDA #border
        0810  8D 20 D0   STA $D020
        0813  A9 {background:02X}      LDA #background
        0815  8D 21 D0   STA $D021
        0818  A2 FA      LDX #$FA      ; four times 250 are the 1,000 cells
        081A  BD FF 37   LDA $37FF,X   ; screen RAM to $0400
        081D  9D FF 03   STA $03FF,X
        0820  BD F9 38   LDA $38F9,X
        0823  9D F9 04   STA $04F9,X
        0826  BD F3 39   LDA $39F3,X
        0829  9D F3 05   STA $05F3,X
        082C  BD ED 3A   LDA $3AED,X
        082F  9D ED 06   STA $06ED,X
        0832  BD E7 3B   LDA $3BE7,X   ; colour RAM to $D800
        0835  9D FF D7   STA $D7FF,X
        0838  BD E1 3C   LDA $3CE1,X
        083B  9D F9 D8   STA $D8F9,X
        083E  BD DB 3D   LDA $3DDB,X
        0841  9D F3 D9   STA $D9F3,X
        0844  BD D5 3E   LDA $3ED5,X
        0847  9D ED DA   STA $DAED,X
        084A  CA         DEX
        084B  D0 CD      BNE $081A
        084D  A9 1C      LDA #$1C      ; screen RAM at $0400, glyphs at $3000
        084F  8D 18 D0   STA $D018
        0852  A9 08      LDA #$08      ; hires
        0854  8D 16 D0   STA $D016
        0857  A9 1B      LDA #$1B      ; characters, screen on
        0859  8D 11 D0   STA $D011
        085C  4C 5C 08   JMP $085C
        """
    )


def _encode(picture: NativePicture) -> Files:
    if picture.mode.glyphs is not None:
        with contextlib.suppress(PixelStyleError):  # of an illegal picture; what is wrong is said below
            picture = slotted(picture)
    glyphs = _glyphs_of(picture)
    numbers = {bytes(glyph): number for number, glyph in reversed(list(enumerate(glyphs)))}
    blank = bytes(GLYPH_SIDE) in numbers
    numbers.setdefault(bytes(GLYPH_SIDE), 0)  # then in the background's colour
    cells = cut_cells(picture.indices, (GLYPH_SIDE, GLYPH_SIDE)).reshape(SCREEN, -1)
    held = [int(picture.slots[0][0, 0, 0])] if picture.slots else []
    for background in [*held, *range(16)]:
        dots = cells != background
        screen = [numbers.get(bytes(pattern), -1) for pattern in np.packbits(dots, axis=1)]
        colours = cells[np.arange(SCREEN), dots.argmax(axis=1)]
        if min(screen) >= 0 and (cells[dots] == colours.repeat(dots.sum(axis=1))).all():
            break
    else:
        raise PixelStyleError(
            "Not every cell of the picture is one of its 256 glyphs in one colour on a common background; "
            "'pixelstyle check' lists those that are not."
        )
    unseen = picture.slots[1].reshape(SCREEN) if picture.slots and blank else np.full(SCREEN, background)
    colours = np.where(dots.any(axis=1), colours, unseen)
    program = _program(picture.extra.get("border", 0), background)
    gap = bytes(_GLYPHS - _START - len(program))
    memory = program + gap + glyphs.tobytes() + bytes(screen) + colours.astype(np.uint8).tobytes()
    return {".prg": _START.to_bytes(2, "little") + memory}


def _glyphs_of(picture: NativePicture) -> np.ndarray:
    """The bytes of the picture's glyphs, uint8 [256, 8]; those that it shows, where its file brought its own."""
    if picture.mode.glyphs is not None:
        return np.packbits(glyph_set(picture.mode.glyphs).reshape(GLYPH_COUNT, -1), axis=1)
    dots = picture.indices != picture.slots[0][0, 0, 0] if picture.slots else picture.indices > 0
    shown = np.packbits(cut_cells(dots, (GLYPH_SIDE, GLYPH_SIDE)).reshape(SCREEN, -1), axis=1)
    return filled_up(np.unique(shown, axis=0)[:GLYPH_COUNT], GLYPH_COUNT)


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + _END - _START,), "A C64 program that shows characters")
    memory = bytes(_START) + data[2:]
    border, background = memory[0x080F], memory[0x0814] & 15
    program = _program(border, memory[0x0814])
    expect_program(data, _START, program, "C64")
    glyphs = np.frombuffer(memory[_GLYPHS:_SCREEN], np.uint8)
    mode = get_mode("c64-characters")
    own = np.packbits(glyph_set(mode.glyphs or "").reshape(GLYPH_COUNT, -1))
    if (glyphs != own).any():
        mode = replace(mode, glyphs=None)  # any that there are: the file brings a set of its own
    patterns = np.unpackbits(glyphs[:, None], axis=1).reshape(GLYPH_COUNT, GLYPH_SIDE, GLYPH_SIDE)
    screen = np.frombuffer(memory[_SCREEN : _SCREEN + SCREEN], np.uint8).reshape(DOWN, ACROSS)
    colours = np.frombuffer(memory[_SCREEN + SCREEN : _END], np.uint8).reshape(DOWN, ACROSS, 1) & 15
    codes = lay_cells(patterns[screen])
    slots = (np.full((1, 1, 1), background, np.uint8), colours)
    return picture_of_codes(mode, codes, slots, extra={"border": border & 15})


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-characters",
        title="C64 program that shows characters",
        extensions=(".prg",),
        modes=("c64-characters",),
        encode=_encode,
        decode=_decode,
        sizes=(2 + _END - _START,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; upper nibbles of colour RAM",
        refused="programs that are not ours",
        verified_by=("py65", "MAME"),
    ),
)
