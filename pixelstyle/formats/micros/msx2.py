"""MSX2: what BLOAD "x",S brings into video memory for Screens 4, 7, 8, 10 and 12, as `micros.msx` has it for 2 and 5.

    .sc4   $0000 to $37FF: patterns, names, palette at $1B80, colours   14,343 bytes
    .sc7   $0000 to $FA9F: bitmap, and at $FA80 the palette             64,167 bytes; 54,279 without it
    .sc8   $0000 to $D3FF: bitmap                                       54,279 bytes
    .sca   $0000 to $FA9F: bitmap in YJK with attributes (Screen 10), and at $FA80 the palette
    .scc   $0000 to $D3FF: bitmap in YJK (Screen 12); some call it .srs

Source: ASCII, "MSX2 Technical Handbook" (1985), chapters 2 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.micros.msx import (
    bload,
    colours_of_words,
    memory_of,
    patterns_and_colours,
    read_patterns,
    words_of_palette,
)
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.screens import NativePicture, get_mode

_PALETTE_4, _SPRITES_4, _LEAST_4 = 0x1B80, 0x1E00, 0x3800
_BITMAP, _SPRITES_7, _PALETTE_7, _END_7 = 256 * 212, 0xFA00, 0xFA80, 0xFAA0
_NO_SPRITES = 0xD8
"""In place of a sprite's line: neither it nor those after it are shown (sprite mode 2)."""


def _encode_sc4(picture: NativePicture) -> Files:
    memory = patterns_and_colours(picture)
    memory[_PALETTE_4 : _PALETTE_4 + 32] = words_of_palette(picture.palette)
    memory[_SPRITES_4] = _NO_SPRITES
    return {".sc4": bload(bytes(memory))}


def _decode_sc4(files: Mapping[str, bytes]) -> NativePicture:
    memory = memory_of(files[".sc4"], _LEAST_4, "An MSX2 Screen 4 picture")
    codes, held = read_patterns(memory)
    stored = memory[_PALETTE_4 : _PALETTE_4 + 32]
    words = np.frombuffer(stored, np.uint8).reshape(16, 2)
    none = not words.any() or (words & (0x88, 0xF8)).any()  # in Screen 2, whose file it may be, this is anything
    palette = colours_of_words(b"" if none else stored)
    return picture_of_codes(get_mode("msx2-screen4"), codes, (held,), palette=palette)


def _with_palette(bitmap: bytes, picture: NativePicture) -> bytes:
    memory = bytearray(bitmap.ljust(_END_7, b"\0"))
    memory[_SPRITES_7] = _NO_SPRITES
    memory[_PALETTE_7:_END_7] = words_of_palette(picture.palette)
    return bload(bytes(memory))


def _encode_sc7(picture: NativePicture) -> Files:
    return {".sc7": _with_palette(pack_pixels(picture.indices, 4).tobytes(), picture)}


def _decode_sc7(files: Mapping[str, bytes]) -> NativePicture:
    memory = memory_of(files[".sc7"], _BITMAP, "An MSX2 Screen 7 picture")
    codes = unpack_pixels(np.frombuffer(memory[:_BITMAP], np.uint8).reshape(212, 256), 4)
    palette = colours_of_words(memory[_PALETTE_7:_END_7])
    return picture_of_codes(get_mode("msx2-screen7"), codes, palette=palette)


def _encode_sc8(picture: NativePicture) -> Files:
    return {".sc8": bload(picture.indices.tobytes())}


def _decode_sc8(files: Mapping[str, bytes]) -> NativePicture:
    memory = memory_of(files[".sc8"], _BITMAP, "An MSX2 Screen 8 picture")
    return picture_of_codes(get_mode("msx2-screen8"), np.frombuffer(memory[:_BITMAP], np.uint8).reshape(212, 256))


def _encode_sca(picture: NativePicture) -> Files:
    return {".sca": _with_palette(picture.indices.tobytes(), picture)}


def _decode_sca(files: Mapping[str, bytes]) -> NativePicture:
    memory = memory_of(files[".sca"], _BITMAP, "An MSX2+ Screen 10 picture")
    codes = np.frombuffer(memory[:_BITMAP], np.uint8).reshape(212, 256)
    return picture_of_codes(get_mode("msx2plus-screen10"), codes, palette=colours_of_words(memory[_PALETTE_7:_END_7]))


def _encode_scc(picture: NativePicture) -> Files:
    return {".scc": bload(picture.indices.tobytes())}


def _decode_scc(files: Mapping[str, bytes]) -> NativePicture:
    memory = memory_of(files[".scc"], _BITMAP, "An MSX2+ Screen 12 picture")
    codes = np.frombuffer(memory[:_BITMAP], np.uint8).reshape(212, 256)
    return picture_of_codes(get_mode("msx2plus-screen12"), codes)


_PASSED_OVER = "sprites; the start address"
_REFUSED = "another load address; an end within the picture"

FORMATS: tuple[Format, ...] = (
    Format(
        name="msx2-sc4",
        title="MSX2 Screen 4",
        extensions=(".sc4",),
        modes=("msx2-screen4",),
        encode=_encode_sc4,
        decode=_decode_sc4,
        passed_over=f"{_PASSED_OVER}; without a palette the machine's first one",
        refused=_REFUSED,
        verified_by=("RECOIL",),
    ),
    Format(
        name="msx2-sc7",
        title="MSX2 Screen 7",
        extensions=(".sc7",),
        modes=("msx2-screen7",),
        encode=_encode_sc7,
        decode=_decode_sc7,
        passed_over=f"{_PASSED_OVER}; bits 3 and 7 of palette bytes; without a palette the machine's first one",
        refused=_REFUSED,
        verified_by=("RECOIL",),
    ),
    Format(
        name="msx2-sc8",
        title="MSX2 Screen 8",
        extensions=(".sc8",),
        modes=("msx2-screen8",),
        encode=_encode_sc8,
        decode=_decode_sc8,
        passed_over=_PASSED_OVER,
        refused=_REFUSED,
        verified_by=("RECOIL",),
    ),
    Format(
        name="msx2plus-sca",
        title="MSX2+ Screen 10",
        extensions=(".sca",),
        modes=("msx2plus-screen10",),
        encode=_encode_sca,
        decode=_decode_sca,
        passed_over=f"{_PASSED_OVER}; bits 3 and 7 of palette bytes; without a palette the machine's first one",
        refused=_REFUSED,
        verified_by=("RECOIL",),
    ),
    Format(
        name="msx2plus-scc",
        title="MSX2+ Screen 12",
        extensions=(".scc", ".srs"),
        modes=("msx2plus-screen12",),
        encode=_encode_scc,
        decode=_decode_scc,
        passed_over=_PASSED_OVER,
        refused=_REFUSED,
        verified_by=("RECOIL",),
    ),
)
