"""Atari ST, Spectrum 512 .spu: 32,000 bytes of screen memory, whose first line is black, then 48 palette words for each
of the other 199 lines: 51,104 bytes.

Words of an STE have a channel's bit of least weight above its three others, as DEGAS pictures have.
Source: "Spectrum 512 Uncompressed" in David Baggett's "ST Picture Formats" (1991).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.atari_st import indices_of, screen_of
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import codes_of, expect_length, slotted
from pixelstyle.formats.shared.line_registers import picture_of_lines, registers_by_line
from pixelstyle.screens import NativePicture, get_mode

_ST, _STE = "atari-st-spectrum512", "atari-ste-spectrum512"
_LINE, _SCREEN, _LINES, _ENTRIES = 160, 32_000, 199, 48
_LENGTH = _SCREEN + _LINES * _ENTRIES * 2


def _encode(picture: NativePicture) -> Files:
    picture = slotted(picture)
    steps = 15 if picture.mode.name == _STE else 7
    levels = np.rint(registers_by_line(picture) * (steps / 255)).astype(np.int64)
    nibbles = levels >> 1 | (levels & 1) << 3 if steps == 15 else levels
    words = nibbles[..., 0] << 8 | nibbles[..., 1] << 4 | nibbles[..., 2]
    return {".spu": bytes(_LINE) + screen_of(codes_of(picture), 4) + words.astype(">u2").tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".spu"]
    expect_length(data, (_LENGTH,), "A Spectrum 512 picture")
    words = np.frombuffer(data[_SCREEN:], ">u2").reshape(_LINES, _ENTRIES).astype(np.int64)
    nibbles = np.stack([words >> 8 & 15, words >> 4 & 15, words & 15], axis=-1)
    fine = bool((nibbles & 8).any())
    levels = ((nibbles & 7) << 1 | nibbles >> 3) / 15 if fine else nibbles / 7
    mode = get_mode(_STE if fine else _ST)
    codes = indices_of(data[_LINE:_SCREEN], mode.width, mode.height, 4)
    return picture_of_lines(mode, codes, np.rint(levels * 255).astype(np.uint8), "A Spectrum 512 picture")


FORMATS: tuple[Format, ...] = (
    Format(
        name="spectrum512",
        title="Spectrum 512, not packed",
        extensions=(".spu",),
        modes=(_ST, _STE),
        encode=_encode,
        decode=_decode,
        sizes=(_LENGTH,),
        passed_over="the first line; upper nibbles of palette words",
        refused="more than 256 colours that are shown; five bits a channel",
        verified_by=("RECOIL",),
    ),
)
