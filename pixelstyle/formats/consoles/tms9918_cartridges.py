"""ColecoVision (.col) and SG-1000 (.sg): cartridges of 16 KB that show one picture in Graphics II.

Both have a Z80 and a TMS9918A behind ports $BE and $BF, and the same viewer, but for where it stands:

    .sg    seen at $0000: it starts there
    .col   seen at $8000: head of 36 bytes, which sends the machine's start-up program to the viewer at once
    then, from $0100 on, 6,144 bytes of patterns and 6,144 of colours as video memory has them

Sources: Texas Instruments, "TMS9918A/TMS9928A/TMS9929A Video Display Processors" (1982), section 2; Coleco Industries,
"ColecoVision Programmers' Manual" (1982), cartridge header; SMS Power!, "SG-1000: I/O ports".
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros.msx import COLOURS, TABLE, patterns_and_colours, read_patterns
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode

_ROM, _DATA = 0x4000, 0x100
_NAMES = bytes(range(256)) * 3


def viewer(at: int, data: int) -> bytes:
    """The program for this address, with the picture at `data` and, before it, what the video processor is sent."""
    low, high = (data - 18) & 0xFF, (data - 18) >> 8
    return machine_code(f"""
{at:04X}  F3        di
{at + 1:04X}  21 {low:02X} {high:02X}  ld hl,${data - 18:04X}
{at + 4:04X}  01 BF 12  ld bc,$12BF      ; registers 0 to 7, then: write from $0000 on
{at + 7:04X}  ED B3     otir             ; (hl has reached the patterns, b is 0)
{at + 9:04X}  0E BE     ld c,$BE
{at + 11:04X}  16 18     ld d,24          ; 24 times 256 bytes
{at + 13:04X}  ED A3     outi
{at + 15:04X}  20 FC     jr nz,${at + 13:04X}
{at + 17:04X}  15        dec d
{at + 18:04X}  20 F9     jr nz,${at + 13:04X}
{at + 20:04X}  16 03     ld d,3
{at + 22:04X}  AF        xor a
{at + 23:04X}  D3 BE     out ($BE),a      ; names 0 to 255, three times
{at + 25:04X}  3C        inc a
{at + 26:04X}  20 FB     jr nz,${at + 23:04X}
{at + 28:04X}  15        dec d
{at + 29:04X}  20 F8     jr nz,${at + 23:04X}
{at + 31:04X}  3E D0     ld a,$D0
{at + 33:04X}  D3 BE     out ($BE),a      ; no sprites
{at + 35:04X}  AF        xor a
{at + 36:04X}  D3 BF     out ($BF),a
{at + 38:04X}  3E 60     ld a,$60
{at + 40:04X}  D3 BF     out ($BF),a      ; write from $2000 on
{at + 42:04X}  16 18     ld d,24
{at + 44:04X}  ED A3     outi             ; colours
{at + 46:04X}  20 FC     jr nz,${at + 44:04X}
{at + 48:04X}  15        dec d
{at + 49:04X}  20 F9     jr nz,${at + 44:04X}
{at + 51:04X}  3E C0     ld a,$C0
{at + 53:04X}  D3 BF     out ($BF),a
{at + 55:04X}  3E 81     ld a,$81
{at + 57:04X}  D3 BF     out ($BF),a      ; register 1: picture on, no interrupts
{at + 59:04X}  18 FE     jr ${at + 59:04X}
""")


_REGISTERS = bytes.fromhex("0280 8081 0682 FF83 0384 3685 0786 0187 0040")
"""Graphics II, picture off; names from $1800, colours from $2000, patterns from $0000, sprites' at $1B00 and $3800; a
black border."""
_RETURN_FROM_NMI = b"\xed\x45"
_SG = viewer(0, _DATA).ljust(0x66, b"\0") + _RETURN_FROM_NMI
_SG_ROM = _SG.ljust(_DATA - 18, b"\0") + _REGISTERS
"""The pause button makes the interrupt whose program is at $0066."""
_RESTARTS = b"\xc9\0\0" * 6 + b"\xed\x4d\0" + _RETURN_FROM_NMI + b"\0"
_COLECO = b"\x55\xaa" + bytes(8) + (0x8024).to_bytes(2, "little") + _RESTARTS + viewer(0x8024, 0x8000 + _DATA)
_COLECO_ROM = _COLECO.ljust(_DATA - 18, b"\0") + _REGISTERS


def _format(name: str, title: str, extension: str, head: bytes) -> Format:
    def encode(picture: NativePicture) -> Files:
        memory = bytes(patterns_and_colours(picture))
        rom = head + memory[:TABLE] + memory[COLOURS : COLOURS + TABLE]
        return {extension: rom.ljust(_ROM, b"\xff")}

    def decode(files: Mapping[str, bytes]) -> NativePicture:
        rom = files[extension]
        expect_length(rom, (_ROM,), f"A {title} with a picture")
        if not rom.startswith(head):
            raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
        patterns, colours = rom[_DATA : _DATA + TABLE], rom[_DATA + TABLE : _DATA + 2 * TABLE]
        memory = (patterns + _NAMES).ljust(COLOURS, b"\0") + colours
        codes, held = read_patterns(memory)
        return picture_of_codes(get_mode("msx-screen2"), codes, (held,))

    return Format(
        name=name,
        title=title,
        extensions=(extension,),
        modes=("msx-screen2",),
        encode=encode,
        decode=decode,
        sizes=(_ROM,),
        starts=(head,),
        passed_over="what stands behind the picture",
        refused="programs that are not ours",
        verified_by=("MAME",),
    )


FORMATS: tuple[Format, ...] = (
    _format("coleco-cartridge", "ColecoVision cartridge", ".col", _COLECO_ROM),
    _format("sg1000-cartridge", "SG-1000 cartridge", ".sg", _SG_ROM),
)
