"""Game Boy cartridges of 32 KB that show one picture: the header, and a viewer that copies video memory from the ROM.

    $0100  jump to the viewer, then the header with its check sums
    $0150  the viewer
    $4000  what goes to $8000: tiles 6,144 bytes, map 1,024 bytes
    $6000  (Color) likewise for bank 1: tiles, attributes
    $7C00  (Color) palette memory, 64 bytes; where three palettes are each row's own: 40 bytes, and 24 for each row

Source: Pan Docs, "The Cartridge Header", "Power-Up Sequence", "Rendering", "STAT", "CGB Registers: KEY1".
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length

ROM, VIEWER_AT, VIDEO_AT, BANK, PALETTES_AT, PALETTES = 0x8000, 0x150, 0x4000, 0x1C00, 0x7C00, 64
BANK_1_AT = 0x6000
COMMON, ROW, ROWS = 40, 24, 18
"""Bytes of the palettes that all rows have, and of a row's own; rows of tiles."""

# The machine compares these bytes with its own copy and does not start a cartridge without them.
_START_UP_CHECK = bytes.fromhex(
    "CEED6666CC0D000B03730083000C000D0008111F8889000EDCCC6EE6DDDDD999BBBB67636E0EECCCDDDC999FBBB9333E"
)

SCREEN_OFF = """
0150  F3        di
0151  31 FE FF  ld sp,$FFFE
0154  F0 44     ldh a,[$44]    ; the screen may be turned off in the vertical blank only:
0156  FE 90     cp 144         ;   from line 144 on
0158  38 FA     jr c,$0154
015A  AF        xor a
015B  E0 40     ldh [$40],a    ; LCDC: off
015D  E0 42     ldh [$42],a    ; scroll to 0, 0
015F  E0 43     ldh [$43],a
"""


def _copy(at: int) -> str:
    """What copies one bank from hl to video memory, as a listing for code at this address."""
    return f"""
{at:04X}  11 00 80  ld de,$8000
{at + 3:04X}  01 00 1C  ld bc,$1C00
{at + 6:04X}  2A        ld a,[hl+]
{at + 7:04X}  12        ld [de],a
{at + 8:04X}  13        inc de
{at + 9:04X}  0B        dec bc
{at + 10:04X}  78        ld a,b
{at + 11:04X}  B1        or c
{at + 12:04X}  20 F8     jr nz,${at + 6:04X}
"""


def name_anew(at: int) -> str:
    """What waits for the middle of a frame and its end, and names tiles anew in both, as a listing for this address."""
    return f"""
{at:04X}  F0 44     ldh a,[$44]
{at + 2:04X}  FE 47     cp 71          ; in line 71,
{at + 4:04X}  20 FA     jr nz,${at:04X}
{at + 6:04X}  F0 41     ldh a,[$41]
{at + 8:04X}  E6 03     and 3          ;   when it has been drawn,
{at + 10:04X}  20 FA     jr nz,${at + 6:04X}
{at + 12:04X}  3E 81     ld a,$81
{at + 14:04X}  E0 40     ldh [$40],a    ;   LCDC: tiles 0 to 127 from $9000, 128 to 255 from $8800
{at + 16:04X}  F0 44     ldh a,[$44]
{at + 18:04X}  FE 90     cp 144         ; after the last line
{at + 20:04X}  20 FA     jr nz,${at + 16:04X}
{at + 22:04X}  3E 91     ld a,$91
{at + 24:04X}  E0 40     ldh [$40],a    ;   LCDC: as before
"""


COPY_AND_SHOW = f"""
0161  3E E4     ld a,$E4
0163  E0 47     ldh [$47],a    ; number 0 lightest ... 3 darkest
0165  21 00 40  ld hl,$4000    ; video memory, as it stands in the ROM
{_copy(0x0168)}
0176  3E 91     ld a,$91
0178  E0 40     ldh [$40],a    ; LCDC: screen and background on, tiles from $8000, map at $9800
"""

STILL = machine_code(f"""{SCREEN_OFF}{COPY_AND_SHOW}
017A  18 FE     jr $017A
""")
"""Shows 256 tiles."""

SPLIT = machine_code(f"""{SCREEN_OFF}{COPY_AND_SHOW}{name_anew(0x017A)}
0194  18 E4     jr $017A
""")
"""Shows 384 tiles, by naming them anew in mid-frame."""


def _copy_both(copy: int) -> str:
    """What fills both banks of video memory, with `_copy` at this address, as a listing."""
    called = f"CD {copy & 0xFF:02X} {copy >> 8:02X}  call ${copy:04X}"
    return f"""
0161  E0 4F     ldh [$4F],a    ; bank 0 of video memory
0163  21 00 40  ld hl,$4000
0166  {called}
0169  3E 01     ld a,1
016B  E0 4F     ldh [$4F],a    ; bank 1
016D  21 00 60  ld hl,$6000
0170  {called}
"""


COLOR = machine_code(f"""{SCREEN_OFF}{_copy_both(0x0185)}
0173  3E 80     ld a,$80
0175  E0 68     ldh [$68],a    ; palette memory from 0 on, one byte after the other
0177  06 40     ld b,64        ; (hl has reached $7C00)
0179  2A        ld a,[hl+]
017A  E0 69     ldh [$69],a
017C  05        dec b
017D  20 FA     jr nz,$0179
017F  3E 91     ld a,$91
0181  E0 40     ldh [$40],a    ; LCDC: screen and background on, tiles from $8000, map at $9800
0183  18 FE     jr $0183
{_copy(0x0185)}
0193  C9        ret
""")
"""Shows 512 tiles with attributes, in colour."""

