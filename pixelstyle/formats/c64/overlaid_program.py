"""A program that shows a multicolour bitmap under eight rows of eight sprites: .prg for the PAL Commodore 64.

A row begins every 24 lines and is 21 high. In the three lines between two of them no sprite is drawn and none is a bad
line, so that the processor has 189 cycles; the program waits for the first of them, and is late by up to six cycles. It
needs 130 to write where the next row begins, its eight pointers and its eight colours.

    $0801 program, $1000 music (see `program_parts.py`), $4000 screen RAM 1000, pointers behind it, $4400 colour RAM
    1000, $5000 64 sprites, row by row, of 63 bytes each and one of no use, $6000 bitmap 8000    30,529 bytes

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996),
sections 3.5 to 3.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import BITMAP, SCREEN, multicolor_memory, multicolor_picture
from pixelstyle.formats.c64.nufli.program import write
from pixelstyle.formats.c64.program_parts import begin_music, copy_cells, with_silence, without_music
from pixelstyle.formats.c64.sprite_program import wait_for
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode, overlaid_bitmap, sprite_areas, sprites_reach

_MODE = "c64-multicolor-sprites"
_START, _SCREEN, _COLOURS, _SPRITES, _BITMAP = 0x0801, 0x4000, 0x4400, 0x5000, 0x6000
_LENGTH = 2 + _BITMAP + BITMAP - _START
_FRAME = 0x0880
_TOP, _EVERY, _HIGH, _ACROSS, _ROWS = 51, 24, 21, 8, 8
"""The raster line of the picture's first; lines from row to row; a sprite's height; sprites in a row, and rows."""
_BYTES = 64


class _Held(NamedTuple):
    """What the program writes as colours."""

    border: int
    background: int
    sprites: Sequence[int]
    """64 of them, row by row."""


def _program(held: _Held) -> bytes:
    begin = machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI
        080E  A9 0B      LDA #$0B      ; screen off until all is in place
        0810  8D 11 D0   STA $D011
        0813  A9 {held.border:02X}      LDA #border
        0815  8D 20 D0   STA $D020
        0818  A9 {held.background:02X}      LDA #background
        081A  8D 21 D0   STA $D021
        {copy_cells(0x081D, (_COLOURS, 0xD800))}
        083A  A9 18      LDA #$18      ; multicolour
        083C  8D 16 D0   STA $D016
        083F  A9 08      LDA #$08      ; screen RAM at $4000, bitmap at $6000
        0841  8D 18 D0   STA $D018
        0844  AD 00 DD   LDA $DD00     ; the VIC-II sees $4000 to $7FFF
        0847  29 FC      AND #$FC
        0849  09 02      ORA #$02
        084B  8D 00 DD   STA $DD00
        084E  A9 58      LDA #$58      ; 24 dots further right, each
        0850  A2 00      LDX #$00
        0852  9D 00 D0   STA $D000,X
        0855  18         CLC
        0856  69 18      ADC #$18
        0858  E8         INX
        0859  E8         INX
        085A  E0 10      CPX #$10
        085C  D0 F4      BNE $0852
        085E  A9 80      LDA #$80      ; the last one at 256
        0860  8D 10 D0   STA $D010
        0863  A9 00      LDA #$00      ; not enlarged, of one colour, before the bitmap
        0865  8D 17 D0   STA $D017
        0868  8D 1D D0   STA $D01D
        086B  8D 1B D0   STA $D01B
        086E  8D 1C D0   STA $D01C
        0871  A9 FF      LDA #$FF
        0873  8D 15 D0   STA $D015
        {begin_music(0x0876)}
        087B  A9 3B      LDA #$3B      ; bitmap mode, screen on
        087D  8D 11 D0   STA $D011
        0880  2C 11 D0   BIT $D011     ; each frame: wait until its lower border
        0883  10 FB      BPL
        0885  20 03 10   JSR $1003
        """
    )
    rows = [_row(0, held.sprites), bytes.fromhex("2C 11 D0 30 FB")]  # BIT $D011; BMI: and for line 0
    for row in range(1, _ROWS):
        rows += [wait_for(_TOP + _EVERY * (row - 1) + _HIGH), _row(row, held.sprites)]
    return begin + b"".join(rows) + b"\x4c" + _FRAME.to_bytes(2, "little")  # JMP


