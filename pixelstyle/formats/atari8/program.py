"""Atari 8-bit: a program (.xex) that shows one picture, with colour registers written between lines where that is due.

    $FF $FF, then segments: first and last address, lower byte first, and what lies there
    $2000  the display list: 24 empty lines, then 192 of graphics 15 or 8
    $2100  the program, which turns the system's interrupts off
    $2200  the registers of the first line, COLPM0 to COLPM3, COLPF0 to COLPF3, COLBK, and the mode's number here
    $220A  what is done before each line: LDA #, LDX #, LDY #, STA WSYNC, STA, STX, STY, then LDA # and STA
    $4010  the lines, 40 bytes each: the 103rd begins at $5000, where ANTIC's counter needs a new address
    $02E0  where it starts

Sources: Atari, "Operating System User's Manual and Hardware Manual" (1982), section II; Atari, "DOS 2.0S Reference
Manual" (1980), on binary files; Avery Lee, "Altirra Hardware Reference Manual", on ANTIC's and GTIA's cycles.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.atari8.registers import SCREENS, picture_of_registers, registers_of
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import pack_pixels, unpack_pixels
from pixelstyle.screens import NativePicture, get_mode

_LINES, _LINE, _FIRST = 192, 40, 102
"""Lines, bytes of each, and lines before the address $5000."""
_LIST_AT, _PROGRAM_AT, _COLOURS_AT, _KERNEL_AT, _SCREEN_AT, _RUN_AT = 0x2000, 0x2100, 0x2200, 0x220A, 0x4010, 0x02E0
_PRIOR_AT = 0x19
"""Where in the program PRIOR's value is."""
_ADDRESSES = bytes(range(0x12, 0x1B))
"""The lower bytes of the nine registers' addresses, which lie in page $D0."""
_LOADS, _STORES = bytes([0xA9, 0xA2, 0xA0]), bytes([0x8D, 0x8E, 0x8C])
"""LDA #, LDX #, LDY #; STA, STX, STY."""
_SYNC, _AGAIN = bytes([0x8D, 0x0A, 0xD4]), bytes([0x4C, 0x22, 0x21])
_HEAD = b"\xff\xff" + _LIST_AT.to_bytes(2, "little")

_PROGRAM = machine_code("""
2100  78        SEI
2101  D8        CLD
2102  A9 00     LDA #0
2104  8D 0E D4  STA $D40E   ; NMIEN: no interrupts
2107  8D 00 D4  STA $D400   ; DMACTL: nothing is shown
210A  8D 02 D4  STA $D402   ; DLISTL
210D  A2 11     LDX #17
210F  9D 00 D0  STA $D000,X ; no players and missiles
2112  CA        DEX
2113  10 FA     BPL $210F
2115  8D 1D D0  STA $D01D   ; GRACTL
2118  A9 00     LDA #0      ; (PRIOR's value)
211A  8D 1B D0  STA $D01B   ; PRIOR: what GTIA makes of the dots
211D  A9 20     LDA #$20
211F  8D 03 D4  STA $D403   ; DLISTH
2122  AD 0B D4  LDA $D40B   ; VCOUNT, half the line
2125  C9 7C     CMP #124    ; the picture is over
2127  D0 F9     BNE $2122
2129  A9 22     LDA #$22
212B  8D 00 D4  STA $D400   ; DMACTL: the list, and 40 bytes a line
212E  A2 08     LDX #8
2130  BD 00 22  LDA $2200,X
2133  9D 12 D0  STA $D012,X
2136  CA        DEX
2137  10 F7     BPL $2130
2139  AD 0B D4  LDA $D40B
213C  C9 0F     CMP #15     ; line 30; the picture begins in line 32
213E  D0 F9     BNE $2139
2140  8D 0A D4  STA $D40A   ; WSYNC: until the end of line 30
2143  8D 0A D4  STA $D40A   ; and of line 31
2146  4C 0A 22  JMP $220A
""")


