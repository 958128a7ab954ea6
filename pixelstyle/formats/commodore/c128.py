"""Commodore 128: a .prg that shows a picture on the VDC's screen when it is run.

    $1C01 program, $1C80 registers, $1D00 bitmap and attributes, filled up to whole pages

It sets registers, copies what stands from $1D00 on to the VDC's memory, and turns the bitmap on. Where a row of cells
has two lines, it makes of the rows that a frame has, and of the one at which the beam returns, four times as many: PAL
and NTSC machines keep their own.
Source: Commodore, "Commodore 128 Programmer's Reference Guide" (1986), chapters 10 and 13 (registers of the VDC; MMU).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code, not_ours
from pixelstyle.formats.shared.layout import (
    codes_of,
    expect_length,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.screens import NativePicture, get_mode

_START, _DATA, _PAGE, _ACROSS = 0x1C01, 0x1D00, 256, 80

_BEGINNING = """
1C01  0B 1C 0A 00 9E 37 31 38 31 00 00 00   BASIC: 10 SYS 7181
1C0D  78         SEI
1C0E  A9 3E      LDA #$3E     ; RAM of bank 0 but for input and output
1C10  8D 00 FF   STA $FF00
1C13  A0 00      LDY #0
1C15  BE 80 1C   LDX $1C80,Y  ; a register's number
1C18  30 0A      BMI $1C24
1C1A  B9 81 1C   LDA $1C81,Y
1C1D  20 68 1C   JSR $1C68
1C20  C8         INY
1C21  C8         INY
1C22  D0 F1      BNE $1C15
"""
_FOUR_TIMES = """
1C24  A2 04      LDX #4       ; rows of a frame, less one
1C26  20 74 1C   JSR $1C74
1C29  0A         ASL
1C2A  0A         ASL
1C2B  09 03      ORA #3
1C2D  20 68 1C   JSR $1C68
1C30  A2 07      LDX #7       ; where the beam returns
1C32  20 74 1C   JSR $1C74
1C35  0A         ASL
1C36  0A         ASL
1C37  20 68 1C   JSR $1C68
"""
_ROUTINES = """
1C68  8E 00 D6   STX $D600    ; write A to register X
1C6B  2C 00 D6   BIT $D600
1C6E  10 FB      BPL $1C6B
1C70  8D 01 D6   STA $D601
1C73  60         RTS
1C74  8E 00 D6   STX $D600    ; read it
1C77  2C 00 D6   BIT $D600
1C7A  10 FB      BPL $1C77
1C7C  AD 01 D6   LDA $D601
1C7F  60         RTS
"""


def _filling(at: int, end: int) -> str:
    """At this address: pages up to number `end` go to the VDC's memory, then the bitmap is turned on and stays."""
    return f"""
    {at:04X}  A9 00      LDA #0
    {at + 2:04X}  85 FA      STA $FA
    {at + 4:04X}  A8         TAY
    {at + 5:04X}  A9 1D      LDA #$1D
    {at + 7:04X}  85 FB      STA $FB
    {at + 9:04X}  A2 1F      LDX #31      ; which goes on by one with each write
    {at + 11:04X}  B1 FA      LDA ($FA),Y
    {at + 13:04X}  20 68 1C   JSR $1C68
    {at + 16:04X}  C8         INY
    {at + 17:04X}  D0 F8      BNE -8
    {at + 19:04X}  E6 FB      INC $FB
    {at + 21:04X}  A5 FB      LDA $FB
    {at + 23:04X}  C9 {end:02X}      CMP #end
    {at + 25:04X}  D0 F0      BNE -16
    {at + 27:04X}  A2 19      LDX #25
    {at + 29:04X}  20 74 1C   JSR $1C74
    {at + 32:04X}  09 C0      ORA #$C0     ; a bitmap, with attributes
    {at + 34:04X}  20 68 1C   JSR $1C68
    {at + 37:04X}  4C {at + 37 & 255:02X} 1C   JMP itself
    """


@dataclass(frozen=True)
class _Screen:
    """One of the modes, as memory has it."""

    mode: str
    rows: int
    high: int
    """Lines of a row of cells."""
    large: bool
    """Whether the VDC has 64 KB."""

    @property
    def bitmap(self) -> int:
        """Bytes of the bitmap."""
        return self.rows * self.high * _ACROSS

    @property
    def used(self) -> int:
        """Bytes of the VDC's memory that a picture has."""
        return self.bitmap + self.rows * _ACROSS

    @property
    def pages(self) -> int:
        return -(-self.used // _PAGE)

    @property
    def program(self) -> bytes:
        """What the file holds before the picture, from $1C01 on."""
        code = machine_code(_BEGINNING + (_FOUR_TIMES if self.high == 2 else ""))
        code += machine_code(_filling(_START + len(code), _DATA // _PAGE + self.pages))
        registers = {28: 0x3F if self.large else 0x2F, 6: self.rows, 9: self.high - 1, 10: 0x20, 12: 0, 13: 0}
        registers |= {20: self.bitmap >> 8, 21: self.bitmap & 0xFF, 26: 0xF0, 27: 0, 18: 0, 19: 0}
        code = code.ljust(0x1C68 - _START, b"\0") + machine_code(_ROUTINES)
        code += b"".join(bytes(pair) for pair in registers.items()) + b"\xff"
        return code.ljust(_DATA - _START, b"\0")


_SCREENS = (
    _Screen("c128-vdc", 25, 8, large=True),
    _Screen("c128-vdc-8x2", 100, 2, large=True),
    _Screen("c128-vdc-16k", 22, 8, large=False),
)
_LENGTHS = {2 + _DATA - _START + _PAGE * screen.pages: screen for screen in _SCREENS}
_TO_VDC = np.array([(k & 7) << 1 | k >> 3 for k in range(16)], np.uint8)
"""The VDC's number of each colour that the CGA numbers with intensity in the highest bit."""


def _encode(picture: NativePicture) -> Files:
    picture = slotted(picture)
    screen = next(screen for screen in _SCREENS if screen.mode == picture.mode.name)
    held = _TO_VDC[picture.slots[0]]
    attributes = (held[:, :, 0] << 4 | held[:, :, 1]).astype(np.uint8)
    memory = pack_pixels(codes_of(picture), 1).tobytes() + attributes.tobytes()
    data = screen.program + memory.ljust(_PAGE * screen.pages, b"\0")
    return {".prg": _START.to_bytes(2, "little") + data}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, tuple(_LENGTHS), "A C128 program that shows a picture")
    screen, begin = _LENGTHS[len(data)], 2 + _DATA - _START
    if data[:begin] != _START.to_bytes(2, "little") + screen.program:
        raise not_ours("C128")
    memory = np.frombuffer(data, np.uint8, screen.used, begin)
    codes = unpack_pixels(memory[: screen.bitmap].reshape(-1, _ACROSS), 1)
    attributes = memory[screen.bitmap :].reshape(screen.rows, _ACROSS)
    held = _TO_VDC.argsort().astype(np.uint8)[np.stack([attributes >> 4, attributes & 15], axis=2)]
    return picture_of_codes(get_mode(screen.mode), codes, (held,))


FORMATS: tuple[Format, ...] = (
    Format(
        name="c128-program",
        title="C128 program that shows a picture",
        extensions=(".prg",),
        modes=tuple(screen.mode for screen in _SCREENS),
        encode=_encode,
        decode=_decode,
        sizes=tuple(_LENGTHS),
        starts=(b"\x01\x1c",),
        passed_over="what fills the last page up",
        refused="programs that are not ours",
        verified_by=("py65",),
    ),
)
