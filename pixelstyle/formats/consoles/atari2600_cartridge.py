"""Atari 2600 cartridges of 4 KB that show one picture: a program that keeps up with the beam, and what it writes.

    $F000  the program
    $F101  the background's colour for each line, the last line first, 192 bytes
    $F201  likewise the playfield's colour
    $F301  likewise PF0, $F401 PF1, $F501 PF2 of the left half; $F601, $F701, $F801 of the right half
    $FFFC  where the program starts, and the same again for BRK

The machine has no video memory: 20 bits of playfield are repeated in the right half of each line unless the program
has written them anew by the time the beam is there. PF0 holds four pixels, leftmost in bit 4; PF1 eight, leftmost in
bit 7; PF2 eight, leftmost in bit 0. A line takes 76 cycles of the processor, of which the first 22 pass unseen.

Source: Steve Wright, "Stella Programmer's Guide" (1979), chapters 3 and 6.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import codes_of, expect_length, picture_of_codes, slotted
from pixelstyle.screens import NativePicture, get_mode

_ROM, _START = 0x1000, b"\x00\xf0"
_LINES, _HALF = 192, 20
_TABLES = range(0x101, 0x901, 0x100)
"""Where in the ROM each of the eight tables begins: two of colours, three of the left half, three of the right."""

_PROGRAM = machine_code("""
F000  78        sei
F001  D8        cld
F002  A2 FF     ldx #$FF
F004  9A        txs
F005  A9 00     lda #$00
F007  95 00     sta $00,x      ; all registers and all memory
F009  CA        dex
F00A  D0 FB     bne $F007
F00C  A9 02     lda #$02       ; a frame has 262 lines
F00E  85 01     sta VBLANK     ; dark
F010  85 02     sta WSYNC
F012  85 00     sta VSYNC      ; lines 0, 1 and 2 tell the television that a frame begins
F014  85 02     sta WSYNC
F016  85 02     sta WSYNC
F018  85 02     sta WSYNC
F01A  A9 00     lda #$00
F01C  85 00     sta VSYNC
F01E  A2 24     ldx #36        ; lines 3 to 39 are dark
F020  85 02     sta WSYNC
F022  CA        dex
F023  D0 FB     bne $F020
F025  86 01     stx VBLANK
F027  A0 C0     ldy #192
F029  BE 00 F1  ldx $F100,y
F02C  85 02     sta WSYNC      ; the picture's lines begin here; behind, the cycle that each write ends in
F02E  86 09     stx COLUBK     ; 6, before the line is seen
F030  B9 00 F2  lda $F200,y
F033  85 08     sta COLUPF     ; 13
F035  B9 00 F3  lda $F300,y
F038  85 0D     sta PF0        ; 20, seen from 22 on
F03A  B9 00 F4  lda $F400,y
F03D  85 0E     sta PF1        ; 27, seen from 28 on
F03F  B9 00 F5  lda $F500,y
F042  85 0F     sta PF2        ; 34, seen from 38 on
F044  B9 00 F6  lda $F600,y
F047  85 0D     sta PF0        ; 41, between 28 and 49: the right half begins
F049  B9 00 F7  lda $F700,y
F04C  85 0E     sta PF1        ; 48, between 39 and 54
F04E  B9 00 F8  lda $F800,y
F051  85 0F     sta PF2        ; 55, between 49 and 65
F053  BE FF F0  ldx $F0FF,y    ; the next line's background
F056  88        dey
F057  85 02     sta WSYNC
F059  D0 D3     bne $F02E
F05B  98        tya
F05C  85 09     sta COLUBK     ; all black
F05E  85 0D     sta PF0
F060  85 0E     sta PF1
F062  85 0F     sta PF2
F064  A9 02     lda #$02
F066  85 01     sta VBLANK
F068  A2 1D     ldx #29        ; lines 232 to 261
F06A  85 02     sta WSYNC
F06C  CA        dex
F06D  D0 FB     bne $F06A
F06F  4C 0C F0  jmp $F00C
""")


def _encode(picture: NativePicture) -> Files:
    picture = slotted(picture)
    held = picture.slots[0][:, 0].astype(np.uint8) << 1
    rom = bytearray(_ROM)
    rom[: len(_PROGRAM)] = _PROGRAM
    rom[-4:] = _START * 2
    for at, table in zip(_TABLES, [held[:, 0], held[:, 1], *_playfield(codes_of(picture))], strict=True):
        rom[at : at + _LINES] = table[::-1].tobytes()
    return {".a26": bytes(rom)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".a26"]
    expect_length(data, (_ROM,), "An Atari 2600 cartridge with a picture")
    if not data.startswith(_PROGRAM):
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    tables = [np.frombuffer(data[at : at + _LINES], np.uint8)[::-1] for at in _TABLES]
    held = np.stack(tables[:2], axis=1)[:, None] >> 1
    return picture_of_codes(get_mode("atari2600"), _codes(tables[2:]), (held,))


def _playfield(codes: np.ndarray) -> list[np.ndarray]:
    """PF0, PF1 and PF2 of both halves, uint8 [192] each, of codes [192, 40]."""
    registers = []
    for half in (codes[:, :_HALF], codes[:, _HALF:]):
        registers += [
            np.packbits(half[:, :4], axis=1, bitorder="little")[:, 0] << 4,
            np.packbits(half[:, 4:12], axis=1)[:, 0],
            np.packbits(half[:, 12:], axis=1, bitorder="little")[:, 0],
        ]
    return registers


def _codes(registers: list[np.ndarray]) -> np.ndarray:
    """The reverse of `_playfield`."""
    parts = []
    for first, second, third in (registers[:3], registers[3:]):
        parts += [
            np.unpackbits(first[:, None], axis=1, bitorder="little")[:, 4:],
            np.unpackbits(second[:, None], axis=1),
            np.unpackbits(third[:, None], axis=1, bitorder="little"),
        ]
    return np.concatenate(parts, axis=1)


FORMATS: tuple[Format, ...] = (
    Format(
        name="atari2600-cartridge",
        title="Atari 2600 cartridge",
        extensions=(".a26",),
        modes=("atari2600",),
        encode=_encode,
        decode=_decode,
        sizes=(_ROM,),
        starts=(_PROGRAM,),
        passed_over="bit 0 of colours, bits 0 to 3 of PF0; whatever lies between the tables",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
)