def _encode(picture: NativePicture) -> Files:
    name = picture.mode.name
    screen, (codes, registers) = SCREENS[name], registers_of(picture)
    program = bytearray(_PROGRAM)
    program[_PRIOR_AT] = screen.prior
    first = bytes(registers[0]) + bytes([list(SCREENS).index(name)])
    between = b"".join(_written(now, before) for before, now in pairwise(registers))
    segments = {
        _LIST_AT: _display_list(screen.instruction),
        _PROGRAM_AT: bytes(program),
        _COLOURS_AT: first + between + _AGAIN,
        _SCREEN_AT: pack_pixels(codes, screen.bits).tobytes(),
        _RUN_AT: _PROGRAM_AT.to_bytes(2, "little"),
    }
    parts = (
        at.to_bytes(2, "little") + (at + len(data) - 1).to_bytes(2, "little") + data for at, data in segments.items()
    )
    return {".xex": b"\xff\xff" + b"".join(parts)}


def _display_list(instruction: int) -> bytes:
    lines = [bytes([instruction])] * _LINES
    for line in (0, _FIRST):
        lines[line] = bytes([instruction | 0x40]) + (_SCREEN_AT + line * _LINE).to_bytes(2, "little")
    return bytes([0x70] * 3) + b"".join(lines) + bytes([0x41]) + _LIST_AT.to_bytes(2, "little")


def _written(now: np.ndarray, before: np.ndarray) -> bytes:
    """What is done before one line: the first three registers that change are loaded before WSYNC, others behind it."""
    changed = np.flatnonzero(now != before).tolist()
    stores = [bytes([_ADDRESSES[n], 0xD0]) for n in changed]
    early = b"".join(bytes([load, now[n]]) for load, n in zip(_LOADS, changed, strict=False))
    sent = b"".join(bytes([store]) + at for store, at in zip(_STORES, stores, strict=False))
    late = (bytes([_LOADS[0], now[n], _STORES[0]]) + at for n, at in zip(changed[3:], stores[3:], strict=True))
    return early + _SYNC + sent + b"".join(late)


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".xex"]
    segments = _segments(data)
    colours, shown = segments.get(_COLOURS_AT, b""), segments.get(_SCREEN_AT, b"")
    numbers, names = len(_ADDRESSES), list(SCREENS)
    if len(shown) == _LINES * _LINE and len(colours) > numbers and colours[numbers] < len(names):
        name = names[colours[numbers]]
        registers = np.empty((_LINES, numbers), np.uint8)
        registers[0] = np.frombuffer(colours, np.uint8, numbers)
        at = _KERNEL_AT - _COLOURS_AT
        for line in range(1, _LINES):
            registers[line] = registers[line - 1]
            at = _run(colours, at, registers[line])
        rows = np.frombuffer(shown, np.uint8).reshape(_LINES, _LINE)
        picture = picture_of_registers(get_mode(name), unpack_pixels(rows, SCREENS[name].bits), registers)
        if _encode(picture)[".xex"] == data:
            return picture
    raise PixelStyleError("This Atari program is some other one, not a picture with PixelStyle's viewer.")


def _segments(data: bytes) -> dict[int, bytes]:
    """What a binary file puts where, as far as it is whole."""
    found, at = dict[int, bytes](), 2
    while at + 4 <= len(data):
        first, last = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (0, 2))
        if last < first:
            break
        found[first] = data[at + 4 : at + 5 + last - first]
        at += 5 + last - first
    return found


def _run(code: bytes, at: int, registers: np.ndarray) -> int:
    """What is done before one line, to the registers; where the next one's begins. The file is made again of what is
    found, so that nothing needs to be looked at twice."""
    values = dict.fromkeys(_STORES, 0)
    while at + 1 < len(code) and code[at] in _LOADS:
        values[_STORES[_LOADS.index(code[at])]] = code[at + 1]
        at += 2
    at += len(_SYNC)
    while True:
        loaded = 2 if code[at : at + 1] == _LOADS[:1] and code[at + 2 : at + 3] == _STORES[:1] else 0
        step = code[at + loaded : at + loaded + 3]
        if len(step) < 3 or step[0] not in _STORES or step[1] not in _ADDRESSES or step[2] != 0xD0:
            return at
        if loaded:
            values[step[0]] = code[at + 1]
        registers[_ADDRESSES.index(step[1])] = values[step[0]]
        at += loaded + 3


FORMATS: tuple[Format, ...] = (
    Format(
        name="atari8-program",
        title="Atari 8-bit program that shows its picture",
        extensions=(".xex",),
        modes=tuple(SCREENS),
        encode=_encode,
        decode=_decode,
        starts=(_HEAD,),
        passed_over="nothing",
        refused="programs that are not ours",
        verified_by=("MAME",),
    ),
)
