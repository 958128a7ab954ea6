"""Palettes that an Amiga changed while it drew the picture: IFF's chunks SHAM, CTBL and PCHG.

Sources: Rhett Anderson, "Sliced HAM" (1989); NewTek's Dynamic HiRes; Sebastiano Vigna, "The PCHG Chunk" (1994).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError

CHUNKS = (b"SHAM", b"CTBL", b"BEAM", b"PCHG")


def line_palettes(chunks: Mapping[bytes, bytes], palette: np.ndarray, height: int) -> np.ndarray:
    """The palette of each line, uint8 [height, K, 3], of uint8 [K, 3] and what the chunks change.

    Raises PixelStyleError for changes that are packed.
    """
    if (changes := chunks.get(b"PCHG")) is not None:
        return _changed(changes, palette, height)
    palettes = np.repeat(palette[None], height, axis=0)
    table = chunks.get(b"CTBL", chunks.get(b"BEAM"))
    if (sliced := chunks.get(b"SHAM")) is not None:
        table = sliced[2:]  # behind its version
    if table is not None and (count := len(table) // 32):
        words = np.frombuffer(table[: count * 32], ">u2").astype(np.int64).reshape(count, 16)
        # An interlaced picture has one palette for two lines.
        lines = np.minimum(np.arange(height) // (2 if count <= height // 2 else 1), count - 1)
        most = min(16, len(palette))
        palettes[:, :most] = _colours(words)[lines, :most]
    return palettes


def _colours(words: np.ndarray) -> np.ndarray:
    """Words 0RGB as uint8 [..., 3]."""
    return (np.stack([words >> 8 & 15, words >> 4 & 15, words & 15], axis=-1) * 17).astype(np.uint8)


def _changed(data: bytes, palette: np.ndarray, height: int) -> np.ndarray:
    packing, flags, first, lines = struct.unpack_from(">HHhH", data)
    if packing:
        raise PixelStyleError("The IFF picture's changes of its palette (PCHG) are packed, which cannot be read.")
    at = 20
    masks = -(-lines // 32) * 4
    changing = np.unpackbits(np.frombuffer(data[at : at + masks], np.uint8))[:lines]
    at += masks
    current = palette.copy()
    palettes = np.empty((height, *palette.shape), np.uint8)
    for y in range(min(first, 0), height):
        if 0 <= y - first < lines and changing[y - first]:
            at = (_small if flags & 1 else _big)(data, at, current)
        if y >= 0:
            palettes[y] = current
    return palettes


def _small(data: bytes, at: int, current: np.ndarray) -> int:
    """One line's changes of four bits a channel, made in `current`; where the next begin."""
    low, high = data[at], data[at + 1]
    words = struct.unpack_from(f">{low + high}H", data, at + 2)
    for number, word in enumerate(words):
        register = (word >> 12) + (16 if number >= low else 0)
        if register < len(current):
            current[register] = _colours(np.array(word))
    return at + 2 + 2 * len(words)


def _big(data: bytes, at: int, current: np.ndarray) -> int:
    """The same of eight bits a channel, which stand in the order alpha, red, blue, green."""
    count = int.from_bytes(data[at : at + 2], "big")
    for number in range(count):
        register, _, red, blue, green = struct.unpack_from(">HBBBB", data, at + 2 + 6 * number)
        if register < len(current):
            current[register] = red, green, blue
    return at + 2 + 6 * count
