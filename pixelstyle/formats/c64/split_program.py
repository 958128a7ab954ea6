"""A program that shows a multicolour bitmap with a background of its own for each row of cells: .prg for the PAL C64.

The program waits for the line above a row and writes $D021 behind that line's picture. It is late by up to six
cycles, so that it writes in cycles 58 to 63, or in 1 of the row's first line, which begins to be drawn in cycle 16 and
stops the processor in cycle 12.

    $0801 program, $2000 bitmap, $3F40 screen RAM, $4328 colour RAM, $4710 every eighth byte a row's background

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996),
sections 3.6.3 and 3.7.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.c64.bitmaps import BITMAP, DOWN, SCREEN, multicolor_memory, multicolor_picture
from pixelstyle.formats.c64.programs import C64_BITMAP, C64_END, C64_START, SHOWN, bitmap_program
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes, slotted
from pixelstyle.screens import NativePicture, get_mode

_ROWS = 8 * (DOWN - 1) + 1
"""Bytes from the first row's background to the last one's."""
_LENGTH = 2 + C64_END - C64_START + _ROWS


def _program(border: int, background: int) -> bytes:
    return bitmap_program(True, border, background)[: SHOWN - C64_START] + machine_code(
        """
        0861  A2 32      LDX #$32      ; the line above the first row
        0863  BD DE 46   LDA $46DE,X   ; $4710 for line $32
        0866  EC 12 D0   CPX $D012
        0869  D0 FB      BNE $0866
        086B  A0 0A      LDY #$0A      ; 55 cycles after the line was seen to have come
        086D  88         DEY
        086E  D0 FD      BNE $086D
        0870  8D 21 D0   STA $D021
        0873  8A         TXA
        0874  18         CLC
        0875  69 08      ADC #$08
        0877  AA         TAX
        0878  E0 FA      CPX #$FA      ; 25 rows
        087A  D0 E7      BNE $0863
        087C  4C 61 08   JMP $0861
        """
    )


def _encode(picture: NativePicture) -> Files:
    picture = slotted(picture)
    bitmap, screen, colour, background = multicolor_memory(picture)
    program = _program(picture.extra.get("border", 0), background)
    rows = np.zeros(_ROWS, np.uint8)
    rows[::8] = picture.slots[0][:, 0, 0]
    gap = bytes(C64_BITMAP - C64_START - len(program))
    return {".prg": C64_START.to_bytes(2, "little") + program + gap + bitmap + screen + colour + rows.tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (_LENGTH,), "A C64 program that shows a picture with a background for each row")
    memory = bytes(C64_START) + data[2:]
    border, background = memory[0x0814], memory[0x0819]
    expect_program(data, C64_START, _program(border, background), "C64")
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
        passed_over="gaps between the program, its areas and the rows' backgrounds; upper nibbles of colours",
        refused="programs that are not ours",
        verified_by=("py65",),
    ),
)
