"""Sets of up to 256 glyphs, which character graphics draw their cells with: of 8 x 8 dots, or the PC's of 8 x 16.

The set 'blocks' is our own: bars, quarters, lines, corners, slopes, discs and dots, and the reverse of each;
'blocks-64' has those 64 of it that serve best where there are four backgrounds. 'petscii'
and 'pet' have what Commodore's C64 and PET have of that kind (`petscii.py`), 'cp437' what the IBM PC has (`cp437.py`).
Whole character ROMs are their makers' property and not part of this program; a file of 2,048 bytes (eight a glyph, the
uppermost line first, leftmost dot in bit 7), or of 2,050 with a load address as the C64's editors write, is another
set.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes
from pixelstyle.screens.cp437 import cp437_glyphs
from pixelstyle.screens.petscii import petscii_glyphs

GLYPH_COUNT, GLYPH_SIDE = 256, 8
GLYPH_SETS = ("blocks", "blocks-64", "petscii", "pet")
"""Those of 8 x 8 dots that need no file."""
CP437 = "cp437"
"""The one of 8 x 16 dots."""
_OF_64 = (
    *(0, 1, 3, 6, 8, 10, 12, 19, 20, 21, 22, 23, 24, 25, 26, 27),
    *(54, 56, 57, 62, 66, 67, 68, 70, 73, 76, 82, 85, 90, 95, 96, 101),
    *(112, 114, 128, 130, 132, 133, 135, 137, 138, 139, 140, 141, 142, 148, 149, 150),
    *(151, 152, 153, 154, 179, 181, 183, 187, 188, 189, 193, 197, 200, 202, 211, 221),
)
"""The numbers in 'blocks' of those of 'blocks-64': blank, full and Bayer's fifteen greys, which mix areas finely; the
others chosen one by one, and then exchanged, for the least error of eight photos and four paintings on the best four
backgrounds, by their dots alone and by dots and light. Left out: further patterns that cover all quarters alike."""


def glyph_set(name_or_path: str) -> np.ndarray:
    """The patterns, uint8 [N, 8, 8], or [N, 16, 8] of CP437, 1 where a glyph has its own colour.

    Raises PixelStyleError for a bad file.

    >>> glyph_set("blocks").shape
    (256, 8, 8)
    """
    if name_or_path == "blocks":
        return _blocks()
    if name_or_path == "blocks-64":
        return _blocks()[list(_OF_64)]
    if name_or_path == CP437:
        return cp437_glyphs()
    if name_or_path in GLYPH_SETS:
        return petscii_glyphs(name_or_path)
    data = read_bytes(name_or_path, "glyph")
    if len(data) not in (2048, 2050):
        raise PixelStyleError(
            f"'{name_or_path}' is no set of 256 glyphs: that has 2,048 bytes, or 2,050 with a load address, not "
            f"{len(data):,}."
        )
    return np.unpackbits(np.frombuffer(data[-2048:], np.uint8)[:, None], axis=1).reshape(
        GLYPH_COUNT, GLYPH_SIDE, GLYPH_SIDE
    )


@cache
def _blocks() -> np.ndarray:
    """128 different patterns, none the reverse of another, then their reverses."""
    kept: list[np.ndarray] = []
    seen: set[bytes] = set()
    for pattern in _drawn():
        glyph = np.broadcast_to(pattern, (GLYPH_SIDE, GLYPH_SIDE)).astype(np.uint8)
        if glyph.tobytes() not in seen and len(kept) < GLYPH_COUNT // 2:
            kept.append(glyph)
            seen |= {glyph.tobytes(), (1 - glyph).tobytes()}
    glyphs = np.stack(kept)
    return np.concatenate([glyphs, 1 - glyphs])


def _drawn() -> Iterator[np.ndarray]:
    """Patterns as conditions on the dots of a cell, the most useful first; some come twice or as reverses."""
    y, x = np.mgrid[:GLYPH_SIDE, :GLYPH_SIDE]
    v, u = y - 3.5, x - 3.5
    yield x < 0
    yield from (x < n for n in range(1, 8))
    yield from (y < n for n in range(1, 8))
    for quarters in range(1, 8):
        yield (quarters >> (2 * (y // 4) + x // 4)) & 1 == 1
    levels = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])[y % 4, x % 4]  # Bayer's matrix
    yield from (levels < n for n in range(1, 9))
    yield from (
        y % 2 == 0,
        x % 2 == 0,
        y % 4 < 2,
        x % 4 < 2,
        (x + y) % 4 < 2,
        (x - y) % 4 < 2,
        (x // 2 + y // 2) % 2 == 0,
    )
    for half in (x < 4, x > 3, y < 4, y > 3, x < y, x > y, x + y < 7, x + y > 7):  # half plain, half grey
        yield half & ((x + y) % 2 == 0)
        yield half | ((x + y) % 2 == 0)
    yield from (x + y < n for n in (3, 5, 7, 8, 10, 12))
    yield from (x - y > n for n in (-5, -3, -1, 0, 2, 4))
    yield from (2 * x + y < n for n in (7, 11, 15))
    yield from (x + 2 * y < n for n in (7, 11, 15))
    yield from (2 * x - y > n for n in (-1, 3, 7))
    yield from (2 * y - x > n for n in (-1, 3, 7))
    yield from (x == n for n in range(GLYPH_SIDE))
    yield from (y == n for n in range(GLYPH_SIDE))
    arms = (abs(u) < 1) & (v < 1), (abs(u) < 1) & (v > -1), (abs(v) < 1) & (u < 1), (abs(v) < 1) & (u > -1)
    for chosen in range(3, 16):  # lines of two dots from the middle: straight, corners, forks, a cross
        if chosen.bit_count() > 1:
            yield np.any([arm for n, arm in enumerate(arms) if chosen >> n & 1], axis=0)
    yield from (abs(u - v) < 1, abs(u + v) < 1, (abs(u - v) < 1) | (abs(u + v) < 1))
    yield from (abs(u - v) < 2, abs(u + v) < 2)
    yield from (u**2 + v**2 < r**2 for r in (1, 2, 2.6, 3.2, 4, 4.6))
    yield from (abs(np.hypot(u, v) - r) < 0.8 for r in (2, 3))
    yield from (abs(u) + abs(v) < n for n in (2, 4, 5))
    yield from (np.hypot(x - cx, y - cy) < r for cx in (0, 7) for cy in (0, 7) for r in (4, 7.5))
    yield from ((x == 0) | (y == 0), (x == 7) | (y == 0), (x == 0) | (y == 7), (x == 7) | (y == 7))
    yield from ((abs(u) > 3) | (abs(v) > 3), (abs(u) < 3) & (abs(v) < 3))
    yield from ((x // 2 == cx) & (y // 2 == cy) for cx in range(4) for cy in range(4))
