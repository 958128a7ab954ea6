"""SAM Coupe SCREEN$ files, Thomson programs for LOADM, and MacPaint documents.

Sources: MGT, "SAM Coupe Technical Manual" (1990); Thomson, "Manuel technique du MO5" (1984) and GrafX2's description of
its autoloading files; Apple, "Macintosh Technical Note 86: MacPaint Document Format" (1985).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared import packbits
from pixelstyle.formats.shared.layout import (
    codes_of,
    expect_length,
    machine_palette,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.screens import NativePicture, get_mode

_SAM_SCREEN = 128 * 192
_SAM_END = b"\xff"
"""The end of the list of palette changes by line, here empty."""


def _encode_sam(picture: NativePicture) -> Files:
    registers = filled_up(entries_of(picture.palette, machine_palette(picture.mode)).astype(np.uint8), 20).tobytes()
    return {".ss4": pack_pixels(picture.indices, 4).tobytes() + registers * 2 + _SAM_END}


def _decode_sam(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".ss4"], get_mode("sam-coupe")
    expect_length(data, (_SAM_SCREEN + 41,), "A SAM Coupe mode 4 SCREEN$ without palette changes")
    if data[-1:] != _SAM_END:
        raise PixelStyleError("The SAM Coupe picture changes its palette from line to line, which no mode here shows.")
    indices = unpack_pixels(np.frombuffer(data[:_SAM_SCREEN], np.uint8).reshape(192, 128), 4)
    registers = [value & 0x7F for value in data[_SAM_SCREEN : _SAM_SCREEN + 16]]
    return picture_of_codes(mode, indices, palette=palette_of_entries(registers, machine_palette(mode)))


_BANK = 8000
_SHAPES, _COLOURS = b"\x00\x00\x01\xa7\xc0\x01", b"\x00\x00\x01\xa7\xc0\x00"
"""One byte to $A7C0, whose bit 0 says which of the two banks is seen at $0000."""
_FILL, _END = b"\x00" + _BANK.to_bytes(2, "big") + b"\x00\x00", b"\xff\x00\x00\x00\x00"


def _encode_thomson(picture: NativePicture) -> Files:
    picture = slotted(picture)
    held = picture.slots[0]
    shapes = pack_pixels(1 - codes_of(picture), 1).tobytes()
    colours = (held[:, :, 0] << 4 | held[:, :, 1]).astype(np.uint8).tobytes()
    return {".bin": _SHAPES + _FILL + shapes + _COLOURS + _FILL + colours + _END}


def _decode_thomson(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".bin"]
    start, gap = len(_SHAPES + _FILL), len(_SHAPES + _FILL) + _BANK
    second = gap + len(_COLOURS + _FILL)
    expect_length(data, (second + _BANK + len(_END),), "A Thomson MO5 picture for LOADM")
    if data[:start] + data[gap:second] + data[-len(_END) :] != _SHAPES + _FILL + _COLOURS + _FILL + _END:
        raise PixelStyleError("The file is not laid out as a Thomson MO5 picture: shapes, then colours, for $0000.")
    codes = 1 - unpack_pixels(np.frombuffer(data[start:gap], np.uint8).reshape(200, 40), 1)
    held = np.frombuffer(data[second : second + _BANK], np.uint8).reshape(200, 40)
    return picture_of_codes(get_mode("thomson-mo5"), codes, (np.stack([held >> 4, held & 15], axis=2),))


_MAC_HEADER, _MAC_BYTES, _MAC_LINES = 512, 72, 720


def _encode_macpaint(picture: NativePicture) -> Files:
    lines = pack_pixels(picture.indices, 1)
    return {".mac": bytes(_MAC_HEADER) + b"".join(packbits.pack(line.tobytes()) for line in lines)}


def _decode_macpaint(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".mac"]
    if len(data) <= _MAC_HEADER or not (data[:3] == bytes(3) and data[3] <= 3):
        raise PixelStyleError("A MacPaint document has a header of 512 bytes that begins 00 00 00; this file has none.")
    plain = packbits.unpack(data[_MAC_HEADER:], _MAC_BYTES * _MAC_LINES, "The MacPaint document")
    lines = np.frombuffer(plain, np.uint8).reshape(_MAC_LINES, _MAC_BYTES)
    return picture_of_codes(get_mode("macpaint"), unpack_pixels(lines, 1))


FORMATS: tuple[Format, ...] = (
    Format(
        name="sam-screen4",
        title="SAM Coupe SCREEN$, mode 4",
        extensions=(".ss4",),
        modes=("sam-coupe",),
        encode=_encode_sam,
        decode=_decode_sam,
        sizes=(_SAM_SCREEN + 41,),
        passed_over="registers 16 to 19, of other modes; the second colours of flashing registers",
        refused="palettes that change from line to line",
        verified_by=("RECOIL",),
    ),
    Format(
        name="thomson-loadm",
        title="Thomson MO5, for LOADM",
        extensions=(".bin",),
        modes=("thomson-mo5",),
        encode=_encode_thomson,
        decode=_decode_thomson,
        sizes=(2 * _BANK + 27,),
        starts=(_SHAPES + _FILL,),
        passed_over="nothing",
        refused="blocks laid out in another way",
        verified_by=(OWN_MODEL,),
    ),
    Format(
        name="macpaint",
        title="MacPaint",
        extensions=(".mac", ".pntg", ".pnt"),
        modes=("macpaint",),
        encode=_encode_macpaint,
        decode=_decode_macpaint,
        passed_over="patterns in the header",
        refused="other versions than 0 to 3",
        verified_by=("RECOIL", "netpbm"),
    ),
)
