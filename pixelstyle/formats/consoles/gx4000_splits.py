"""Amstrad CPC Plus: a cartridge (.cpr) whose program keeps step with the beam and gives each line inks of its own.

As `gx4000_cartridge` has it, with another program in block 0: it asks for an interrupt behind line 224, which is below
the picture, writes the first line's inks, counts microseconds up to the end of that line, and then runs through the
code of the other lines, 36 bytes and 64 microseconds each, from $0150 on: the values of four inks are loaded while the
line above is drawn, and stored behind it.

    21 v v, 11 v v, 01 v v, DD 21 v v          LD HL, DE, BC, IX: two bytes of an ink's colour    13 microseconds
    22 n 64, ED 53 n 64, ED 43 n 64, DD 22 n 64     LD ($6400 + 2 * ink),HL, DE, BC, IX           23
    3E 06, 3D, 20 FD, 00 00 00                 waits                                              28

The picture is drawn in 40 of 64 microseconds. All instructions take whole ones; HALT and the interrupt, 1 behind the
end of the horizontal synchronisation, leave no doubt about which. MAME shows every dot in its colour
for waits of 3 less to 3 more microseconds before the first line's end than the program has.

Sources: Amstrad, "Arnold V Specification, Issue 1.5" (1990); CPCWiki, "ASIC", "Gate Array", on interrupts.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.consoles.gx4000_cartridge import (
    BOOT,
    COLOURS_AT,
    FIRST,
    HEAD,
    INKS,
    LENGTH,
    LEVELS,
    MODE_IN_BOOT,
    SCREEN,
    cartridge,
    levels_of_registers,
    registers_of_levels,
)
from pixelstyle.formats.micros.cpc import BITS, pixels_of, screen_memory
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import codes_of, expect_length, slotted
from pixelstyle.formats.shared.line_registers import picture_of_lines
from pixelstyle.formats.shared.palette_registers import levels_of
from pixelstyle.screens import NativePicture, get_mode

_WHAT = "A CPC Plus cartridge with split inks"
_LINES, _WRITES = 200, 4
_PROGRAM_AT, _CODE_AT = 0x0040, 0x0150

_START = machine_code("0000  C3 40 00   JP $0040")
_INTERRUPT = machine_code("""
0038  C3 95 00  JP $0095
""")
_PROGRAM = BOOT + machine_code("""
0084  3E E0      LD A,224
0086  32 00 68   LD ($6800),A  ; interrupts in this line only
0089  ED 56      IM 1
008B  31 00 C0   LD SP,$C000
008E  FB         EI
008F  76         HALT
0090  18 FD      JR $008F
0092  00 00 00
0095  21 23 01   LD HL,$0123   ; the first line's inks
0098  11 00 64   LD DE,$6400
009B  01 20 00   LD BC,32
009E  ED B0      LDIR
00A0  11 00 03   LD DE,768     ; 7 microseconds each
00A3  1B         DEC DE
00A4  7A         LD A,D
00A5  B3         OR E
00A6  20 FB      JR NZ,$00A3
00A8  00 00 00 00 00 00
00AE  C3 50 01   JP $0150
""")
_AGAIN = machine_code("0000  C3 8B 00   JP $008B")
_LINE = np.frombuffer(
    bytes.fromhex("210000 110000 010000 DD210000 220064 ED530064 ED430064 DD220064 3E06 3D 20FD 000000"), np.uint8
)
_VALUES_AT, _ADDRESSES_AT = np.array([1, 4, 7, 11]), np.array([14, 18, 22, 26])
"""Where in a line's code the inks' colours are, two bytes each, and the lower bytes of their addresses."""


def _encode(picture: NativePicture) -> Files:
    number = _number(picture)
    picture = slotted(picture)
    by_line = levels_of(picture.palette, LEVELS)[picture.slots[0][:, 0]]
    program = bytearray(_PROGRAM)
    program[MODE_IN_BOOT] |= number
    code = {0: _START, 0x0038: _INTERRUPT, _PROGRAM_AT: bytes(program), _CODE_AT: _code(registers_of_levels(by_line))}
    return {".cpr": cartridge(code, by_line[0], screen_memory(codes_of(picture), BITS[number]))}


def _number(picture: NativePicture) -> int:
    return int(picture.mode.name.removeprefix("cpc-plus-mode")[0])


def _code(registers: np.ndarray) -> bytes:
    """What is done before each line but the first, for registers, uint8 [200, inks, 2]."""
    code = _LINE[None].repeat(_LINES - 1, axis=0)
    for row, (before, now) in enumerate(pairwise(registers), 1):
        inks = np.flatnonzero((before != now).any(axis=1))
        if len(inks) > _WRITES:
            raise PixelStyleError(f"Line {row} has {len(inks)} new inks; the program has time for {_WRITES}.")
        inks = np.resize(inks if len(inks) else [0], _WRITES)
        code[row - 1, _VALUES_AT], code[row - 1, _VALUES_AT + 1] = now[inks].T
        code[row - 1, _ADDRESSES_AT] = 2 * inks
    return code.tobytes() + _AGAIN


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".cpr"]
    expect_length(data, (LENGTH,), _WHAT)
    number = data[FIRST + _PROGRAM_AT + MODE_IN_BOOT] & 3
    if number < 2:
        now = np.frombuffer(data, np.uint8, 2 * INKS, FIRST + COLOURS_AT).reshape(INKS, 2)
        code = np.frombuffer(data, np.uint8, (_LINES - 1) * len(_LINE), FIRST + _CODE_AT).reshape(-1, len(_LINE))
        registers = [now]
        for line in code:
            now = now.copy()
            inks = line[_ADDRESSES_AT] >> 1
            for ink, value in zip(inks.tolist(), _VALUES_AT.tolist(), strict=True):
                now[ink % INKS] = line[value : value + 2]
            registers.append(now)
        mode = get_mode(f"cpc-plus-mode{number}-splits")
        levels = levels_of_registers(np.stack(registers)[:, : mode.slots[0].count])
        pixels = pixels_of(data[SCREEN:], BITS[number])
        picture = picture_of_lines(mode, pixels, (levels * 17).astype(np.uint8), _WHAT)
        if _encode(picture)[".cpr"] == data:
            return picture
    raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")


FORMATS: tuple[Format, ...] = (
    Format(
        name="cpc-plus-splits",
        title="Amstrad CPC Plus cartridge with split inks",
        extensions=(".cpr",),
        modes=("cpc-plus-mode0-splits", "cpc-plus-mode1-splits"),
        encode=_encode,
        decode=_decode,
        sizes=(LENGTH,),
        starts=(HEAD,),
        passed_over="nothing",
        refused="programs that are not ours",
        verified_by=("MAME",),
    ),
)
