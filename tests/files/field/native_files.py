"""Machines' own files, behind headers of other systems and with what these left behind them."""

from __future__ import annotations

import struct
from functools import cache

from pixelstyle.formats import Format, formats
from pixelstyle.screens import get_mode
from tests.files.field.case import Case, Rng, one_of
from tests.formats.legal.pictures import random_picture


@cache
def _kinds() -> tuple[Format, ...]:
    """Those of one length, which alone may have something around them."""
    return tuple(each for each in formats() if each.sizes and not each.companions)


def make_native(rng: Rng) -> Case:
    """A legal picture of noise in one of the formats, as it is or as it came over from another system."""
    kind = _kinds()[int(rng.integers(len(_kinds())))]
    picture = random_picture(get_mode(kind.modes[0]), int(rng.integers(4)))
    ((extension, data),) = list(kind.encode(picture).items())[:1]
    way = str(one_of(rng, "as it is", "MacBinary", "AMSDOS", "+3DOS", "sectors", "a few more", "zeros"))
    around = {
        "as it is": lambda: data,
        "MacBinary": lambda: _macbinary(data),
        "AMSDOS": lambda: _amsdos(data),
        "+3DOS": lambda: _plus3dos(data),
        "sectors": lambda: data + rng.bytes(-len(data) % int(one_of(rng, 128, 256))),
        "a few more": lambda: data + rng.bytes(int(rng.integers(1, 9))),
        "zeros": lambda: data + bytes(int(rng.integers(1, 600))),
    }[way]()
    right = picture.shown_rgb()
    return Case(f"{kind.name}, {way}", f"a{extension}", around, right, refusable=way != "as it is")


def _macbinary(data: bytes) -> bytes:
    head = bytearray(128)
    head[1], head[2:9] = 7, b"picture"
    head[65:73] = b"PNTGMPNT"
    head[83:87] = struct.pack(">I", len(data))
    return bytes(head) + data + bytes(-len(data) % 128)


def _amsdos(data: bytes) -> bytes:
    head = bytearray(128)
    head[1:12] = b"PICTURE BIN"
    head[18], head[24:26], head[64:67] = 2, struct.pack("<H", len(data) & 0xFFFF), len(data).to_bytes(3, "little")
    head[67:69] = struct.pack("<H", sum(head[:67]))
    return bytes(head) + data


def _plus3dos(data: bytes) -> bytes:
    head = bytearray(128)
    head[:11] = b"PLUS3DOS\x1a\1\0"
    head[11:15] = struct.pack("<I", len(data) + 128)
    head[15], head[16:18] = 3, struct.pack("<H", len(data) & 0xFFFF)
    head[127] = sum(head[:127]) & 255
    return bytes(head) + data
