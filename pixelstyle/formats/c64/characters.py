"""Commodore 64 character graphics: a .prg that brings its glyphs along and shows the picture when it is run.

    $0801 program, $1000 music (see `program_parts.py`), $3000 glyphs 2048, $3800 screen RAM 1000, $3BE8 colour
    RAM 1000                                                                                         14,289 bytes

Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, DOWN, SCREEN
from pixelstyle.formats.c64.fade import FADE, TABLES, fade_in, fade_tables
from pixelstyle.formats.c64.program_parts import Variant, copy_cells, play, variant_of, with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes, slotted
from pixelstyle.formats.shared.palette_registers import filled_up
from pixelstyle.screens import GLYPH_COUNT, GLYPH_SIDE, NativePicture, cut_cells, get_mode, glyph_set, lay_cells

CHARACTERS_START = 0x0801
_FADING = 1
"""Which of `characters_programs` comes up out of black."""
_GLYPHS, _SCREEN, _END = 0x3000, 0x3800, 0x3FD0
_SHOWN = 0x085C
"""Where the program that fades nothing has shown the picture and loops."""
_D018 = 0x1C
"""Screen RAM at $0400, glyphs at $3000."""


def characters_programs(screen: int, d018: int) -> tuple[Variant, ...]:
    """What shows characters in colours of the border and the background, from `CHARACTERS_START` on: at once, as it did
    before there was music, and coming up out of black. The numbers of the cells lie at `screen`, their colours behind
    them; `d018` says where screen RAM and glyphs are."""
    mute = partial(_at_once, screen, d018)
    places = (0x080F, 0x0814)
    return (
        Variant(lambda *colours: mute(*colours) + machine_code(play(_SHOWN)), places),
        Variant(partial(_fading_in, screen, d018), (0x0897, 0x089C)),
        Variant(lambda *colours: mute(*colours) + machine_code(f"{_SHOWN:04X}  4C 5C 08   JMP $085C"), places),
    )


def program_for(picture: NativePicture, variants: tuple[Variant, ...], background: int) -> bytes:
    """That of the variants which the picture asks for."""
    return variants[_FADING if picture.extra.get(FADE) else 0].make(picture.extra.get("border", 0), background)


def colours_of(data: bytes, variants: tuple[Variant, ...]) -> tuple[int, dict[str, int]]:
    """The background that a .prg with one of the variants shows, and what else it says beside the picture."""
    number, (border, background) = variant_of(data, CHARACTERS_START, variants)
    return background, {"border": border & 15} | ({FADE: 1} if number == _FADING else {})


def _at_once(screen: int, d018: int, border: int, background: int) -> bytes:
    return machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI           ; the kernal's cursor must not write into screen RAM
        080E  A9 {border:02X}      LDA #border
        0810  8D 20 D0   STA $D020
        0813  A9 {background:02X}      LDA #background
        0815  8D 21 D0   STA $D021
        {copy_cells(0x0818, (screen, 0x0400), (screen + SCREEN, 0xD800))}
        084D  A9 {d018:02X}      LDA #memory   ; where screen RAM and glyphs lie
        084F  8D 18 D0   STA $D018
        0852  A9 08      LDA #$08      ; hires
        0854  8D 16 D0   STA $D016
        0857  A9 1B      LDA #$1B      ; characters, screen on
        0859  8D 11 D0   STA $D011
        """
    )


