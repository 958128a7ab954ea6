"""IBM PC: .pcx for CGA, EGA and VGA, and .bsv, the CGA's memory as BASIC's BSAVE writes it and BLOAD shows it.

PCX: a header of 128 bytes, then lines packed with runs, one plane of bits after the other (VGA: a byte a pixel), and
for 256 colours the palette at the end. BSAVE: FD, segment, offset, length, then the bytes; in unused bytes of the CGA's
memory, after line 198, stand the two registers that tell the palette: 3D9 (background, palette, intensity) and 3D8
(bit 2: no colour burst, bit 4: 640 dots a line, four of which a composite monitor shows as one pixel).
Sources: ZSoft, "PCX Technical Reference Manual" (1991); IBM, "BASIC Reference" (1982) and "Technical Reference" (1983).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import pcx_colours, unpack_pcx
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import (
    expect_length,
    machine_palette,
    pack_pixels,
    picture_of_codes,
    unpack_pixels,
)
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up
from pixelstyle.palettes import SHIFTED, Palette, full_levels, get_palette
from pixelstyle.screens import NativePicture, ScreenMode, get_mode

CGA = ("cga-1-high", "cga-1", "cga-0-high", "cga-0", "cga-5-high", "cga-5")
COMPOSITE = "cga-composite"
_PLANES = {"ega-320x200": 4, "ega-640x350": 4, "vga-256": 8} | dict.fromkeys(CGA, 2)
_WHAT = "A PCX picture"
_SAME_COLOUR = 48
"""By how much tools' tables of the EGA's colours differ from ours, in each channel."""


def _encode_pcx(picture: NativePicture) -> Files:
    height, width = picture.indices.shape
    planes = _PLANES[picture.mode.name]
    colours = filled_up(picture.palette.bytes(), 1 << planes)
    if planes == 8:
        rows, per_line, bits, count = picture.indices, width, 8, 1
        tail = b"\x0c" + colours.tobytes()
    else:
        split = (picture.indices[:, None] >> np.arange(planes, dtype=np.uint8)[:, None]) & 1
        packed = np.packbits(split, axis=2)
        rows, per_line, bits, count = packed.reshape(height, -1), packed.shape[2], 1, planes
        tail = b""
    header = struct.pack("<BBBB6H", 10, 5, 1, bits, 0, 0, width - 1, height - 1, 72, 72)
    header += colours[:16].tobytes().ljust(48, b"\0") + struct.pack("<BBHH", 0, count, per_line, 1)
    return {".pcx": header.ljust(128, b"\0") + b"".join(_packed(row.tobytes()) for row in rows) + tail}


def _packed(line: bytes) -> bytes:
    """A line with its runs as C0 + length, value; single bytes of C0 and more are runs of one."""
    packed, at = bytearray(), 0
    while at < len(line):
        run = 1
        while run < 63 and at + run < len(line) and line[at + run] == line[at]:
            run += 1
        packed += bytes([0xC0 | run, line[at]]) if run > 1 or line[at] >= 0xC0 else line[at : at + 1]
        at += run
    return bytes(packed)


def _decode_pcx(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".pcx"]
    if len(data) < 128 or data[0] != 10 or data[2] != 1:
        raise PixelStyleError(f"{_WHAT} has a header of 128 bytes that begins 0A 05 01; this file has none.")
    bits, left, top, right, bottom = struct.unpack("<B4H", data[3:12])
    count, per_line = struct.unpack("<BH", data[65:68])
    width, height = right - left + 1, bottom - top + 1
    kind = (width, height, bits, count)
    known = {(320, 200, 8, 1): "vga-256", (320, 200, 1, 4): "ega-320x200", (640, 350, 1, 4): "ega-640x350"}
    known[320, 200, 1, 2] = CGA[0]
    if kind not in known or per_line * 8 // bits < width:
        raise PixelStyleError(
            f"{_WHAT} here has 320 x 200 pixels in 4, 16 or 256 colours, or 640 x 350 in 16; this one has {width} x "
            f"{height} in {count} planes of {bits} bits."
        )
    length = height * count * per_line
    plain, end = unpack_pcx(data[128:], length)
    if len(plain) < length:
        raise PixelStyleError(f"{_WHAT} is cut short: its packed pixels end too early.")
    rows = np.frombuffer(plain, np.uint8).reshape(height, count, per_line)
    if bits == 8:
        stored = pcx_colours(data[128 + end :])
        if stored is None:
            raise PixelStyleError(f"{_WHAT} of 256 colours ends with 0C and its palette; this one does not.")
        full = full_levels(stored, (6, 6, 6))
        palette = _palette(stored) if full is None else Palette.from_array("chosen", full, SHIFTED)
        return picture_of_codes(get_mode("vga-256"), rows[:, 0, :width].copy(), palette=palette)
    colours = np.frombuffer(data[16:64], np.uint8).reshape(16, 3)
    split = np.unpackbits(rows, axis=2)[:, :, :width] << np.arange(count, dtype=np.uint8)[:, None]
    indices = split.sum(axis=1, dtype=np.uint8)
    mode = get_mode(known[kind])
    if mode.choice is not None:
        return picture_of_codes(mode, indices, palette=_palette(colours))
    if count == 2:
        mode = _cga_mode(colours[:4])
        _refuse_others(colours[:4], machine_palette(mode))
        return picture_of_codes(mode, indices)
    machine = machine_palette(mode)
    if data[1] == 3:  # no palette: the one that the card starts with
        return picture_of_codes(mode, indices)
    _refuse_others(colours, machine)
    return picture_of_codes(mode, entries_of(_palette(colours), machine).astype(np.uint8)[indices])


def _refuse_others(colours: np.ndarray, machine: Palette) -> None:
    """Raises PixelStyleError for colours, uint8 [K, 3], of which one is far from all of the machine's."""
    apart = np.abs(colours[:, None].astype(np.int64) - machine.bytes()).max(axis=2).min(axis=1)
    if apart.max() > _SAME_COLOUR:
        raise PixelStyleError(
            f"{_WHAT} has the colour #{colours[apart.argmax()].tobytes().hex()}, which the machine has not. "
            "'pixelstyle convert' reads it as a picture."
        )


