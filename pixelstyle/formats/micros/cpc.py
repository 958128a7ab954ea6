"""Amstrad CPC: .scr, the 16 K of screen memory, and .pal beside it, both as OCP Art Studio writes them.

    .scr   16,384 bytes, or 128 more with AMSDOS's header before them
    .pal   239 bytes: the mode, two of animation, then for each of 16 inks and the border 12 bytes of its colour (one
           for each step of an animation, all alike here) as hardware numbers $40 to $5F

Sources: OCP Art Studio's files; Amstrad, Soft 968 (1984), appendix; AMSDOS header as in "Soft 158A".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, machine_palette, picture_of_codes
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.screens import NativePicture, get_mode

HARDWARE = bytes.fromhex("54 44 55 5c 58 5d 4c 45 4d 56 46 57 5e 40 5f 4e 47 4f 52 42 53 5a 59 5b 4a 43 4b")
"""The gate array's number of each of the firmware's 27 colours."""
_TWINS = {0x41: 13, 0x48: 7, 0x49: 25, 0x50: 1, 0x51: 19}
"""Hardware numbers that show a colour which another number shows too."""
_FIRMWARE = {code: colour for colour, code in enumerate(HARDWARE)} | _TWINS
"""The reverse."""
_LINE_AT = np.array([(y & 7) * 2048 + (y >> 3) * 80 for y in range(200)])
BITS = {0: 4, 1: 2, 2: 1}
"""Of a pixel, in each mode."""
CRTC_REGISTERS = bytes.fromhex("3F 28 2E 8E 26 00 19 1E 00 07 00 00 30 00 00 00 00 00")
"""All 18 of the CRTC's for 40 x 25 characters at $C000, as the firmware sets them."""


def _interleaved(codes: np.ndarray, bits: int) -> np.ndarray:
    """Pixels as bytes [200, 80] in the CPC's order: first all pixels' bits 0, then 2, then 1, then 3."""
    pixels = codes.reshape(200, 80, 8 // bits)
    order = {4: (0, 2, 1, 3), 2: (0, 1), 1: (0,)}[bits]
    planes = np.concatenate([(pixels >> bit) & 1 for bit in order], axis=2)
    return np.packbits(planes, axis=2)[:, :, 0]


def _straightened(rows: np.ndarray, bits: int) -> np.ndarray:
    """The reverse of `_interleaved`."""
    planes = np.unpackbits(rows[:, :, None], axis=2).reshape(200, 80, bits, 8 // bits)
    order = {4: (0, 2, 1, 3), 2: (0, 1), 1: (0,)}[bits]
    pixels = np.zeros((200, 80, 8 // bits), np.uint8)
    for place, bit in enumerate(order):
        pixels |= planes[:, :, place] << np.uint8(bit)
    return pixels.reshape(200, -1)


def firmware_colour(code: int) -> int:
    """The firmware's colour, 0 to 26, of a hardware number, of which bits 7 to 5 say nothing; 0 where none has it."""
    return _FIRMWARE.get(0x40 | code & 0x1F, 0)


def screen_memory(codes: np.ndarray, bits: int) -> bytes:
    """The 16 K of screen memory for pixels, uint8 [200, W], of 4, 2 or 1 bits."""
    memory = np.zeros(16384, np.uint8)
    memory[_LINE_AT[:, None] + np.arange(80)] = _interleaved(codes, bits)
    return memory.tobytes()


def pixels_of(memory: bytes, bits: int) -> np.ndarray:
    """The reverse of `screen_memory`: pixels, uint8 [200, W]."""
    lines = np.frombuffer(memory, np.uint8)[_LINE_AT[:, None] + np.arange(80)]
    return _straightened(lines, bits)


def _encode(picture: NativePicture) -> Files:
    number = int(picture.mode.name[-1])
    colours = filled_up(entries_of(picture.palette, machine_palette(picture.mode)), 17)
    inks = b"".join(bytes([HARDWARE[colour]]) * 12 for colour in colours)
    return {".scr": screen_memory(picture.indices, BITS[number]), ".pal": bytes([number, 0, 0]) + inks + bytes(32)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data, pal = files[".scr"], files.get(".pal")
    expect_length(data, (16384, 16512), "An Amstrad CPC screen")
    if pal is None:
        raise PixelStyleError("The screen's colours are in a .pal file that should stand beside it, and there is none.")
    if len(pal) == 367:  # AMSDOS's header, 128 bytes
        pal = pal[128:]
    expect_length(pal, (239,), "The .pal file of an Amstrad CPC screen")
    if pal[0] not in BITS:
        raise PixelStyleError(f"The .pal file is for mode {pal[0]}; the CPC has modes 0, 1 and 2.")
    mode = get_mode(f"cpc-mode{pal[0]}")
    bits = BITS[pal[0]]
    inks = [firmware_colour(pal[3 + 12 * ink]) for ink in range(1 << bits)]
    codes = pixels_of(data[-16384:], bits)
    return picture_of_codes(mode, codes, palette=palette_of_entries(inks, machine_palette(mode)))


FORMATS: tuple[Format, ...] = (
    Format(
        name="cpc-ocp",
        title="Amstrad CPC, OCP Art Studio",
        extensions=(".scr",),
        modes=("cpc-mode0", "cpc-mode1", "cpc-mode2"),
        encode=_encode,
        decode=_decode,
        sizes=(16384, 16512),
        companions=(".pal",),
        passed_over="gaps between lines; the border; later steps of inks that are animated",
        refused="no .pal beside it; modes but 0, 1 and 2",
        verified_by=(OWN_MODEL,),
    ),
)
