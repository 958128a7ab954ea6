"""MSX .rom: a cartridge that shows one picture of Screen 2, 4, 5, 7, 8, 10 or 12, seen by the computer from $4000 on.

    $4000  head: "AB", where the program begins; the program at $4010
    $4100  what the video processor is sent: how many bytes, registers, and that memory is written from 0 on
    $4180  palette, 32 bytes (not for Screen 2)
    $4200  video memory as BLOAD has it; Screen 2 in 16 KB, 4 and 5 in 32 KB

Screens 7, 8, 10 and 12 take 128 KB in banks of 16 KB, of which a write to $7000 to $77FF chooses the one that is seen
at $8000 (the mapper "ASCII 16K"): video memory is in banks 1 to 4. Of that range $77FF is written to, by which
emulators know this mapper from the others.
Sources: ASCII, "MSX2 Technical Handbook" (1985), chapters 2, 4 and 5 (cartridges, RSLREG, ENASLT); Yamaha, "V9938
Technical Data Book" (1985) and "V9958 MSX-VIDEO Technical Data Book" (1988), registers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros import msx, msx2
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture

_REGISTERS_AT, _PALETTE_AT, _PAGES_AT, _MEMORY_AT, _BANK = 0x100, 0x180, 0x1FF, 0x200, 0x4000
_BANKS = 4
_LARGE = 8 * _BANK


def _whole(at: int) -> str:
    """At this address: all of video memory is sent from $4200 on."""
    return f"""
    {at:04X}  21 00 42    ld hl,$4200
    {at + 3:04X}  3A FF 41    ld a,($41FF)
    {at + 6:04X}  57          ld d,a            ; how many times 256 bytes
    {at + 7:04X}  ED A3       outi
    {at + 9:04X}  20 FC       jr nz,-4
    {at + 11:04X}  15          dec d
    {at + 12:04X}  20 F9       jr nz,-7
    """


def banks_sent(at: int, end: int) -> str:
    """At this address: banks from number e to the one before `end` are sent to port c."""
    return f"""
    {at:04X}  7B          ld a,e
    {at + 1:04X}  32 FF 77    ld ($77FF),a
    {at + 4:04X}  21 00 80    ld hl,$8000
    {at + 7:04X}  16 40       ld d,64
    {at + 9:04X}  ED A3       outi
    {at + 11:04X}  20 FC       jr nz,-4
    {at + 13:04X}  15          dec d
    {at + 14:04X}  20 F9       jr nz,-7
    {at + 16:04X}  1C          inc e
    {at + 17:04X}  7B          ld a,e
    {at + 18:04X}  FE {end:02X}       cp end
    {at + 20:04X}  20 EA       jr nz,-22
    """


def _picture_on(at: int, register_1: int) -> str:
    """At this address: the picture is turned on, without interrupts, and stays."""
    return f"""
    {at:04X}  3E {register_1:02X}       ld a,register 1
    {at + 2:04X}  D3 99       out ($99),a
    {at + 4:04X}  3E 81       ld a,$81
    {at + 6:04X}  D3 99       out ($99),a
    {at + 8:04X}  18 FE       jr -2
    """


_SCREEN_2 = machine_code(f"""
4000  41 42           "AB"
4002  10 40           dw $4010
4004  00 00 00 00 00 00 00 00 00 00 00 00
4010  F3              di
4011  21 00 41        ld hl,$4100
4014  46              ld b,(hl)
4015  23              inc hl
4016  0E 99           ld c,$99
4018  ED B3           otir
401A  0E 98           ld c,$98
{_whole(0x401C)}
{_picture_on(0x402A, 0xC0)}
""")
START_AND_SLOT = """
4000  41 42           "AB"
4002  10 40           dw $4010
4004  00 00 00 00 00 00 00 00 00 00 00 00
4010  F3              di
4011  CD 38 01        call $0138        ; RSLREG: in which slot is what is seen at $4000?
4014  0F              rrca
4015  0F              rrca
4016  E6 03           and 3
4018  4F              ld c,a
4019  06 00           ld b,0
401B  21 C1 FC        ld hl,$FCC1
401E  09              add hl,bc
401F  7E              ld a,(hl)         ; and is that slot divided?
4020  E6 80           and $80
4022  B1              or c
4023  4F              ld c,a
4024  23              inc hl
4025  23              inc hl
4026  23              inc hl
4027  23              inc hl
4028  7E              ld a,(hl)
4029  E6 0C           and $0C
402B  B1              or c
402C  26 80           ld h,$80
402E  CD 24 00        call $0024        ; ENASLT: the same slot at $8000
4031  F3              di
"""
_START = f"""{START_AND_SLOT}
4032  21 00 41        ld hl,$4100
4035  46              ld b,(hl)
4036  23              inc hl
4037  0E 99           ld c,$99
4039  ED B3           otir
403B  21 80 41        ld hl,$4180
403E  01 9A 20        ld bc,$209A
4041  ED B3           otir              ; the palette
4043  0E 98           ld c,$98
"""
_WHOLE = machine_code(f"""{_START}
{_whole(0x4045)}
{_picture_on(0x4053, 0x40)}
""")
_IN_BANKS = machine_code(f"""{_START}
4045  1E 01           ld e,1
{banks_sent(0x4047, 5)}
{_picture_on(0x405D, 0x40)}
""")


@dataclass(frozen=True)
class _Screen:
    """What a screen's cartridge needs besides the picture."""

    program: bytes
    size: int
    registers: Mapping[int, int]
    """All but register 1, which turns the picture on at last."""
    palette_at: int | None = None
    """Where in video memory BASIC keeps the palette."""

    @property
    def sent(self) -> bytes:
        """What goes to port $99, with its length before it."""
        pairs = b"".join(bytes([value, 0x80 | number]) for number, value in {1: 0x80, **self.registers}.items())
        data = pairs + b"\x00\x40"
        return bytes([len(data)]) + data


