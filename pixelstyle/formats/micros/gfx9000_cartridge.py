"""MSX .rom for the GFX9000: a cartridge that shows one picture on the V9990, under the mapper "ASCII 16K".

    $4000  head: "AB", where the program begins; the program at $4010
    $4100  how many registers are set, then number and value of each
    $4200  64 colours, a byte each for red, green and blue

The picture is in banks 1 to 4 or 1 to 7 of 16 KB, as the V9990's memory has it.
Sources: Yamaha, "V9990 E-VDP-III Application Manual" (1992), ports, registers, "Color palette"; for cartridges and
their slots those of `msx_cartridge`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros.msx_cartridge import START_AND_SLOT, banks_sent
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, get_mode


def _program(banks: int) -> bytes:
    """The program for a picture in so many banks."""
    return machine_code(f"""{START_AND_SLOT}
4032  21 00 41        ld hl,$4100
4035  46              ld b,(hl)
4036  23              inc hl
4037  7E              ld a,(hl)
4038  D3 64           out ($64),a       ; which register
403A  23              inc hl
403B  7E              ld a,(hl)
403C  D3 63           out ($63),a
403E  23              inc hl
403F  10 F6           djnz $4037
4041  21 00 42        ld hl,$4200
4044  01 61 C0        ld bc,$C061
4047  ED B3           otir              ; the palette
4049  0D              dec c             ; and memory
404A  1E 01           ld e,1
{banks_sent(0x404C, 1 + banks)}
4062  3E 08           ld a,8
4064  D3 64           out ($64),a
4066  3E C2           ld a,$C2          ; the picture is turned on, without sprites; memory of 512 KB
4068  D3 63           out ($63),a
406A  18 FE           jr -2
""")


_B1, _B1_64 = "gfx9000-b1", "gfx9000-b1-64"
_PROGRAMS = {_B1: _program(7), _B1_64: _program(4)}
_ZERO = (0, 1, 2, 7, 9, *range(13, 28))
"""Registers that are 0: where memory is written, one dot a clock, no interrupts, palette, border, place, scrolling."""
_COLOURS, _BITS = 64, (5, 5, 5)
_REGISTERS_AT, _PALETTE_AT, _BANK, _LARGE = 0x100, 0x200, 0x4000, 0x20000


def _registers(mode: str) -> bytes:
    """How many there are, then each with its value: a bitmap of 256 dots, of 16 bits or 8."""
    pairs = [(8, 0x42), (6, 0x83 if mode == _B1 else 0x82), *((number, 0) for number in _ZERO)]
    return bytes([len(pairs)]) + b"".join(map(bytes, pairs))


def _encode(picture: NativePicture) -> Files:
    mode, pixels, levels = picture.mode.name, picture.indices, np.zeros((_COLOURS, 3), np.int64)
    if mode == _B1:
        words = pixels.astype(np.uint16)
        memory = (words >> 5 << 10 & 0x7C00 | (words & 31) << 5 | words >> 10 & 31).astype("<u2").tobytes()
    else:
        memory, levels = pixels.tobytes(), filled_up(levels_of(picture.palette, _BITS), _COLOURS)
    rom = _PROGRAMS[mode].ljust(_REGISTERS_AT, b"\xff") + _registers(mode)
    rom = rom.ljust(_PALETTE_AT, b"\xff") + levels.astype(np.uint8).tobytes()
    return {".rom": (rom.ljust(_BANK, b"\xff") + memory).ljust(_LARGE, b"\xff")}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    rom = files[".rom"]
    for name, program in _PROGRAMS.items():
        if len(rom) == _LARGE and rom.startswith(program) and rom[_REGISTERS_AT:].startswith(_registers(name)):
            mode = get_mode(name)
            dots = np.frombuffer(rom, "<u2" if name == _B1 else "u1", mode.width * mode.height, _BANK)
            pixels = dots.reshape(mode.height, mode.width)
            if name == _B1:
                words = (pixels >> 5 & 31 | pixels >> 10 << 5 & 0x3E0 | (pixels & 31) << 10).astype(np.uint16)
                return picture_of_codes(mode, words)
            levels = np.frombuffer(rom, np.uint8, 3 * _COLOURS, _PALETTE_AT).reshape(-1, 3).astype(np.int64)
            return picture_of_codes(mode, pixels & 63, palette=palette_of_levels(levels & 31, _BITS))
    raise PixelStyleError("This cartridge holds some other program, not a GFX9000 picture with PixelStyle's viewer.")


FORMATS: tuple[Format, ...] = (
    Format(
        name="gfx9000-cartridge",
        title="MSX cartridge for the GFX9000",
        extensions=(".rom",),
        modes=tuple(_PROGRAMS),
        encode=_encode,
        decode=_decode,
        sizes=(_LARGE,),
        starts=tuple(_PROGRAMS.values()),
        passed_over="bits of words, numbers and levels that the V9990 does not show",
        refused="programs that are not ours",
        verified_by=("openMSX",),
    ),
)
