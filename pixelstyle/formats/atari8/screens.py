"""Atari 8-bit: screen memory, 40 bytes a line, as the editors save it.

    .mic   graphics 15: 7,680 bytes, then the registers COLBK and COLPF0 to COLPF2   7,684 bytes, or without these
    .gr9   graphics 9, a nibble a pixel      7,680 bytes
    .gr8   graphics 8, a bit a pixel         7,680 bytes

Source: the files of Micro Illustrator and Graph2Font.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import (
    expect_length,
    machine_palette,
    pack_pixels,
    picture_of_codes,
    unpack_pixels,
)
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.screens import NativePicture, get_mode

_SCREEN = 40 * 192
_GREYS = bytes([0, 4, 8, 12])
"""What a file without registers is shown in, as RECOIL does."""


def _pixels(screen: bytes, bits: int) -> np.ndarray:
    return unpack_pixels(np.frombuffer(screen, np.uint8).reshape(192, 40), bits)


def _encode_mic(picture: NativePicture) -> Files:
    entries = filled_up(entries_of(picture.palette, machine_palette(picture.mode)), 4)
    return {".mic": pack_pixels(picture.indices, 2).tobytes() + bytes(2 * int(entry) for entry in entries)}


def _decode_mic(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".mic"], get_mode("atari8-gr15")
    expect_length(data, (_SCREEN, _SCREEN + 4), "An Atari graphics 15 picture")
    registers = data[_SCREEN:] or _GREYS
    palette = palette_of_entries([register >> 1 for register in registers], machine_palette(mode))
    return picture_of_codes(mode, _pixels(data[:_SCREEN], 2), palette=palette)


def _screen_format(graphics: int, bits: int, what: str) -> Format:
    extension, mode_name = f".gr{graphics}", f"atari8-gr{graphics}"

    def encode(picture: NativePicture) -> Files:
        return {extension: pack_pixels(picture.indices, bits).tobytes()}

    def decode(files: Mapping[str, bytes]) -> NativePicture:
        expect_length(files[extension], (_SCREEN,), f"An Atari graphics {graphics} picture")
        return picture_of_codes(get_mode(mode_name), _pixels(files[extension], bits))

    return Format(
        name=mode_name,
        title=what,
        extensions=(extension,),
        modes=(mode_name,),
        encode=encode,
        decode=decode,
        sizes=(_SCREEN,),
        passed_over="nothing; the hardware's colours are not in the file",
        refused="other lengths",
        verified_by=("RECOIL",),
    )


FORMATS: tuple[Format, ...] = (
    Format(
        name="atari8-mic",
        title="Atari 8-bit, Micro Illustrator",
        extensions=(".mic",),
        modes=("atari8-gr15",),
        encode=_encode_mic,
        decode=_decode_mic,
        sizes=(_SCREEN + 4, _SCREEN),
        passed_over="bit 0 of registers, which GTIA has not; without registers greys",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
    _screen_format(9, 4, "Atari 8-bit, graphics 9 screen"),
    _screen_format(8, 1, "Atari 8-bit, graphics 8 screen"),
)
