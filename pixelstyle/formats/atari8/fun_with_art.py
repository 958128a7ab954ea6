"""Atari 8-bit, Fun with Art .fwa: graphics 15 with display list interrupts that write colour registers between lines.

    $0000  $FE $FE, then COLBK, COLPF0, COLPF1, COLPF2 of the first line
    $0006  the display list, which lies at $4F00: 192 instructions $0E, of which those with bit 7 end in an interrupt
    $0106  the lines, 40 bytes each, which lie at $5000; behind the first 102, that the rest begins at $6000, 16 bytes
    $1F16  how long the interrupts' code is, low byte first, and the code: for each interrupt PHA, TXA, PHA, LDA #, STA
           WSYNC, then STA of a register with LDA # between one and the next, and JSR $06CA

Source: the files of Valerie Manfull's and Jerry White's program (1984); RECOIL's reader of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import codes_of, pack_pixels, picture_of_codes, slotted, unpack_pixels
from pixelstyle.screens import NativePicture, get_mode

_WHAT = "A Fun with Art picture"
_LINES, _LINE, _FIRST = 192, 40, 102
"""Lines, bytes of each, and lines before the address $6000, which no line may run across."""
_LIST, _SCREEN, _CODE = 0x06, 0x106, 0x1F18
_GAP = bytes(16)
_DLI = 0x80
_BLANK, _MODE, _ADDRESS, _JUMP = 0x70, 0x0E, 0x40, 0x41
_BEGIN, _SYNC, _END = bytes([0x48, 0x8A, 0x48]), bytes([0x8D, 0x0A, 0xD4]), bytes([0x20, 0xCA, 0x06])
_LOAD, _STORE = 0xA9, 0x8D
_REGISTERS = (0x1A, 0x16, 0x17, 0x18)
"""The lower bytes of COLBK and COLPF0 to COLPF2, which lie in page $D0."""


def _encode(picture: NativePicture) -> Files:
    picture = slotted(picture)
    held = 2 * picture.slots[0][:, 0]
    height = picture.mode.height // len(held)
    lines = [bytes(line) for line in pack_pixels(codes_of(picture), 2)]
    code, interrupts = b"", set[int]()
    for band in range(1, len(held)):
        changed = [n for n in range(4) if held[band, n] != held[band - 1, n]]
        if changed:
            interrupts.add(band * height - 1)
            stores = [bytes([_LOAD, held[band, n], _STORE, _REGISTERS[n], 0xD0]) for n in changed]
            code += _BEGIN + stores[0][:2] + _SYNC + stores[0][2:] + b"".join(stores[1:]) + _END
    shown = b"".join(lines[:_FIRST]) + _GAP + b"".join(lines[_FIRST:])
    head = bytes([0xFE, 0xFE, *held[0]]) + _display_list(interrupts).ljust(_SCREEN - _LIST, b"\0")
    return {".fwa": head + shown + len(code).to_bytes(2, "little") + code}


def _display_list(interrupts: set[int]) -> bytes:
    """The display list, with interrupts behind these lines."""
    listed = bytes([_BLANK] * 3)
    for line in range(_LINES):
        instruction = _MODE | (_DLI if line in interrupts else 0)
        address = {0: 0x50, _FIRST: 0x60}.get(line)
        listed += bytes([instruction] if address is None else [instruction | _ADDRESS, 0, address])
    return listed + bytes([_JUMP, 0x00, 0x4F])


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".fwa"], get_mode("atari8-dli")
    length = int.from_bytes(data[_CODE - 2 : _CODE], "little")
    if data[:2] != b"\xfe\xfe" or len(data) != _CODE + length:
        raise PixelStyleError(f"{_WHAT} begins with $FE $FE and ends with its interrupts: it is cut short, or no such.")
    height, at, now = 2, _CODE, np.frombuffer(data[2:6], np.uint8).copy()
    held = np.empty((_LINES // height, 1, 4), np.uint8)
    behind = _interrupts(data)
    for line in range(_LINES):
        held[line // height, 0] = now >> 1
        if line in behind:
            before, at = now.copy(), _run(data, at, now)
            if (line + 1) % height and (now != before).any():
                raise PixelStyleError(
                    f"{_WHAT} changes colours behind line {line}; the mode '{mode.name}' does before even lines only."
                )
    end = _SCREEN + _FIRST * _LINE
    shown = data[_SCREEN:end] + data[end + len(_GAP) : _CODE - 2]
    codes = unpack_pixels(np.frombuffer(shown, np.uint8).reshape(_LINES, _LINE), 2)
    return picture_of_codes(mode, codes, (held,))


def _interrupts(data: bytes) -> set[int]:
    """The lines behind which the display list asks for an interrupt."""
    wanted, at = set[int](), _LIST + 3
    for line in range(_LINES):
        address = _ADDRESS if line in (0, _FIRST) else 0
        if data[at] & ~_DLI != _MODE | address:
            raise PixelStyleError(f"{_WHAT} has 192 lines of graphics 15; line {line} of this one is something else.")
        if data[at] & _DLI:
            wanted.add(line)
        at += 3 if address else 1
    return wanted


def _run(data: bytes, at: int, registers: np.ndarray) -> int:
    """What the interrupt whose code begins at `at` does to the registers; where the next one's begins."""
    if data[at : at + 3] != _BEGIN or data[at + 3 : at + 4] != bytes([_LOAD]) or data[at + 5 : at + 8] != _SYNC:
        raise PixelStyleError(f"{_WHAT} has interrupts that no Fun with Art wrote.")
    value, at = data[at + 4], at + 8
    while data[at : at + 3] != _END:
        step = data[at : at + 3]
        if len(step) == 3 and step[0] == _LOAD:
            value, at = step[1], at + 2
        elif len(step) == 3 and step[0] == _STORE and step[1] in _REGISTERS and step[2] == 0xD0:
            registers[_REGISTERS.index(step[1])], at = value, at + 3
        else:
            raise PixelStyleError(f"{_WHAT} has interrupts that do more than to write colours, or are cut short.")
    return at + 3


FORMATS: tuple[Format, ...] = (
    Format(
        name="atari8-fwa",
        title="Atari 8-bit, Fun with Art",
        extensions=(".fwa",),
        modes=("atari8-dli",),
        encode=_encode,
        decode=_decode,
        starts=(b"\xfe\xfe",),
        passed_over="bit 0 of registers; the display list's addresses; the 16 bytes before $6000",
        refused="colours that change before odd lines; interrupts that do anything else",
        verified_by=("RECOIL",),
    ),
)
