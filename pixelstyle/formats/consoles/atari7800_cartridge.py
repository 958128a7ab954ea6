"""Atari 7800: a cartridge of 16 K (.a78) that shows one picture in mode 160A.

    0      128 bytes for emulators: "ATARI7800", a title, how many bytes follow
    $C000  pixels: four groups of eight pages; a group has six zones, a page one line of each, the last line first
    $E000  lists of objects, 82 bytes for each of 24 zones; $E7C0 the list for empty zones
    $E800  the list of zones; $E900 registers $20 to $3F; $E940 program

MARIA reads all of it where it is. Consoles ask American cartridges for a signature, which this has not: emulators and
boards without that check start it.
Sources: General Computer Corporation, "7800 Software Guide" (1984); 7800 Development Wiki, "A78 Header Specification".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, machine_palette, pack_pixels, unpack_pixels
from pixelstyle.formats.shared.palette_registers import entries_of, palette_of_entries
from pixelstyle.formats.shared.tiles import picture_of_sub_palettes, sub_palette_codes
from pixelstyle.screens import NativePicture, get_mode

_ROM, _HEAD, _ORIGIN = 0x4000, 128, 0xC000
_LISTS_AT, _EMPTY_AT, _ZONES_AT, _REGISTERS_AT, _PROGRAM_AT = 0xE000, 0xE7C0, 0xE800, 0xE900, 0xE940
_VECTORS_AT = 0xFFFA
_ZONES, _OBJECTS, _BYTES = 24, 20, 2
"""Zones of eight lines, objects in each, and bytes of a line of an object."""
_LIST = 4 * _OBJECTS + 2
_IN_GROUP = 6
_BLANK = (25, 26)
"""Lines above and below the picture, of the 243 that MARIA draws."""
_SHARES = 4
"""Registers for each palette: three colours, and one that is something else's."""

PROGRAM = machine_code("""
E940  78        SEI
E941  D8        CLD
E942  A2 FF     LDX #$FF
E944  9A        TXS
E945  A9 07     LDA #$07    ; MARIA and the cartridge, for good
E947  85 01     STA $01
E949  A9 60     LDA #$60    ; no picture
E94B  85 3C     STA $3C
E94D  A2 1F     LDX #$1F
E94F  BD 00 E9  LDA $E900,X ; colours, the list of zones, zeros
E952  E0 1C     CPX #$1C    ; but for the picture's register
E954  F0 06     BEQ $E95C
E956  E0 04     CPX #$04    ; and the one that waits for the line
E958  F0 02     BEQ $E95C
E95A  95 20     STA $20,X
E95C  CA        DEX
E95D  10 F0     BPL $E94F
E95F  24 28     BIT $28     ; until the beam is below
E961  10 FC     BPL $E95F
E963  A9 40     LDA #$40    ; picture on, 160A
E965  85 3C     STA $3C
E967  4C 67 E9  JMP $E967
E96A  40        RTI
""")
_START, _RETURN = 0xE940, 0xE96A


def _header() -> bytes:
    head = bytearray(_HEAD)
    head[0:10] = b"\x01ATARI7800"
    head[17:24] = b"PICTURE"
    head[49:53] = _ROM.to_bytes(4, "big")
    head[55] = 1
    head[100:128] = b"ACTUAL CART DATA STARTS HERE"
    return bytes(head)


def _zone_lists(cells: np.ndarray) -> bytes:
    """The lists of objects, for the palette of each, [24, 20]."""
    lists = bytearray()
    for zone, palettes in enumerate(cells.tolist()):
        high = (_ORIGIN >> 8) + zone // _IN_GROUP * 8
        for place, palette in enumerate(palettes):
            low = zone % _IN_GROUP * _OBJECTS * _BYTES + place * _BYTES
            lists += bytes([low, palette << 5 | (32 - _BYTES), high, place * 8])
        lists += bytes(2)
    return bytes(lists)


