"""Sony PlayStation .tim: a texture with its colour look-up table, or of words that are colours.

    $00  $10 0 0 0, then 8 with 16 colours, 9 with 256, or 2 without a table, 0 0 0
    $08  the table: its length with these 12 bytes, left, top, width, height in memory (words), then its words
    ...  likewise the pixels, whose width is in words

Words are SBBBBBGG GGGRRRRR, lower byte first; 0 is not drawn, so that black has its bit S set.
Source: Sony, "PlayStation File Formats" (1996): TIM; Martin Korth, "PlayStation Specifications".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, ScreenMode, get_mode

_START = b"\x10\0\0\0"
_BLOCK = struct.Struct("<I4H")
_BITS = (5, 5, 5)
_KINDS = {8: ("playstation-4bpp", 4), 9: ("playstation-8bpp", 8), 2: ("playstation-15bit", 16)}
"""By the word after the start: the mode, and bits a pixel."""
_PIXELS_AT, _TABLE_AT = (320, 0), (0, 480)
"""Where in video memory loaders put them: beside a screen of 320 x 240, and below two of these."""
_WHAT = "A PlayStation picture"


def _encode(picture: NativePicture) -> Files:
    kind, depth = next((kind, depth) for kind, (mode, depth) in _KINDS.items() if mode == picture.mode.name)
    start = _START + kind.to_bytes(4, "little")
    if depth == 16:
        return {".tim": start + _block(_drawn(picture.indices).tobytes(), _PIXELS_AT, len(picture.indices))}
    red, green, blue = filled_up(levels_of(picture.palette, _BITS), 1 << depth).T
    codes = picture.indices
    rows = codes if depth == 8 else codes[:, ::2] | codes[:, 1::2] << 4
    table = _block(_drawn(red | green << 5 | blue << 10).tobytes(), _TABLE_AT, 1)
    return {".tim": start + table + _block(rows.tobytes(), _PIXELS_AT, len(rows))}


def _drawn(words: np.ndarray) -> np.ndarray:
    """Words as the file has them, with black that is drawn."""
    return np.where(words == 0, 0x8000, words).astype("<u2")


def _block(data: bytes, at: tuple[int, int], height: int) -> bytes:
    return _BLOCK.pack(_BLOCK.size + len(data), *at, len(data) // height // 2, height) + data


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".tim"]
    kind = int.from_bytes(data[4:8], "little")
    if not data.startswith(_START) or kind not in _KINDS:
        raise PixelStyleError(f"{_WHAT} here is TIM 8 or 9, with a table of 16 or 256 colours, or TIM 2, of words.")
    name, depth = _KINDS[kind]
    mode = get_mode(name)
    if depth == 16:
        pixels, _, size = _read(data, 8)
        _expect_size(mode, size)
        return picture_of_codes(mode, np.frombuffer(pixels, "<u2").reshape(size[::-1]) & 0x7FFF)
    stored, end, (wide, tall) = _read(data, 8)
    if wide * tall < 1 << depth:
        raise PixelStyleError(f"{_WHAT} has a table of {1 << depth} colours; this one has {wide * tall}.")
    words = np.frombuffer(stored, "<u2")[: 1 << depth].astype(np.int64)
    levels = np.stack([words & 31, words >> 5 & 31, words >> 10 & 31], axis=1)
    pixels, _, (wide, tall) = _read(data, end)
    _expect_size(mode, (wide * 16 // depth, tall))
    rows = np.frombuffer(pixels, np.uint8).reshape(tall, 2 * wide)
    codes = rows if depth == 8 else np.stack([rows & 15, rows >> 4], axis=2).reshape(tall, -1)
    return picture_of_codes(mode, codes, palette=palette_of_levels(levels, _BITS))


def _expect_size(mode: ScreenMode, size: tuple[int, int]) -> None:
    if size != (mode.width, mode.height):
        raise PixelStyleError(
            f"{_WHAT} for '{mode.name}' has {mode.width} x {mode.height} pixels; this one has {size[0]} x {size[1]}."
        )


def _read(data: bytes, at: int) -> tuple[bytes, int, tuple[int, int]]:
    """The bytes of the block that begins at `at`, where it ends, and its width (in words) and height."""
    if at + _BLOCK.size > len(data):
        raise PixelStyleError(f"{_WHAT} is cut short: it ends before its {'table' if at == 8 else 'pixels'}.")
    _, _, _, wide, tall = _BLOCK.unpack_from(data, at)
    end = at + _BLOCK.size + 2 * wide * tall
    if end > len(data):
        raise PixelStyleError(f"{_WHAT} is cut short: it ends within its {'table' if at == 8 else 'pixels'}.")
    return data[at + _BLOCK.size : end], end, (wide, tall)


FORMATS: tuple[Format, ...] = (
    Format(
        name="tim",
        title="Sony PlayStation TIM",
        extensions=(".tim",),
        modes=("playstation-8bpp", "playstation-4bpp", "playstation-15bit"),
        encode=_encode,
        decode=_decode,
        starts=tuple(_START + kind.to_bytes(4, "little") for kind in _KINDS),
        passed_over="where in video memory table and pixels go; bit S; colours beyond the first table",
        refused="pictures of 24 bits, and of other sizes than a screen's",
        verified_by=("RECOIL",),
    ),
)
