"""Amstrad CPC snapshots, .sna: all memory and registers, so that any emulator shows the picture at once.

    $000 "MV - SNA"         $011 the Z80's registers     $02E gate array: pen, 17 inks, mode and ROMs
    $042 CRTC: one of its registers, all 18              $056 PPI    $06B kilobytes    $100 memory

At $8000 runs a program, which shows a still picture by doing nothing. Where inks are split it waits for the vertical
blank, sets the inks of the first line, counts microseconds up to the end of that line, and from there on writes two
inks a line, from a table. It begins a line's four writes 31 to 39 microseconds into the line before, as it happens to
see the blank, so that inks change 44 to 61 microseconds into it: the picture is drawn in the first 40 of 64.

Sources: Marco Vieth, the snapshot format of CPCEMU, as emulators' documentation has it; Amstrad, "CPC 464 Concise
Firmware Specification" (Soft 968, 1984), for the hardware; all instructions take whole microseconds on a CPC.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros.cpc import BITS, CRTC_REGISTERS, HARDWARE, firmware_colour, pixels_of, screen_memory
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import codes_of, machine_palette, picture_of_codes, slotted
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.screens import NativePicture, get_mode

_WHAT = "An Amstrad CPC snapshot"
_HEAD, _MEMORY = 0x100, 0x10000
_PROGRAM, _INKS, _TABLE, _SCREEN = 0x8000, 0x8080, 0x8090, 0xC000
_PENS, _BORDER, _GATE_ARRAY, _CRTC = 0x2F, 0x3F, 0x40, 0x43
_SIZE = {1: 40, 6: 25, 9: 7, 12: 0x30, 13: 0}
"""CRTC registers on which it depends where pixels lie: columns, rows, lines of a row less one, the screen's address."""
_LINES, _WRITES = 200, 2

_STILL = machine_code("8000  F3 18 FE  DI, JR $8001")
_SPLIT = machine_code(
    """
    8000  F3         DI
    8001  06 F5      LD B,$F5      ; the PPI's port B, whose bit 0 is the vertical blank
    8003  ED 78      IN A,(C)
    8005  1F         RRA
    8006  38 FB      JR C,$8003
    8008  ED 78      IN A,(C)
    800A  1F         RRA
    800B  30 FB      JR NC,$8008
    800D  01 00 7F   LD BC,$7F00   ; the gate array
    8010  21 80 80   LD HL,$8080   ; the first line's inks
    8013  ED 49      OUT (C),C
    8015  5E         LD E,(HL)
    8016  ED 59      OUT (C),E
    8018  23         INC HL
    8019  0C         INC C
    801A  79         LD A,C
    801B  FE 10      CP $10
    801D  20 F4      JR NZ,$8013
    801F  11 69 02   LD DE,617     ; 7 microseconds each, to the 31st or so of line 0
    8022  1B         DEC DE
    8023  7A         LD A,D
    8024  B3         OR E
    8025  20 FB      JR NZ,$8022
    8027  31 90 80   LD SP,$8090   ; the other lines' pens and inks
    802A  3E C7      LD A,199
    802C  D1         POP DE        ; 64 microseconds from here on to the JP
    802D  E1         POP HL
    802E  ED 51      OUT (C),D
    8030  ED 59      OUT (C),E
    8032  ED 61      OUT (C),H
    8034  ED 69      OUT (C),L
    8036  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    8049  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    805C  3D         DEC A
    805D  C2 2C 80   JP NZ,$802C
    8060  C3 01 80   JP $8001
    """
)


