"""Bytes that go to a device as they are: thermal printers, the Virtual Boy's frame buffer.

Sources: Epson, "ESC/POS Command Reference"; "Virtual Boy Sacred Tech Scroll".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.screens import NativePicture, get_mode

_RESET, _RASTER, _FEED = b"\x1b@", b"\x1dv0\x00", b"\x1bd\x04"
"""ESC @, GS v 0 in normal size, ESC d: feed four lines, so that the picture clears the cutter."""


def _encode_escpos(picture: NativePicture) -> Files:
    height, width = picture.indices.shape
    if width % 8 or width > 8 * 72 or height > 0xFFFF:
        raise PixelStyleError(
            f"A thermal printer takes a width of 8 to 576 dots in steps of 8; this picture has {width}."
        )
    sizes = (width // 8).to_bytes(2, "little") + height.to_bytes(2, "little")
    return {".escpos": _RESET + _RASTER + sizes + pack_pixels(picture.indices, 1).tobytes() + _FEED}


def _decode_escpos(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".escpos"]
    head = len(_RESET + _RASTER)
    if data[:head] != _RESET + _RASTER or len(data) < head + 4:
        raise PixelStyleError("A picture for a thermal printer begins with ESC @ and GS v 0; this file does not.")
    across, height = (
        int.from_bytes(data[head : head + 2], "little"),
        int.from_bytes(data[head + 2 : head + 4], "little"),
    )
    if not 1 <= across <= 72 or height < 1:
        raise PixelStyleError(
            f"A thermal printer has 8 to 576 dots across; this file asks for {8 * across} x {height}."
        )
    dots = data[head + 4 : head + 4 + across * height]
    if len(dots) < across * height:
        raise PixelStyleError("The picture for the thermal printer is cut short: its dots end too early.")
    indices = unpack_pixels(np.frombuffer(dots, np.uint8).reshape(height, across), 1)
    return picture_of_codes(get_mode("thermal-printer").resized(8 * across, height), indices)


_COLUMNS, _SHOWN, _DEEP = 384, 224, 256


def _encode_virtual_boy(picture: NativePicture) -> Files:
    columns = np.pad(picture.indices, ((0, _DEEP - _SHOWN), (0, 0))).T
    return {".vbf": pack_pixels(columns.reshape(_COLUMNS, -1, 4)[:, :, ::-1].reshape(_COLUMNS, _DEEP), 2).tobytes()}


def _decode_virtual_boy(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".vbf"]
    expect_length(data, (_COLUMNS * _DEEP // 4,), "A Virtual Boy frame buffer")
    columns = unpack_pixels(np.frombuffer(data, np.uint8).reshape(_COLUMNS, -1), 2)
    columns = columns.reshape(_COLUMNS, -1, 4)[:, :, ::-1].reshape(_COLUMNS, _DEEP)
    return picture_of_codes(get_mode("virtual-boy"), np.ascontiguousarray(columns.T[:_SHOWN]))


FORMATS: tuple[Format, ...] = (
    Format(
        name="escpos",
        title="Thermal printer, ESC/POS",
        extensions=(".escpos",),
        modes=("thermal-printer",),
        encode=_encode_escpos,
        decode=_decode_escpos,
        starts=(_RESET + _RASTER,),
        passed_over="what follows the dots",
        refused="other commands than GS v 0",
        verified_by=(OWN_MODEL,),
    ),
    Format(
        name="virtual-boy-frame",
        title="Virtual Boy frame buffer",
        extensions=(".vbf",),
        modes=("virtual-boy",),
        encode=_encode_virtual_boy,
        decode=_decode_virtual_boy,
        sizes=(_COLUMNS * _DEEP // 4,),
        passed_over="lines 224 to 255, which are not shown",
        refused="other lengths",
        verified_by=(OWN_MODEL,),
    ),
)
