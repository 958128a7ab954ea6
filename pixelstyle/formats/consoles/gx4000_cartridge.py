"""Amstrad CPC Plus: a cartridge (.cpr) that shows one picture when a GX4000, 464 Plus or 6128 Plus is turned on.

    RIFF, the length, "AMS!", then for each block of 16 K a chunk:
    cb00   what is seen at $0000: the program, from $0100 on what it sends
    cb01   what is put in screen memory

In cb00, $0100: the CRTC's registers; $0112: the 17 bytes that unlock the ASIC; $0123: its colours of 16 inks and the
border, two bytes each, red << 4 | blue and then green.

Sources: Kevin Thacker, "CPR CPC Plus cartridge file format"; Amstrad, "Arnold V Specification, Issue 1.5" (1990), and
CPCWiki, "Programming: Unlocking ASIC".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros.cpc import BITS, CRTC_REGISTERS, pixels_of, screen_memory
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, get_mode

_BLOCK, _CHUNK_HEAD, _FILE_HEAD = 0x4000, 8, 12
LENGTH = _FILE_HEAD + 2 * (_CHUNK_HEAD + _BLOCK)
HEAD = b"RIFF" + (LENGTH - 8).to_bytes(4, "little") + b"AMS!"
FIRST, SCREEN = _FILE_HEAD + _CHUNK_HEAD, _FILE_HEAD + 2 * _CHUNK_HEAD + _BLOCK
"""Where in the file the blocks are."""
SENT_AT, COLOURS_AT = 0x0100, 0x0123
LEVELS = (4, 4, 4)
INKS, _WITH_BORDER = 16, 17
_UNLOCK = bytes.fromhex("FF 00 FF 77 B3 51 A8 D4 62 39 9C 46 2B 15 8A CD EE")

BOOT = machine_code("""
0000  F3         DI
0001  01 80 7F   LD BC,$7F80   ; the gate array: the mode (0 here), both ROMs seen
0004  ED 49      OUT (C),C
0006  01 C0 7F   LD BC,$7FC0   ; the usual memory
0009  ED 49      OUT (C),C
000B  01 81 DF   LD BC,$DF81   ; block 1 of the cartridge at $C000
000E  ED 49      OUT (C),C
0010  21 00 C0   LD HL,$C000
0013  54         LD D,H
0014  5D         LD E,L
0015  01 00 40   LD BC,$4000
0018  ED B0      LDIR          ; what is written goes to memory, under the ROM
001A  21 00 01   LD HL,$0100
001D  01 00 BC   LD BC,$BC00   ; the CRTC
0020  ED 49      OUT (C),C
0022  04         INC B
0023  7E         LD A,(HL)
0024  ED 79      OUT (C),A
0026  05         DEC B
0027  23         INC HL
0028  0C         INC C
0029  79         LD A,C
002A  FE 12      CP 18
002C  20 F2      JR NZ,$0020
002E  1E 11      LD E,17       ; unlocks the ASIC
0030  7E         LD A,(HL)
0031  ED 79      OUT (C),A
0033  23         INC HL
0034  1D         DEC E
0035  20 F9      JR NZ,$0030
0037  01 B8 7F   LD BC,$7FB8   ; its registers are seen at $4000
003A  ED 49      OUT (C),C
003C  11 00 64   LD DE,$6400
003F  01 22 00   LD BC,34
0042  ED B0         LDIR          ; the colours, the border's with them
""")
"""What a cartridge begins with, wherever it lies: it jumps from place to place within itself alone."""
MODE_IN_BOOT = 2
"""Where in it the mode is."""

_PROGRAM = BOOT + machine_code("""
0044  01 A0 7F   LD BC,$7FA0   ; and no longer
0047  ED 49      OUT (C),C
0049  18 FE      JR $0049
""")


def cartridge(program: Mapping[int, bytes], levels: np.ndarray, screen: bytes) -> bytes:
    """A cartridge with code at these addresses, what it sends for inks of these levels, [K, 3], and 16 K of screen
    memory."""
    colours = filled_up(registers_of_levels(levels), _WITH_BORDER)
    first = bytearray(_BLOCK)
    for at, code in (*program.items(), (SENT_AT, CRTC_REGISTERS + _UNLOCK + colours.tobytes())):
        first[at : at + len(code)] = code
    blocks = (bytes(first), screen)
    chunks = (b"cb%02d" % block + _BLOCK.to_bytes(4, "little") + data for block, data in enumerate(blocks))
    return HEAD + b"".join(chunks)


def registers_of_levels(levels: np.ndarray) -> np.ndarray:
    """The ASIC's two bytes for each colour, uint8 [..., 2], of levels [..., 3]: 0 to 15 of red, green, blue."""
    return np.stack([levels[..., 0] << 4 | levels[..., 2], levels[..., 1]], axis=-1).astype(np.uint8)


def levels_of_registers(registers: np.ndarray) -> np.ndarray:
    """The reverse of `registers_of_levels`: levels, uint8 [..., 3], of bytes, uint8 [..., 2]."""
    return np.stack([registers[..., 0] >> 4, registers[..., 1] & 15, registers[..., 0] & 15], axis=-1)


def _encode(picture: NativePicture) -> Files:
    number = int(picture.mode.name[-1])
    program = bytearray(_PROGRAM)
    program[MODE_IN_BOOT] |= number
    screen = screen_memory(picture.indices, BITS[number])
    return {".cpr": cartridge({0: bytes(program)}, levels_of(picture.palette, LEVELS), screen)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".cpr"]
    expect_length(data, (LENGTH,), "A CPC Plus cartridge with a picture")
    number = data[FIRST + MODE_IN_BOOT] & 3
    if number in BITS:
        registers = np.frombuffer(data, np.uint8, 2 * INKS, FIRST + COLOURS_AT).reshape(INKS, 2)
        palette = palette_of_levels(levels_of_registers(registers)[: 1 << BITS[number]], LEVELS)
        codes = pixels_of(data[SCREEN:], BITS[number])
        picture = picture_of_codes(get_mode(f"cpc-plus-mode{number}"), codes, palette=palette)
        if _encode(picture)[".cpr"] == data:
            return picture
    raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")


FORMATS: tuple[Format, ...] = (
    Format(
        name="cpc-plus-cartridge",
        title="Amstrad CPC Plus cartridge",
        extensions=(".cpr",),
        modes=("cpc-plus-mode0", "cpc-plus-mode1", "cpc-plus-mode2"),
        encode=_encode,
        decode=_decode,
        sizes=(LENGTH,),
        starts=(HEAD,),
        passed_over="nothing",
        refused="programs that are not ours",
        verified_by=("MAME",),
    ),
)