def _palette(colours: np.ndarray) -> Palette:
    return Palette.from_array("chosen", colours)


def _cga_mode(colours: np.ndarray) -> ScreenMode:
    """The CGA palette nearest to the last three of four colours."""
    apart = {name: np.abs(get_palette(name).bytes()[1:].astype(int) - colours[1:]).sum() for name in CGA}
    return get_mode(min(CGA, key=apart.__getitem__))


_HALF, _MEMORY, _REGISTERS = 8192, 16384, 8000
_TEXT = 160 * 100
_GRAPHICS = 0x0A
"""Bits of 3D8: graphics, picture on."""
_AFTER_MODE_4 = (0x30, _GRAPHICS)
"""What BIOS leaves in both registers: the bright colours of palette 1."""
_HALF_BLOCK = 0xDE
"""The character whose right half is foreground, its left half background."""


def _bsave(memory: bytes) -> bytes:
    return b"\xfd" + struct.pack("<3H", 0xB800, 0, len(memory)) + memory


def _encode_bsave(picture: NativePicture) -> Files:
    name = picture.mode.name
    lines = pack_pixels(picture.indices, 4 if name == COMPOSITE else 2)
    memory = bytearray(_MEMORY)
    memory[:_REGISTERS], memory[_HALF : _HALF + 8000] = lines[0::2].tobytes(), lines[1::2].tobytes()
    intense, first, grey = name.endswith("-high"), name.startswith("cga-1"), name.startswith("cga-5")
    registers = (0x0F, 0x1A) if name == COMPOSITE else (intense << 4 | first << 5, 0x0A | grey << 2)
    memory[_REGISTERS : _REGISTERS + 2] = bytes(registers)
    return {".bsv": _bsave(bytes(memory))}


