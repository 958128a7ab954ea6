"""Colours that an Amiga changes from line to line, as IFF files say it: PCHG and SHAM are written, CTBL is read, too.

PCHG { packing 0, flags 1: four bits a channel, first line, lines, lines that change, first and last register, most
changes of a line, all changes; a bit for each line, in long words; for each line that changes: how many of registers 0
to 15 and of 16 to 31 do, then words of register << 12 | RGB }
Source: Sebastiano Vigna, "The PCHG Chunk" (1994).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import line_palettes

_TWELVE_BITS = 1


def changes_chunk(registers: np.ndarray) -> bytes:
    """PCHG for registers, uint8 [lines, registers, 3], of which the first line's are CMAP's."""
    words = _words(registers)
    changing = np.zeros(words.shape, bool)
    changing[1:] = words[1:] != words[:-1]
    counts, used = changing.sum(axis=1), np.flatnonzero(changing.any(axis=0))
    first, last = (int(used[0]), int(used[-1])) if len(used) else (0, 0)
    lines = len(words)
    head = struct.pack(
        ">HHhHHHHHI", 0, _TWELVE_BITS, 0, lines, (counts > 0).sum(), first, last, counts.max(), counts.sum()
    )
    mask: bytes = np.packbits(np.pad(counts > 0, (0, -lines % 32))).tobytes()
    return head + mask + b"".join(_line(words[y], changing[y]) for y in np.flatnonzero(counts))


def sliced_chunk(registers: np.ndarray) -> bytes:
    """SHAM for registers, uint8 [lines, 16, 3]."""
    return bytes(2) + _words(registers).astype(">u2").tobytes()


def _words(registers: np.ndarray) -> np.ndarray:
    """0RGB, four bits a channel, for registers, uint8 [..., 3]."""
    levels = registers.astype(np.int64) // 17
    return np.asarray(levels[..., 0] << 8 | levels[..., 1] << 4 | levels[..., 2])


def _line(words: np.ndarray, changing: np.ndarray) -> bytes:
    """One line's changes."""
    numbers = np.flatnonzero(changing)
    changes: bytes = ((numbers & 15) << 12 | words[numbers]).astype(">u2").tobytes()
    return bytes([int((numbers < 16).sum()), int((numbers > 15).sum())]) + changes


def read_lines(chunks: Mapping[bytes, bytes], colours: np.ndarray, height: int, what: str) -> np.ndarray:
    """The registers of each line, uint8 [height, K, 3], of uint8 [K, 3] and the chunks that change them.

    Raises PixelStyleError for chunks that are packed or cut short, and for colours finer than four bits a channel.
    """
    try:
        registers = line_palettes(chunks, colours, height)
    except (struct.error, IndexError):
        raise PixelStyleError(f"{what} is cut short: its colours' changes end too early.") from None
    if (registers % 17).any():
        raise PixelStyleError(
            f"{what} changes registers of 24 bits, as no Amiga had before the AGA. 'pixelstyle convert' reads it as a "
            "picture."
        )
    return registers
