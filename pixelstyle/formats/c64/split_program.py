"""A program that shows a multicolour bitmap with a background of its own for each row of cells: .prg for the PAL C64.

The program waits for the line above a row and writes $D021 behind that line's picture. It is late by up to six
cycles, so that it writes in cycles 58 to 63, or in 1 of the row's first line, which begins to be drawn in cycle 16 and
stops the processor in cycle 12.

    $0801 program, $1000 music (see `program_parts.py`), $2000 bitmap, $3F40 screen RAM, $4328 colour RAM, $4710
    every eighth byte a row's background

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996),
sections 3.6.3 and 3.7.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.c64.bitmaps import BITMAP, DOWN, SCREEN, multicolor_memory, multicolor_picture
from pixelstyle.formats.c64.program_parts import Variant, begin_music, variant_of, with_silence
from pixelstyle.formats.c64.programs import C64_BITMAP, C64_END, C64_START, SHOWN, bitmap_program
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes, slotted
from pixelstyle.screens import NativePicture, get_mode

_ROWS = 8 * (DOWN - 1) + 1
"""Bytes from the first row's background to the last one's."""
_LENGTH = 2 + C64_END - C64_START + _ROWS


def _program(border: int, background: int) -> bytes:
    return _shown(border, background) + machine_code(f"{begin_music(SHOWN)}{_frame_loop(SHOWN + 5, music=True)}")


def _mute(border: int, background: int) -> bytes:
    """As it was before there was music."""
    return _shown(border, background) + machine_code(_frame_loop(SHOWN, music=False))


def _shown(border: int, background: int) -> bytes:
    return bitmap_program(True, border, background)[: SHOWN - C64_START]


def _frame_loop(at: int, music: bool) -> str:
    then = at + (30 if music else 27)
    return f"""
        {at:04X}  A2 32      LDX #$32      ; the line above the first row
        {at + 2:04X}  BD DE 46   LDA $46DE,X   ; $4710 for line $32
        {at + 5:04X}  EC 12 D0   CPX $D012
        {at + 8:04X}  D0 FB      BNE
        {at + 10:04X}  A0 0A      LDY #$0A      ; 55 cycles after the line was seen to have come
        {at + 12:04X}  88         DEY
        {at + 13:04X}  D0 FD      BNE
        {at + 15:04X}  8D 21 D0   STA $D021
        {at + 18:04X}  8A         TXA
        {at + 19:04X}  18         CLC
        {at + 20:04X}  69 08      ADC #$08
        {at + 22:04X}  AA         TAX
        {at + 23:04X}  E0 FA      CPX #$FA      ; 25 rows
        {at + 25:04X}  D0 E7      BNE
        {f"{at + 27:04X}  20 03 10   JSR $1003" if music else ""}
        {then:04X}  4C {at & 255:02X} {at >> 8:02X}   JMP
    """


_PROGRAMS = tuple(Variant(make, (0x0814, 0x0819)) for make in (_program, _mute))


def _encode(picture: NativePicture) -> Files:
    picture = slotted(picture)
    bitmap, screen, colour, background = multicolor_memory(picture)
    program = _program(picture.extra.get("border", 0), background)
    rows = np.zeros(_ROWS, np.uint8)
    rows[::8] = picture.slots[0][:, 0, 0]
    program = with_silence(program, C64_START, C64_BITMAP)
    return {".prg": C64_START.to_bytes(2, "little") + program + bitmap + screen + colour + rows.tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (_LENGTH,), "A C64 program that shows a picture with a background for each row")
    memory = bytes(C64_START) + data[2:]
    _, (border, background) = variant_of(data, C64_START, _PROGRAMS)
    screen_at, colour_at = C64_BITMAP + BITMAP, C64_BITMAP + BITMAP + SCREEN
    bitmap, screen = memory[C64_BITMAP:screen_at], memory[screen_at:colour_at]
    plain = multicolor_picture(bitmap, screen, memory[colour_at:C64_END], background, border)
    assert plain.codes is not None
    rows = np.frombuffer(memory[C64_END:], np.uint8)[::8].reshape(DOWN, 1, 1) & 15
    return picture_of_codes(get_mode("c64-splits"), plain.codes, (rows, *plain.slots[1:]), extra=plain.extra)


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-split-program",
        title="C64 program that shows the picture with a background for each row",
        extensions=(".prg",),
        modes=("c64-splits",),
        encode=_encode,
        decode=_decode,
        sizes=(_LENGTH,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program, its areas and the rows' backgrounds; music; upper nibbles of colours",
        refused="programs that are not ours",
        verified_by=("py65", "VICE"),
    ),
)
