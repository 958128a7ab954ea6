"""ZX Spectrum .tap: a tape that loads its picture by itself, the loading screen of a program that then waits for a key.

A tape file is a row of blocks: length (two bytes), flag (0 a header, FF data), the bytes, the exclusive or of them all.

    header and data of a BASIC program:  10 BORDER 0: LOAD ""SCREEN$: PAUSE 0
    header and data of 6,912 bytes for $4000

Sources: Steven Vickers, "ZX Spectrum BASIC Programming" (1982), chapters 20, 24 and appendix A; Ian Logan and Frank
O'Hara, "The Complete Spectrum ROM Disassembly" (1983), the tape routines at $04C2 and $0556.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import xor

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros.zx import screen_memory, screen_picture
from pixelstyle.formats.registry import Files, Format
from pixelstyle.screens import NativePicture

_HEADER, _DATA = 0x00, 0xFF
_PROGRAM, _CODE = 0, 3
_SCREEN, _LENGTH = 0x4000, 6912
_LOAD, _SCREEN_S, _PAUSE, _BORDER, _ENTER = b"\xef", b"\xaa", b"\xf2", b"\xe7", b"\x0d"
_LINE = 10


def _block(flag: int, data: bytes) -> bytes:
    body = bytes([flag]) + data
    return (len(body) + 1).to_bytes(2, "little") + body + bytes([reduce(xor, body)])


def _header(kind: int, name: str, length: int, first: int, second: int) -> bytes:
    numbers = b"".join(number.to_bytes(2, "little") for number in (length, first, second))
    return _block(_HEADER, bytes([kind]) + name.ljust(10).encode("ascii") + numbers)


def _number(value: int) -> bytes:
    """A small number as BASIC keeps it: its digits, then its value in five bytes."""
    return str(value).encode("ascii") + b"\x0e\x00\x00" + value.to_bytes(2, "little") + b"\x00"


def _loader() -> bytes:
    text = _BORDER + _number(0) + b":" + _LOAD + b'""' + _SCREEN_S + b":" + _PAUSE + _number(0) + _ENTER
    return _LINE.to_bytes(2, "big") + len(text).to_bytes(2, "little") + text


def _encode(picture: NativePicture) -> Files:
    program = _loader()
    blocks = [
        _header(_PROGRAM, "picture", len(program), _LINE, len(program)),  # starts by itself at line 10
        _block(_DATA, program),
        _header(_CODE, "screen", _LENGTH, _SCREEN, 0x8000),
        _block(_DATA, screen_memory(picture)),
    ]
    return {".tap": b"".join(blocks)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    """The picture of the first block of data that is as long as a screen."""
    data, at = files[".tap"], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "little")
        block = data[at + 2 : at + 2 + length]
        if length < 2 or len(block) < length:
            raise PixelStyleError("The tape file is cut short, or no tape file: a block ends beyond its end.")
        if reduce(xor, block):
            raise PixelStyleError(f"The block at byte {at} of the tape file is damaged: its checksum is wrong.")
        if block[0] == _DATA and length == _LENGTH + 2:
            return screen_picture(block[1:-1])
        at += 2 + length
    raise PixelStyleError("The tape file holds no screen, a block of 6,912 bytes.")


FORMATS: tuple[Format, ...] = (
    Format(
        name="zx-tap",
        title="ZX Spectrum tape",
        extensions=(".tap",),
        modes=("zx-spectrum",),
        encode=_encode,
        decode=_decode,
        starts=(b"\x13\0\0",),
        passed_over="blocks that are no screen; names in headers",
        refused="a wrong checksum; no block of 6,912 bytes",
        verified_by=("SkoolKit",),
    ),
)