def _zones() -> bytes:
    """The list of zones: empty ones, the picture's, empty ones; each by its lines less one and its list's address."""
    found = bytearray()

    def add(lines: int, at: int) -> None:
        found.extend(bytes([lines - 1, at >> 8, at & 255]))

    for blank in _BLANK:
        if found:
            for zone in range(_ZONES):
                add(8, _LISTS_AT + zone * _LIST)
        while blank:
            add(min(blank, 16), _EMPTY_AT)
            blank -= min(blank, 16)
    return bytes(found)


def _fixed(parts: dict[int, bytes]) -> bytes:
    """The cartridge with what does not depend on the picture, and with these parts."""
    rom = bytearray(_ROM)
    vectors = b"".join(at.to_bytes(2, "little") for at in (_RETURN, _START, _RETURN))
    # Where cartridges say that they are the 7800's, and where their signed part begins.
    parts = {0xFFF8: bytes([0xFF, _ORIGIN >> 8 | 7]), _VECTORS_AT: vectors} | parts
    for at, data in ({_ZONES_AT: _zones(), _PROGRAM_AT: PROGRAM} | parts).items():
        rom[at - _ORIGIN : at - _ORIGIN + len(data)] = data
    return _header() + bytes(rom)


def _encode(picture: NativePicture) -> Files:
    codes, held, cells = sub_palette_codes(picture)
    rows = pack_pixels(codes, 2).reshape(4, _IN_GROUP, 8, _OBJECTS * _BYTES)[:, :, ::-1]
    pages = np.zeros((4, 8, 256), np.uint8)
    pages[:, :, : _IN_GROUP * _OBJECTS * _BYTES] = rows.swapaxes(1, 2).reshape(4, 8, -1)
    colours = entries_of(picture.palette, machine_palette(picture.mode))[held]
    registers = np.zeros((8, _SHARES), np.uint8)
    registers[:, 1:] = colours[:, 1:]
    registers[0, 0] = colours[0, 0]
    registers[3, 0], registers[4, 0] = _ZONES_AT >> 8, _ZONES_AT & 255
    parts = {_ORIGIN: pages.tobytes(), _LISTS_AT: _zone_lists(cells), _REGISTERS_AT: registers.tobytes()}
    return {".a78": _fixed(parts)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".a78"]
    expect_length(data, (_HEAD + _ROM,), "An Atari 7800 cartridge with a picture")

    def held_at(at: int, length: int) -> bytes:
        return data[_HEAD + at - _ORIGIN : _HEAD + at - _ORIGIN + length]

    lists = np.frombuffer(held_at(_LISTS_AT, _ZONES * _LIST), np.uint8).reshape(_ZONES, _LIST)
    cells = lists[:, 1:-2:4] >> 5
    registers = np.frombuffer(held_at(_REGISTERS_AT, 32), np.uint8).reshape(8, _SHARES)
    pages = np.frombuffer(held_at(_ORIGIN, 0x2000), np.uint8).reshape(4, 8, 256)
    rows = pages[:, :, : _IN_GROUP * _OBJECTS * _BYTES].reshape(4, 8, _IN_GROUP, -1)
    codes = unpack_pixels(rows[:, ::-1].swapaxes(1, 2).reshape(192, 40), 2)
    mode = get_mode("atari7800")
    palette = palette_of_entries([registers[0, 0], *registers[:, 1:].ravel()], machine_palette(mode))
    held = np.concatenate([np.zeros((8, 1), np.uint8), np.arange(1, 25, dtype=np.uint8).reshape(8, 3)], axis=1)
    picture = picture_of_sub_palettes(mode, codes, held, cells, palette)
    if _encode(picture)[".a78"] != data:
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    return picture


FORMATS: tuple[Format, ...] = (
    Format(
        name="atari7800-cartridge",
        title="Atari 7800 cartridge",
        extensions=(".a78",),
        modes=("atari7800",),
        encode=_encode,
        decode=_decode,
        sizes=(_HEAD + _ROM,),
        passed_over="nothing",
        refused="programs that are not ours",
        verified_by=("MAME",),
    ),
)