def _encode_text(picture: NativePicture) -> Files:
    left, right = picture.indices[:, 0::2], picture.indices[:, 1::2]
    cells = np.stack([np.full_like(left, _HALF_BLOCK), left << 4 | right], axis=2)
    return {".bsv": _bsave(cells.tobytes())}


def _memory_of(data: bytes, length: int) -> bytes:
    expect_length(data, (length + 7,), "A CGA screen saved by BSAVE")
    if data[:7] != _bsave(bytes(length))[:7]:
        raise PixelStyleError(
            "A CGA screen saved by BSAVE begins with FD 00 B8 00 00 and its length; this one does not."
        )
    return data[7:]


def _decode_bsave(files: Mapping[str, bytes]) -> NativePicture:
    memory = _memory_of(files[".bsv"], _MEMORY)
    lines = np.empty((200, 80), np.uint8)
    for half in range(2):
        lines[half::2] = np.frombuffer(memory[half * _HALF : half * _HALF + 8000], np.uint8).reshape(100, 80)
    colour, control = memory[_REGISTERS : _REGISTERS + 2]
    if control & _GRAPHICS != _GRAPHICS:  # a screen that somebody else has saved
        colour, control = _AFTER_MODE_4
    if control & 16:
        return picture_of_codes(get_mode(COMPOSITE), unpack_pixels(lines, 4))
    palette = "5" if control & 4 else "1" if colour & 32 else "0"
    mode = get_mode(f"cga-{palette}{'-high' if colour & 16 else ''}")
    return picture_of_codes(mode, unpack_pixels(lines, 2))


def _decode_text(files: Mapping[str, bytes]) -> NativePicture:
    cells = np.frombuffer(_memory_of(files[".bsv"], _TEXT), np.uint8).reshape(100, 80, 2)
    other = np.argwhere(cells[:, :, 0] != _HALF_BLOCK)
    if len(other):
        raise PixelStyleError(f"The character at row {other[0][0]}, column {other[0][1]} is not DE, the half block.")
    indices = np.stack([cells[:, :, 1] >> 4, cells[:, :, 1] & 15], axis=2).reshape(100, 160)
    return picture_of_codes(get_mode("cga-160x100"), indices)


FORMATS: tuple[Format, ...] = (
    Format(
        name="cga-bsave",
        title="IBM CGA screen, BSAVE",
        extensions=(".bsv",),
        modes=(*CGA, COMPOSITE),
        encode=_encode_bsave,
        decode=_decode_bsave,
        sizes=(_MEMORY + 7,),
        starts=(b"\xfd\x00\xb8",),
        passed_over=(
            "gaps behind the two halves; registers of a screen whose second one does not say graphics: then "
            "the palette that BIOS sets"
        ),
        refused="another segment or length",
        verified_by=(OWN_MODEL,),
    ),
    Format(
        name="cga-bsave-text",
        title="IBM CGA 160 x 100 screen, BSAVE",
        extensions=(".bsv",),
        modes=("cga-160x100",),
        encode=_encode_text,
        decode=_decode_text,
        sizes=(_TEXT + 7,),
        starts=(b"\xfd\x00\xb8",),
        passed_over="nothing",
        refused="characters but the half block DE",
        verified_by=(OWN_MODEL,),
    ),
    Format(
        name="pcx",
        title="PC Paintbrush",
        extensions=(".pcx",),
        modes=(*CGA, "ega-320x200", "ega-640x350", "vga-256"),
        encode=_encode_pcx,
        decode=_decode_pcx,
        passed_over="the window's place, dots an inch, the palette's type",
        refused="other sizes; colours that the machine has not; 256 colours without a palette",
        verified_by=("Pillow", "netpbm"),
    ),
)
