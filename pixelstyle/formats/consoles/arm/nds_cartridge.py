"""Nintendo DS: a cartridge (.nds) that shows one picture, a bitmap of 256 or of 32,768 colours, on one screen or both.

    $0000  header, without the mark that Nintendo's start-up program asks for, as homebrew programs are kept: what the
           ARM9 runs lies right behind it
    $0200  for the ARM9, seen at $02000000: the viewer, and from $023C on what it writes: an address, how many words,
           these words, and so on; at the end the upper screen's DISPCNT and 0
    end    for the ARM7, seen at $03800000: a loop

The length is a multiple of 512 bytes. Emulators and flash cartridges start it as it is.
Source: Martin Korth, "GBATEK": DS Cartridge Header, DS Memory Control - VRAM, DS Video Stuff, DS Video BG Modes /
Control, DS Video Extended Rotation/Scaling, DS Power Management Device (POWCNT1), BIOS CRC16.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.consoles.arm.bitmaps import PALETTE, pack_bitmap, pixel_bytes, unpack_bitmap
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture, ScreenMode, get_mode

_ROM = {"nds-256": 51200, "nds-15bit": 99840, "nds-15bit-both": 198144}
_SECTOR = 0x200
_MAIN_RAM, _ARM7_RAM = 0x02000000, 0x03800000
_INTERRUPTS, _POWER, _BANKS = 0x04000208, 0x04000304, 0x04000240
_ENGINES = (0x04000000, 0x05000000, 0x06000000), (0x04001000, 0x05000400, 0x06200000)
"""Registers, palettes and bitmaps of engine A, which has the upper screen, and of engine B."""
_BACKGROUND_2, _TURN_2, _BRIGHTNESS = 0x0C, 0x20, 0x6C
"""Where an engine has what background 2 is, how it is turned, and by how much its screen is faded."""
_ONLY_BACKDROP, _BITMAP_ON = 0x00010000, 0x00010405
"""What DISPCNT holds: colour 0 everywhere, or background 2 of mode 5, which shows bitmaps."""
_LEAST_CHIP = 0x20000
"""Bytes of the smallest memory chip, number 0; number 1 is twice as large."""
_LOGO_AT, _LOGO_CHECK_AT, _HEADER_CHECK_AT = 0xC0, 0x15C, 0x15E

VIEWER = machine_code("""
02000000  34 00 8F E2  add r0,pc,#52       ; what is to be written ($0200003C):
02000004  06 00 B0 E8  ldmia r0!,{r1,r2}   ;   where to, and how many words
02000008  00 00 52 E3  cmp r2,#0
0200000C  04 00 00 0A  beq $02000024       ;   none: DISPCNT is left
02000010  04 30 90 E4  ldr r3,[r0],#4
02000014  04 30 81 E4  str r3,[r1],#4
02000018  01 20 52 E2  subs r2,r2,#1
0200001C  FB FF FF 1A  bne $02000010
02000020  F7 FF FF EA  b $02000004
02000024  01 43 A0 E3  mov r4,#$04000000
02000028  B6 30 D4 E1  ldrh r3,[r4,#6]     ; VCOUNT: below the picture, so that no frame is shown in part
0200002C  C0 00 53 E3  cmp r3,#192
02000030  FC FF FF 1A  bne $02000028
02000034  00 10 84 E5  str r1,[r4]         ; DISPCNT: picture on
02000038  FE FF FF EA  b $02000038
""")
ARM7_LOOP = machine_code("03800000  FE FF FF EA  b $03800000")


def _words(*values: int) -> bytes:
    return np.array(values, "<u4").tobytes()


def _block(to: int, data: bytes) -> bytes:
    return _words(to, len(data) // 4) + data


def _check(data: bytes | bytearray) -> int:
    """CRC-16, polynomial $A001, from $FFFF on: what the start-up program works out of the header.

    >>> f"{_check(b'123456789'):04X}"
    '4B37'
    """
    found = 0xFFFF
    for byte in data:
        found ^= byte
        for _ in range(8):
            found = found >> 1 ^ (0xA001 if found & 1 else 0)
    return found


def _engines_of(mode: ScreenMode) -> int:
    return mode.height // 192


def _settings(mode: ScreenMode) -> bytes:
    """What is written before colours and pixels: power, video memory, and what each screen is to show."""
    blocks = [
        _block(_INTERRUPTS, _words(0)),
        _block(_POWER, _words(0x8203)),  # both screens and both engines, A's on the upper one
        _block(_BANKS, _words(0x00840081)),  # bank A for engine A's bitmap, bank C for B's
    ]
    for number, (registers, palette, _) in enumerate(_ENGINES):
        shows = number < _engines_of(mode)
        blocks += [
            _block(registers + _BACKGROUND_2, _words(0x4084 if mode.coded else 0x4080)),  # 256 x 256, words or bytes
            _block(registers + _TURN_2, _words(0x100, 0x01000000, 0, 0)),  # neither turned nor enlarged, at 0, 0
            _block(registers + _BRIGHTNESS, _words(0)),
            _block(palette, _words(0)),
        ]
        if number:
            blocks.append(_block(registers, _words(_BITMAP_ON if shows else _ONLY_BACKDROP)))
    return b"".join(blocks)


def _program(picture: NativePicture) -> tuple[bytes, tuple[int, ...]]:
    """What the ARM9 has in its memory, and where in it palettes and pixels begin, in turn for each engine."""
    mode = picture.mode
    colours, pixels = pack_bitmap(picture, opaque=True)
    each = len(pixels) // _engines_of(mode)
    program, places = VIEWER + _settings(mode), []
    for number, (_, palette, bitmap) in enumerate(_ENGINES[: _engines_of(mode)]):
        parts = [(bitmap, pixels[number * each : (number + 1) * each])]
        if not mode.coded:
            parts.insert(0, (palette, colours))
        for to, data in parts:
            places.append(len(program) + 8)
            program += _block(to, data)
    program += _words(_BITMAP_ON, 0)
    return program + bytes(-len(program) % _SECTOR), tuple(places)


def _encode(picture: NativePicture) -> Files:
    program, _ = _program(picture)
    end = _SECTOR + len(program)
    header = bytearray(_SECTOR)
    header[:0x12] = b"PIXELSTYLE\0\0PXSTPX"
    header[0x14] = int(end > _LEAST_CHIP)
    header[0x20:0x40] = _words(
        *(_SECTOR, _MAIN_RAM, _MAIN_RAM, len(program)), *(end, _ARM7_RAM, _ARM7_RAM, len(ARM7_LOOP))
    )
    header[0x80:0x88] = _words(end + len(ARM7_LOOP), _SECTOR)
    header[_LOGO_CHECK_AT:_HEADER_CHECK_AT] = _check(header[_LOGO_AT:_LOGO_CHECK_AT]).to_bytes(2, "little")
    header[_HEADER_CHECK_AT : _HEADER_CHECK_AT + 2] = _check(header[:_HEADER_CHECK_AT]).to_bytes(2, "little")
    return {".nds": bytes(header) + program + ARM7_LOOP.ljust(_SECTOR, b"\0")}


def _blank(mode: ScreenMode) -> NativePicture:
    return unpack_bitmap(mode, bytes(PALETTE), bytes(pixel_bytes(mode)))


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    rom = files[".nds"]
    expect_length(rom, tuple(_ROM.values()), "A Nintendo DS cartridge with a picture")
    mode = next(get_mode(name) for name, length in _ROM.items() if length == len(rom))
    blank, places = _program(_blank(mode))
    held = rom[_SECTOR : _SECTOR + len(blank)]
    if not held.startswith(blank[: places[0]]):
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    each = pixel_bytes(mode) // _engines_of(mode)
    if mode.coded:
        return unpack_bitmap(mode, b"", b"".join(held[at : at + each] for at in places))
    colours_at, pixels_at = places
    return unpack_bitmap(mode, held[colours_at : colours_at + PALETTE], held[pixels_at : pixels_at + each])


FORMATS: tuple[Format, ...] = (
    Format(
        name="nds-cartridge",
        title="Nintendo DS cartridge",
        extensions=(".nds",),
        modes=tuple(_ROM),
        encode=_encode,
        decode=_decode,
        sizes=tuple(_ROM.values()),
        passed_over="the header; bit 15 of colours; what is behind the picture",
        refused="programs that are not ours",
        verified_by=("DeSmuME",),
    ),
)