_WRITES = "".join(
    f"{at:04X}  2A        ld a,[hl+]\n{at + 1:04X}  E0 69     ldh [$69],a\n"
    for at in range(0x01AA, 0x01AA + 3 * ROW, 3)
)
COLOR_ROWS = machine_code(f"""{SCREEN_OFF}{_copy_both(0x0203)}
0173  AF        xor a
0174  E0 FF     ldh [$FF],a    ; no interrupts,
0176  3E 30     ld a,$30
0178  E0 00     ldh [$00],a    ;   and no keys read, while the speed changes
017A  F0 4D     ldh a,[$4D]
017C  07        rlca           ; bit 7: it is double already
017D  38 06     jr c,$0185
017F  3E 01     ld a,1
0181  E0 4D     ldh [$4D],a
0183  10 00     stop
0185  3E 80     ld a,$80
0187  E0 68     ldh [$68],a    ; palette memory from 0 on, one byte after the other
0189  06 28     ld b,40        ; (hl has reached $7C00)
018B  2A        ld a,[hl+]
018C  E0 69     ldh [$69],a
018E  05        dec b
018F  20 FA     jr nz,$018B
0191  3E 91     ld a,$91
0193  E0 40     ldh [$40],a    ; LCDC: screen and background on, tiles from $8000, map at $9800
0195  01 41 02  ld bc,$0241    ; STAT, and the bit of it that is set while a line is looked up and drawn
0198  21 28 7C  ld hl,$7C28    ; the first row's palettes,
019B  16 90     ld d,144       ;   after the last line
019D  F0 44     ldh a,[$44]
019F  BA        cp d
01A0  20 FB     jr nz,$019D
01A2  3E A8     ld a,$A8
01A4  E0 68     ldh [$68],a    ; palette memory from 40 on
01A6  F2        ldh a,[c]
01A7  A0        and b
01A8  20 FC     jr nz,$01A6    ; until the line has been drawn
{_WRITES}
01F2  7A        ld a,d
01F3  C6 08     add a,8        ; the last line of the next row,
01F5  FE 98     cp 152
01F7  20 02     jr nz,$01FB
01F9  3E 07     ld a,7         ;   or of the first one
01FB  57        ld d,a
01FC  FE 8F     cp 143         ; no row follows the last one
01FE  20 9D     jr nz,$019D
0200  C3 98 01  jp $0198
{_copy(0x0203)}
0211  C9        ret
""")
"""Shows 512 tiles with attributes, in colour, and writes palettes 5 to 7 anew below each row of tiles: from the end of
its last line to where the next is drawn the machine does 142 cycles, of which the writes take 120, and until the end of
the line is seen pass ten at the most."""

VIEWERS = (STILL, SPLIT, COLOR, COLOR_ROWS)


def cartridge(viewer: bytes, video: bytes, video_1: bytes = b"", palettes: bytes = b"") -> bytes:
    """A ROM of 32,768 bytes with one of VIEWERS and what it shows."""
    parts = {VIDEO_AT: video, BANK_1_AT: video_1, PALETTES_AT: palettes}
    return with_header(ROM, viewer, parts, colour=viewer in (COLOR, COLOR_ROWS))


def with_header(size: int, program: bytes, parts: Mapping[int, bytes], *, colour: bool) -> bytes:
    """A ROM of 32 KB * 2 ** n, of more than one bank with an MBC5: the header, a program at $0150, and whatever else
    belongs at a place in the file."""
    rom = bytearray(size)
    rom[0x100:0x104] = machine_code("0100  00  nop\n0101  C3 50 01  jp $0150")
    rom[0x104:0x134] = _START_UP_CHECK
    rom[0x134:0x13E] = b"PIXELSTYLE"
    rom[0x143] = 0xC0 if colour else 0
    rom[0x147] = 0 if size == ROM else 0x19  # no memory banks, or an MBC5's
    rom[0x148] = (size // ROM).bit_length() - 1
    rom[0x14A] = 1  # sold outside Japan; the byte before says: no RAM
    rom[0x14B] = 0x33  # the maker's code is in the new place, where '\0\0' is nobody's
    rom[VIEWER_AT : VIEWER_AT + len(program)] = program
    for at, data in parts.items():
        rom[at : at + len(data)] = data
    rom[0x14D] = -sum(rom[0x134:0x14D]) - 0x19 & 0xFF
    rom[0x14E:0x150] = (sum(rom) & 0xFFFF).to_bytes(2, "big")
    return bytes(rom)


def cartridge_contents(rom: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """The reverse of `cartridge`. Raises PixelStyleError for a cartridge without one of VIEWERS."""
    expect_length(rom, (ROM,), "A Game Boy cartridge with a picture")
    for viewer in VIEWERS:
        if rom[VIEWER_AT:].startswith(viewer):
            palettes = COMMON + ROWS * ROW if viewer == COLOR_ROWS else PALETTES
            parts = ((VIDEO_AT, BANK), (BANK_1_AT, BANK), (PALETTES_AT, palettes))
            video, video_1, colours = (rom[at : at + length] for at, length in parts)
            return viewer, video, video_1, colours
    raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