def _fading_in(screen: int, d018: int, border: int, background: int) -> bytes:
    colours = (screen + SCREEN, 0xD800)
    code = machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI
        080E  A9 0B      LDA #$0B      ; screen off, and black
        0810  8D 11 D0   STA $D011
        0813  A9 00      LDA #$00
        0815  8D 20 D0   STA $D020
        0818  A9 {d018:02X}      LDA #memory   ; where screen RAM and glyphs lie
        081A  8D 18 D0   STA $D018
        081D  A9 08      LDA #$08      ; hires
        081F  8D 16 D0   STA $D016
        {copy_cells(0x0822, (screen, 0x0400))}
        {fade_in(0x083F, (colours,), (border, background), 0x1B)}
        0896  A9 {border:02X}      LDA #border   ; and in all its colours
        0898  8D 20 D0   STA $D020
        089B  A9 {background:02X}      LDA #background
        089D  8D 21 D0   STA $D021
        {copy_cells(0x08A0, colours)}
        {play(0x08BD)}
        """
    )
    return code.ljust(TABLES - CHARACTERS_START, b"\0") + fade_tables()


def cells_of(picture: NativePicture, glyphs: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Which of the glyphs, uint8 [N, 8] of bytes, each cell is, int [1000], its colour, uint8 [1000], and the
    background. Raises PixelStyleError where a cell is none of them."""
    if picture.mode.glyphs is not None:
        with contextlib.suppress(PixelStyleError):  # of an illegal picture; what is wrong is said below
            picture = slotted(picture)
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
            f"Not every cell of the picture is one of its {len(glyphs)} glyphs in one colour on a common background; "
            "'pixelstyle check' lists those that are not."
        )
    unseen = picture.slots[1].reshape(SCREEN) if picture.slots and blank else np.full(SCREEN, background)
    return np.array(screen), np.where(dots.any(axis=1), colours, unseen).astype(np.uint8), background


_PROGRAMS = characters_programs(_SCREEN, _D018)


def _encode(picture: NativePicture) -> Files:
    glyphs = _glyphs_of(picture)
    screen, colours, background = cells_of(picture, glyphs)
    program = with_silence(program_for(picture, _PROGRAMS, background), CHARACTERS_START, _GLYPHS)
    memory = program + glyphs.tobytes() + bytes(screen.tolist()) + colours.tobytes()
    return {".prg": CHARACTERS_START.to_bytes(2, "little") + memory}


def _glyphs_of(picture: NativePicture) -> np.ndarray:
    """The bytes of the picture's glyphs, uint8 [256, 8]; those that it shows, where its file brought its own."""
    if picture.mode.glyphs is not None:
        return np.packbits(glyph_set(picture.mode.glyphs).reshape(GLYPH_COUNT, -1), axis=1)
    dots = picture.indices != picture.slots[0][0, 0, 0] if picture.slots else picture.indices > 0
    shown = np.packbits(cut_cells(dots, (GLYPH_SIDE, GLYPH_SIDE)).reshape(SCREEN, -1), axis=1)
    return filled_up(np.unique(shown, axis=0)[:GLYPH_COUNT], GLYPH_COUNT)


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + _END - CHARACTERS_START,), "A C64 program that shows characters")
    memory = bytes(CHARACTERS_START) + data[2:]
    background, extra = colours_of(data, _PROGRAMS)
    glyphs = np.frombuffer(memory[_GLYPHS:_SCREEN], np.uint8)
    mode = get_mode("c64-characters")
    own = np.packbits(glyph_set(mode.glyphs or "").reshape(GLYPH_COUNT, -1))
    if (glyphs != own).any():
        mode = replace(mode, glyphs=None)  # any that there are: the file brings a set of its own
    patterns = np.unpackbits(glyphs[:, None], axis=1).reshape(GLYPH_COUNT, GLYPH_SIDE, GLYPH_SIDE)
    screen = np.frombuffer(memory[_SCREEN : _SCREEN + SCREEN], np.uint8).reshape(DOWN, ACROSS)
    colours = np.frombuffer(memory[_SCREEN + SCREEN : _END], np.uint8).reshape(DOWN, ACROSS, 1) & 15
    codes = lay_cells(patterns[screen])
    slots = (np.full((1, 1, 1), background & 15, np.uint8), colours)
    return picture_of_codes(mode, codes, slots, extra=extra)


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-characters",
        title="C64 program that shows characters",
        extensions=(".prg",),
        modes=("c64-characters",),
        encode=_encode,
        decode=_decode,
        sizes=(2 + _END - CHARACTERS_START,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colour RAM",
        refused="programs that are not ours",
        verified_by=("py65", "MAME", "VICE"),
    ),
)
