"""Tandy CoCo: CoCoMax pictures (.max), programs for LOADM (.bin), and ColorMax 3's pictures of the CoCo 3 (.mge).

.max, 6,154 bytes: what LOADM takes: 0, length and address, the 6,144 bytes of PMODE 4, then $FF, 0, 0 and where to
start. That CoCoMax loads any address, and one byte more, is RECOIL's.

.bin: the same with a program behind the picture that shows it, started by EXEC.

.mge: 0; 16 registers; whether they are for a composite monitor; whether the rest is not packed; 30 bytes of title, a
zero behind it; two bytes of colour cycling; then 32,000 bytes, packed as how often and which byte, ended by a zero.
Sources: Tandy, "Disk System Owner's Manual" (1981), LOADM; Mathieu Bouchard's descriptions in coco-tools' mgetoppm.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, get_mode

_SCREEN, _AT = 192 * 32, 0x0E00
_MAX_LENGTHS = (6154, 6155, 6272, 7168)
"""Those that RECOIL reads: one byte more, and what tapes and disks fill up to."""
_HEAD, _END = 5, b"\xff\0\0"
_REGISTER_OF = {"coco-pmode3": 0xE0, "coco-pmode3-buff": 0xE8, "coco-artifact": 0xF8}
"""What $FF22 holds in each."""
_PROGRAM_AT, _REGISTER_IN_PROGRAM = 0x2600, 3

SHOWING = machine_code("""
2600  1A 50     ORCC #$50    ; no interrupts
2602  86 E0     LDA #$E0     ; the mode and its colours
2604  B7 FF 22  STA $FF22
2607  B7 FF C0  STA $FFC0    ; V: 6
260A  B7 FF C3  STA $FFC3
260D  B7 FF C5  STA $FFC5
2610  B7 FF C7  STA $FFC7    ; F: 7, $0E00
2613  B7 FF C9  STA $FFC9
2616  B7 FF CB  STA $FFCB
2619  B7 FF CC  STA $FFCC
261C  B7 FF CE  STA $FFCE
261F  B7 FF D0  STA $FFD0
2622  B7 FF D2  STA $FFD2
2625  20 FE     BRA $2625
""")


def _block(at: int, data: bytes) -> bytes:
    return b"\0" + len(data).to_bytes(2, "big") + at.to_bytes(2, "big") + data


def _bits(picture: NativePicture) -> bytes:
    return pack_pixels(picture.indices, 8 * 32 // picture.mode.width).tobytes()


def _picture(mode_name: str, screen: bytes) -> NativePicture:
    mode = get_mode(mode_name)
    rows = np.frombuffer(screen, np.uint8).reshape(192, 32)
    return picture_of_codes(mode, unpack_pixels(rows, 8 * 32 // mode.width))


def _encode_max(picture: NativePicture) -> Files:
    return {".max": _block(_AT, _bits(picture)) + _END + _AT.to_bytes(2, "big")}


def _decode_max(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".max"]
    expect_length(data, _MAX_LENGTHS, "A CoCoMax picture")
    if data[0] != 0 or int.from_bytes(data[1:3], "big") not in (_SCREEN, _SCREEN + 1):
        raise PixelStyleError("A CoCoMax picture begins with 0 and its length of 6,144 bytes; this file does not.")
    return _picture("coco-pmode4", data[_HEAD : _HEAD + _SCREEN])


def _program(register: int) -> bytes:
    """The block of the program, and the end that says where it starts."""
    code = bytearray(SHOWING)
    code[_REGISTER_IN_PROGRAM] = register
    return _block(_PROGRAM_AT, bytes(code)) + _END + _PROGRAM_AT.to_bytes(2, "big")


_PROGRAM_LENGTH = _HEAD + _SCREEN + len(_program(0))


def _encode_program(picture: NativePicture) -> Files:
    return {".bin": _block(_AT, _bits(picture)) + _program(_REGISTER_OF[picture.mode.name])}


def _decode_program(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".bin"]
    expect_length(data, (_PROGRAM_LENGTH,), "A CoCo program that shows a picture")
    screen, behind = data[_HEAD : _HEAD + _SCREEN], data[_HEAD + _SCREEN :]
    for name, register in _REGISTER_OF.items():
        if data[:_HEAD] == _block(_AT, screen)[:_HEAD] and behind == _program(register):
            return _picture(name, screen)
    raise PixelStyleError("This CoCo program is not one of PixelStyle's: where it keeps its picture is not known.")


_COLOURS, _PIXELS, _MGE_HEAD = 16, 200 * 160, 51
_RGB_AT, _RAW_AT = 17, 18
_MOST = 255


def _registers(picture: NativePicture) -> bytes:
    levels = filled_up(levels_of(picture.palette, (2, 2, 2)), _COLOURS)
    upper, lower = levels >> 1, levels & 1
    weights = np.array([4, 2, 1])
    registers: np.ndarray = ((upper @ weights) << 3 | lower @ weights).astype(np.uint8)
    return registers.tobytes()


def _encode_mge(picture: NativePicture) -> Files:
    packed = bytearray()
    for value, run in groupby(pack_pixels(picture.indices, 4).tobytes()):
        left = len(list(run))
        while left:
            count = min(left, _MOST)
            packed += bytes([count, value])
            left -= count
    return {".mge": (b"\0" + _registers(picture)).ljust(_MGE_HEAD, b"\0") + bytes(packed) + b"\0"}


def _decode_mge(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".mge"]
    if len(data) < _MGE_HEAD or data[0]:
        raise PixelStyleError("A ColorMax 3 picture begins with 0 and has a head of 51 bytes; this file does not.")
    if data[_RGB_AT]:
        raise PixelStyleError("The ColorMax 3 picture has colours of a composite monitor, which no mode here shows.")
    pixels = data[_MGE_HEAD : _MGE_HEAD + _PIXELS] if data[_RAW_AT] else _unpacked(data[_MGE_HEAD:])
    if len(pixels) != _PIXELS:
        raise PixelStyleError(f"The ColorMax 3 picture has {len(pixels):,} bytes of pixels, not {_PIXELS:,}.")
    registers = np.frombuffer(data, np.uint8, _COLOURS, 1).astype(np.int64)
    levels = np.stack([(registers >> (2 + shift) & 2) | (registers >> shift & 1) for shift in (2, 1, 0)], axis=1)
    rows = np.frombuffer(pixels, np.uint8).reshape(200, 160)
    return picture_of_codes(get_mode("coco3"), unpack_pixels(rows, 4), palette=palette_of_levels(levels, (2, 2, 2)))


def _unpacked(packed: bytes) -> bytes:
    """The bytes, of which there may be too many or too few."""
    pixels = bytearray()
    for at in range(0, len(packed) - 1, 2):
        if packed[at] == 0 or len(pixels) >= _PIXELS:
            break
        pixels += packed[at + 1 : at + 2] * packed[at]
    return bytes(pixels)


FORMATS: tuple[Format, ...] = (
    Format(
        name="cocomax",
        title="CoCoMax picture",
        extensions=(".max",),
        modes=("coco-pmode4",),
        encode=_encode_max,
        decode=_decode_max,
        sizes=_MAX_LENGTHS,
        passed_over="the address; what stands behind the picture",
        refused="other lengths; pictures that are not of 6,144 bytes",
        verified_by=("RECOIL",),
    ),
    Format(
        name="coco-program",
        title="CoCo program that shows a picture",
        extensions=(".bin",),
        modes=tuple(_REGISTER_OF),
        encode=_encode_program,
        decode=_decode_program,
        sizes=(_PROGRAM_LENGTH,),
        passed_over="nothing",
        refused="programs that are not ours",
        verified_by=("MAME",),
    ),
    Format(
        name="colormax3",
        title="ColorMax 3 picture",
        extensions=(".mge",),
        modes=("coco3",),
        encode=_encode_mge,
        decode=_decode_mge,
        passed_over="the title; colour cycling; upper two bits of registers; what stands behind the picture",
        refused="colours of a composite monitor",
        verified_by=("coco-tools",),
    ),
)
