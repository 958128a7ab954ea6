"""Atari 8-bit: files of GTIA's graphics 10 and 11 with their colours.

    .g10   graphics 10: 7,680 bytes, then the registers                         7,689 bytes
    .agp   AtariTools-800: the graphics' number, the registers, 7,680 bytes     7,690 bytes

The registers are COLPM0 to COLPM3, COLPF0 to COLPF3 and COLBK; the lines, 40 bytes each, have a nibble a pixel.

Source: RECOIL's readers of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.atari8.registers import REGISTERS, SCREENS, picture_of_registers, registers_of
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, unpack_pixels
from pixelstyle.screens import NativePicture, get_mode

_LINES, _LINE = 192, 40
_SCREEN = _LINES * _LINE
_MODES = {10: "atari8-gr10", 11: "atari8-gr11"}


def _parts(picture: NativePicture) -> tuple[bytes, bytes]:
    """Screen memory and the registers."""
    codes, registers = registers_of(picture)
    return pack_pixels(codes, SCREENS[picture.mode.name].bits).tobytes(), bytes(registers[0])


def _picture(mode_name: str, screen: bytes, registers: bytes) -> NativePicture:
    rows = np.frombuffer(screen, np.uint8).reshape(_LINES, _LINE)
    lines = np.frombuffer(registers, np.uint8)[None].repeat(_LINES, axis=0)
    return picture_of_registers(get_mode(mode_name), unpack_pixels(rows, SCREENS[mode_name].bits), lines)


def _encode_g10(picture: NativePicture) -> Files:
    return {".g10": b"".join(_parts(picture))}


def _decode_g10(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".g10"]
    expect_length(data, (_SCREEN + REGISTERS,), "An Atari graphics 10 picture")
    return _picture("atari8-gr10", data[:_SCREEN], data[_SCREEN:])


def _encode_agp(picture: NativePicture) -> Files:
    screen, registers = _parts(picture)
    number = next(number for number, name in _MODES.items() if name == picture.mode.name)
    return {".agp": bytes([number]) + registers + screen}


def _decode_agp(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".agp"]
    expect_length(data, (1 + REGISTERS + _SCREEN,), "An AtariTools-800 picture")
    if data[0] not in _MODES:
        raise PixelStyleError(f"This AtariTools-800 picture is of graphics {data[0]}; 10 and 11 are read here.")
    if data[0] == 11 and data[REGISTERS] > 15:
        raise PixelStyleError("This AtariTools-800 picture adds a hue to those of its pixels, which no mode here does.")
    return _picture(_MODES[data[0]], data[1 + REGISTERS :], data[1 : 1 + REGISTERS])


FORMATS: tuple[Format, ...] = (
    Format(
        name="atari8-g10",
        title="Atari 8-bit, graphics 10 screen",
        extensions=(".g10",),
        modes=("atari8-gr10",),
        encode=_encode_g10,
        decode=_decode_g10,
        sizes=(_SCREEN + REGISTERS,),
        passed_over="bit 0 of registers, which GTIA has not",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
    Format(
        name="atari8-agp",
        title="Atari 8-bit, AtariTools-800",
        extensions=(".agp",),
        modes=("atari8-gr10", "atari8-gr11"),
        encode=_encode_agp,
        decode=_decode_agp,
        sizes=(1 + REGISTERS + _SCREEN,),
        passed_over="bit 0 of registers, which GTIA has not; of graphics 11 all registers but COLBK",
        refused="other lengths; other graphics than 10 and 11; in 11 a hue in COLBK",
        verified_by=("RECOIL",),
    ),
)