def _encode(picture: NativePicture) -> Files:
    number = int(picture.mode.name.removeprefix("cpc-mode")[0])
    memory = bytearray(_MEMORY)
    if picture.mode.slots:
        picture = slotted(picture)
        held, pixels = picture.slots[0][:, 0], codes_of(picture)
        memory[_TABLE : _TABLE + 4 * (_LINES - 1)] = _written(held)
        inks, program = held[0], _SPLIT
    else:
        inks, pixels, program = entries_of(picture.palette, machine_palette(picture.mode)), picture.indices, _STILL
    codes = np.frombuffer(HARDWARE, np.uint8)[filled_up(np.asarray(inks, np.intp), 16)]
    memory[_PROGRAM : _PROGRAM + len(program)] = program
    memory[_INKS : _INKS + 16] = codes.tobytes()
    memory[_SCREEN:] = screen_memory(pixels, BITS[number])
    head = bytearray(_HEAD)
    head[:8], head[0x10] = b"MV - SNA", 1
    head[0x21:0x25] = bytes([0x00, 0xC0, 0x00, 0x80])  # stack and program counter
    head[0x25] = 1
    head[_PENS:_BORDER] = (codes & 0x1F).tobytes()
    head[_BORDER] = HARDWARE[picture.extra.get("border", 0)] & 0x1F
    head[_GATE_ARRAY : _GATE_ARRAY + 2] = bytes([0x8C | number, 0xC0])  # no ROMs, the usual memory
    head[_CRTC : _CRTC + 18] = CRTC_REGISTERS
    head[0x59] = 0x82  # the PPI: port B is read
    head[0x6B] = 64
    return {".sna": bytes(head + memory)}


def _written(held: np.ndarray) -> bytes:
    """The table for inks held in each line, [200, N]: for each but the first the ink and pen of two writes."""
    table = bytearray()
    for row, (before, now) in enumerate(pairwise(held), 1):
        pens = np.flatnonzero(before != now)
        if len(pens) > _WRITES:
            raise PixelStyleError(f"Line {row} has {len(pens)} new inks; the program has time for {_WRITES}.")
        for pen in np.resize(pens if len(pens) else [0], _WRITES):
            table += bytes([HARDWARE[now[pen]], pen])
    return bytes(table)


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".sna"]
    kilobytes = int.from_bytes(data[0x6B:0x6D], "little")
    if data[:8] != b"MV - SNA" or len(data) < _HEAD + _MEMORY or kilobytes < 64:
        raise PixelStyleError(f"{_WHAT} begins with 'MV - SNA' and holds 64 K of memory or more; this file does not.")
    number = data[_GATE_ARRAY] & 3
    if number not in BITS:
        raise PixelStyleError(f"{_WHAT} is in mode 0, 1 or 2; this one is in mode {number}.")
    for register, value in _SIZE.items():
        if data[_CRTC + register] != value:
            raise PixelStyleError(
                f"{_WHAT} is read where the screen is 40 x 25 characters at $C000; CRTC register {register} of this "
                f"one is {data[_CRTC + register]}, not {value}."
            )
    memory = data[_HEAD : _HEAD + _MEMORY]
    codes = pixels_of(memory[_SCREEN:], BITS[number])
    border = firmware_colour(data[_BORDER])
    extra = {"border": border} if border else {}
    if number < 2 and memory[_PROGRAM : _PROGRAM + len(_SPLIT)] == _SPLIT:
        mode = get_mode(f"cpc-mode{number}-splits")
        return picture_of_codes(mode, codes, (_held(memory, mode.slots[0].count),), extra=extra)
    mode = get_mode(f"cpc-mode{number}")
    inks = [firmware_colour(ink) for ink in data[_PENS : _PENS + (1 << BITS[number])]]
    return picture_of_codes(mode, codes, palette=palette_of_entries(inks, machine_palette(mode)), extra=extra)


def _held(memory: bytes, count: int) -> np.ndarray:
    """What the program's table makes the inks hold in each line, uint8 [200, 1, count]."""
    now = np.array([firmware_colour(ink) for ink in memory[_INKS : _INKS + 16]], np.uint8)
    held = [now]
    for at in range(_TABLE, _TABLE + 4 * (_LINES - 1), 4):
        now = now.copy()
        for ink, pen in (memory[at : at + 2], memory[at + 2 : at + 4]):
            now[pen & 15] = firmware_colour(ink)
        held.append(now)
    return np.stack(held)[:, None, :count]


FORMATS: tuple[Format, ...] = (
    Format(
        name="cpc-snapshot",
        title="Amstrad CPC snapshot",
        extensions=(".sna",),
        modes=("cpc-mode0-splits", "cpc-mode1-splits", "cpc-mode0", "cpc-mode1", "cpc-mode2"),
        encode=_encode,
        decode=_decode,
        starts=(b"MV - SNA",),
        passed_over="the Z80's, the PPI's and the sound chip's registers; memory beside the screen; programs of others",
        refused="other sizes and places of the screen; mode 3; compressed memory",
        verified_by=("MAME",),
    ),
)