_V9938 = {8: 0x2A, 14: 0, 16: 0, 18: 0, 23: 0}
"""Colour 0 is one like the others, no sprites; memory, palette, place and scrolling from 0 on."""
_212_LINES = {9: 0x80, 7: 0}
_SCREENS = {
    "msx-sc2": _Screen(_SCREEN_2, _BANK, {0: 2, 2: 6, 3: 0xFF, 4: 3, 5: 0x36, 6: 7, 7: 1}),
    "msx2-sc4": _Screen(
        _WHOLE, 2 * _BANK, {0: 4, 2: 6, 3: 0xFF, 10: 0, 4: 3, 5: 0x3F, 6: 7, 7: 0, 9: 0, **_V9938}, 0x1B80
    ),
    "msx2-sc5": _Screen(_WHOLE, 2 * _BANK, {0: 6, 2: 0x1F, **_212_LINES, **_V9938}, 0x7680),
    "msx2-sc7": _Screen(_IN_BANKS, _LARGE, {0: 10, 2: 0x1F, **_212_LINES, **_V9938}, 0xFA80),
    "msx2-sc8": _Screen(_IN_BANKS, _LARGE, {0: 14, 2: 0x1F, **_212_LINES, **_V9938}),
    "msx2plus-sca": _Screen(_IN_BANKS, _LARGE, {0: 14, 2: 0x1F, 25: 0x18, **_212_LINES, **_V9938}, 0xFA80),
    "msx2plus-scc": _Screen(_IN_BANKS, _LARGE, {0: 14, 2: 0x1F, 25: 8, **_212_LINES, **_V9938}),
}
"""By the format that BLOAD has of each."""
_PICTURES = {fmt.name: fmt for fmt in (*msx.FORMATS, *msx2.FORMATS)}
_BLOAD_HEAD = 7


def _encode(picture: NativePicture) -> Files:
    name = next(name for name in _SCREENS if picture.mode.name in _PICTURES[name].modes)
    screen, fmt = _SCREENS[name], _PICTURES[name]
    memory = fmt.encode(picture)[fmt.extensions[0]][_BLOAD_HEAD:]
    rom = bytearray(b"\xff" * screen.size)
    parts = {0: screen.program, _REGISTERS_AT: screen.sent, _PAGES_AT: bytes([-(-len(memory) // 256) & 0xFF])}
    if screen.program != _SCREEN_2:
        at = screen.palette_at
        parts[_PALETTE_AT] = bytes(32) if at is None else memory[at : at + 32]
    parts[_BANK if screen.program == _IN_BANKS else _MEMORY_AT] = memory
    for at, data in parts.items():
        rom[at : at + len(data)] = data
    return {".rom": bytes(rom)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    rom = files[".rom"]
    for name, screen in _SCREENS.items():
        if len(rom) == screen.size and rom.startswith(screen.program) and rom[_REGISTERS_AT:].startswith(screen.sent):
            fmt = _PICTURES[name]
            if screen.program == _IN_BANKS:
                memory = rom[_BANK : _BANK + _BANKS * _BANK]
            else:
                memory = rom[_MEMORY_AT : _MEMORY_AT + 256 * rom[_PAGES_AT]]
            return fmt.decode({fmt.extensions[0]: msx.bload(memory)})
    raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")


FORMATS: tuple[Format, ...] = (
    Format(
        name="msx-cartridge",
        title="MSX cartridge",
        extensions=(".rom",),
        modes=tuple(mode for name in _SCREENS for mode in _PICTURES[name].modes),
        encode=_encode,
        decode=_decode,
        sizes=(_BANK, 2 * _BANK, _LARGE),
        starts=(_SCREEN_2, _WHOLE, _IN_BANKS),
        passed_over="what the BLOAD file passes over; the palette for the program, where video memory holds it, too",
        refused="programs that are not ours",
        verified_by=("openMSX",),
    ),
)