def _row(row: int, colours: Sequence[int]) -> bytes:
    """What sends the sprites down to a row: a sprite begins in the line after the one in its Y register."""
    heights = b"".join(bytes([0x8D, 2 * n + 1, 0xD0]) for n in range(_ACROSS))  # STA
    first = (_SPRITES - _SCREEN) // _BYTES + _ACROSS * row
    pointers = b"".join(bytes([0xA9, first + n, 0x8D, 0xF8 + n, 0x43]) for n in range(_ACROSS))  # LDA, STA $43F8 and on
    own = b"".join(write(colours[_ACROSS * row + n], 0x27 + n) for n in range(_ACROSS))
    return bytes([0xA9, _TOP + _EVERY * row - 1]) + heights + pointers + own


@cache
def _places() -> np.ndarray:
    """Where the program has colours, from `_START` on: the border's, the background's, and the sprites'."""
    without, with_all = (np.frombuffer(_program(_Held(colour, colour, [colour] * 64)), np.uint8) for colour in (0, 15))
    return np.flatnonzero(without != with_all)


def _encode(picture: NativePicture) -> Files:
    found = overlaid_bitmap(picture.indices)
    if found is None:
        raise PixelStyleError(
            "The picture has cells that no bitmap under sprites shows; 'pixelstyle check' lists them."
        )
    bitmap, screen, colour, background = multicolor_memory(
        NativePicture(get_mode("c64-multicolor"), picture.palette, found.bitmap)
    )
    shapes = found.dots[sprites_reach()].reshape(_ROWS, _HIGH, _ACROSS, -1).swapaxes(1, 2)
    sprites = np.zeros((_ROWS * _ACROSS, _BYTES), np.uint8)
    sprites[:, :-1] = np.packbits(shapes, axis=3).reshape(len(sprites), -1)
    held = _Held(picture.extra.get("border", 0), background, found.colours.tolist())
    program = with_silence(_program(held), _START, _SCREEN)
    memory = bytearray(program + bytes(_BITMAP - _SCREEN) + bitmap)
    for at, area in ((_SCREEN, screen), (_COLOURS, colour), (_SPRITES, sprites.tobytes())):
        memory[at - _START : at - _START + len(area)] = area
    return {".prg": _START.to_bytes(2, "little") + bytes(memory)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (_LENGTH,), "A C64 program that shows a bitmap under sprites")
    border, background, *own = (data[2 + at] & 15 for at in _places())
    data = data[:2] + without_music(data[2:], _START)
    expect_program(data, _START, _program(_Held(border, background, own)), "C64")
    memory = bytes(_START) + data[2:]
    screen, colour = (memory[at : at + SCREEN] for at in (_SCREEN, _COLOURS))
    plain = multicolor_picture(memory[_BITMAP:], screen, colour, background, border)
    sprites = np.frombuffer(memory[_SPRITES:_BITMAP], np.uint8).reshape(-1, _BYTES)[:, :-1]
    shapes = np.unpackbits(sprites, axis=1).reshape(_ROWS, _ACROSS, _HIGH, -1).swapaxes(1, 2)
    dots = np.zeros((200, 320), bool)
    dots[sprites_reach()] = shapes.ravel()
    above = np.append(own, 0).astype(np.uint8)[sprite_areas()]
    shown = np.where(dots, above, plain.indices.repeat(2, axis=1))
    return picture_of_codes(get_mode(_MODE), shown, extra=plain.extra)


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-multicolor-sprites-program",
        title="C64 program that shows a multicolour bitmap under sprites",
        extensions=(".prg",),
        modes=(_MODE,),
        encode=_encode,
        decode=_decode,
        sizes=(_LENGTH,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the areas; music; upper nibbles of colours",
        refused="programs that are not ours",
        verified_by=("VICE",),
    ),
)
