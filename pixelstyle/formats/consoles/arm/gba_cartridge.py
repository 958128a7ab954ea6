"""Game Boy Advance: a cartridge (.gba) that shows one picture, as tiles of 16 colours or as a bitmap of 256 or 32,768.

65,536 bytes, or 131,072 with 32,768 colours, seen at $08000000:

    $0000  a branch to the viewer, then the header, without the mark that Nintendo's start-up program asks for
    $00C0  viewer; $011C transfers, twelve bytes each; then two registers
    $0400  palettes, 512 bytes
    $0800  map, 32 x 32 words (tiles)
    $1000  tiles, 19,200 bytes, or bitmap, 38,400 or 76,800 bytes

Emulators start it as it is. Consoles start it when the mark has been put in, which `gbafix` of devkitPro and the
programs for writing cartridges do.
Source: Martin Korth, "GBATEK": GBA Cartridge Header, LCD I/O, LCD VRAM Bitmap BG Modes, GBA DMA Transfers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.consoles.arm.bitmaps import PALETTE, pack_bitmap, unpack_bitmap
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.formats.tile_data.formats import formats_of, packed_tiles
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.screens import NativePicture, get_mode

_AT = 0x08000000
_TITLE_AT, _FIXED_AT, _CHECK_AT, _VIEWER_AT, _TABLE_AT = 0xA0, 0xB2, 0xBD, 0xC0, 0x11C
_PALETTES_AT, _MAP_AT, _MAP, _PIXELS_AT = 0x400, 0x800, 2048, 0x1000
_TILED, _BITMAP, _DIRECT = "gba-4bpp", "gba-8bpp", "gba-15bit"
_PIXELS = {_TILED: 600 * 32, _BITMAP: 240 * 160, _DIRECT: 2 * 240 * 160}
_ROM = {_TILED: 0x10000, _BITMAP: 0x10000, _DIRECT: 0x20000}
_COLOURS, _VIDEO, _MAP_IN_VIDEO = 0x05000000, 0x06000000, 0x0600F800
_REGISTERS = {_TILED: (0x0100, 0x1F00), _BITMAP: (0x0404, 0), _DIRECT: (0x0403, 0)}
"""What DISPCNT and BG0CNT hold: background 0 of mode 0, its map in the last 2 KB, or background 2 of mode 4 or 3."""
_AT_ONCE = 0x84000000
"""Upper half of a transfer's third word: at once, in words, from and to rising addresses."""
_MOST = 240 * 160
"""Bytes that one transfer copies: DMA 3 would do 262,140, but an emulator knows only the 65,532 of the others."""

BRANCH = machine_code("08000000  2E 00 00 EA  b $080000C0")
VIEWER = machine_code("""
080000C0  01 03 A0 E3  mov r0,#$04000000
080000C4  80 10 A0 E3  mov r1,#$80
080000C8  B0 10 C0 E1  strh r1,[r0]        ; picture off
080000CC  00 10 A0 E3  mov r1,#0
080000D0  10 10 80 E5  str r1,[r0,#$10]    ; background 0 at 0, 0
080000D4  01 2C A0 E3  mov r2,#$100
080000D8  20 20 80 E5  str r2,[r0,#$20]    ; background 2 neither turned nor enlarged:
080000DC  01 24 A0 E3  mov r2,#$01000000
080000E0  24 20 80 E5  str r2,[r0,#$24]
080000E4  28 10 80 E5  str r1,[r0,#$28]    ;   and at 0, 0
080000E8  2C 10 80 E5  str r1,[r0,#$2C]
080000EC  D4 10 80 E2  add r1,r0,#$D4      ; DMA 3: from, to, how many words
080000F0  24 20 8F E2  add r2,pc,#36       ;   ($0800011C)
080000F4  38 00 B2 E8  ldmia r2!,{r3,r4,r5}
080000F8  00 00 55 E3  cmp r5,#0
080000FC  38 00 81 18  stmiane r1,{r3,r4,r5}
08000100  FB FF FF 1A  bne $080000F4
08000104  B6 20 D0 E1  ldrh r2,[r0,#6]     ; VCOUNT: below the picture, so that no frame is shown in part
08000108  A0 00 52 E3  cmp r2,#160
0800010C  FC FF FF 1A  bne $08000104
08000110  B8 40 C0 E1  strh r4,[r0,#8]     ; BG0CNT
08000114  B0 30 C0 E1  strh r3,[r0]        ; DISPCNT: picture on
08000118  FE FF FF EA  b $08000118
""")


def _transfers(mode: str) -> bytes:
    whole = _PIXELS[mode]
    pieces = [(start, min(_MOST, whole - start)) for start in range(0, whole, _MOST)]
    parts = [(_PIXELS_AT + start, _VIDEO + start, length) for start, length in pieces]
    parts.append((_PALETTES_AT, _COLOURS, PALETTE))
    if mode == _TILED:
        parts.append((_MAP_AT, _MAP_IN_VIDEO, _MAP))
    words = [word for at, to, length in parts for word in (_AT + at, to, _AT_ONCE | length // 4)]
    return np.array([*words, *_REGISTERS[mode], 0], "<u4").tobytes()


def _encode(picture: NativePicture) -> Files:
    mode = picture.mode.name
    if mode == _TILED:
        files = packed_tiles(picture, TileOptions())
        rows = np.frombuffer(files[".map"], np.uint8).reshape(20, 60)
        parts = {
            _PALETTES_AT: files[".pal"],
            _MAP_AT: np.pad(rows, ((0, 0), (0, 4))).tobytes(),
            _PIXELS_AT: files[".chr"],
        }
    else:
        colours, pixels = pack_bitmap(picture)
        parts = {_PALETTES_AT: colours, _PIXELS_AT: pixels}
    parts |= {0: BRANCH, _TITLE_AT: b"PIXELSTYLE\0\0PXST01", _VIEWER_AT: VIEWER, _TABLE_AT: _transfers(mode)}
    rom = bytearray(_ROM[mode])
    for at, data in parts.items():
        rom[at : at + len(data)] = data
    rom[_FIXED_AT] = 0x96
    rom[_CHECK_AT] = -(0x19 + sum(rom[_TITLE_AT:_CHECK_AT])) & 0xFF
    return {".gba": bytes(rom)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    rom = files[".gba"]
    expect_length(rom, tuple(sorted(set(_ROM.values()))), "A Game Boy Advance cartridge with a picture")
    held = rom[_VIEWER_AT:]
    mode = next((name for name in _PIXELS if held.startswith(VIEWER + _transfers(name))), None)
    if mode is None:
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    pixels, palettes = rom[_PIXELS_AT : _PIXELS_AT + _PIXELS[mode]], rom[_PALETTES_AT : _PALETTES_AT + PALETTE]
    expect_length(rom, (_ROM[mode],), f"A Game Boy Advance cartridge for '{mode}'")
    if mode != _TILED:
        return unpack_bitmap(get_mode(mode), palettes, pixels)
    shown = np.frombuffer(rom, np.uint8, 20 * 64, _MAP_AT).reshape(20, 64)[:, :60].tobytes()
    return formats_of(get_mode(mode))[0].decode({".chr": pixels, ".map": shown, ".pal": palettes})


FORMATS: tuple[Format, ...] = (
    Format(
        name="gba-cartridge",
        title="Game Boy Advance cartridge",
        extensions=(".gba",),
        modes=tuple(_PIXELS),
        encode=_encode,
        decode=_decode,
        sizes=tuple(sorted(set(_ROM.values()))),
        passed_over="the header; bit 15 of colours; what of the map is beside the screen",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
)
