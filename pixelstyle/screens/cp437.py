"""The graphics of code page 437 on a VGA's text screen: blocks, shades, box drawing, bars, and dots.

The shapes are described here as what they are, boxes on 8 x 16 dots; letters, figures and all else that somebody drew
are not part of this program. Lines of boxes run through the middle of a cell, single ones two dots wide or one line
high, double ones twice that with a gap between.

Sources: IBM, "Technical Reference, Personal Computer" (1984), appendix C, for the characters; for where lines and
blocks lie the VGA's characters of 16 lines, as ansilove shows them.
"""

from __future__ import annotations

from functools import cache

import numpy as np

CP437_CELL = 8, 16
"""Width and height of a character in dots."""
_BOXES_FROM = 0xB3
_ARMS = """
1100 1110 1120 2210 0210 0120 2220 2200 0220 2020 2010 1020 0110 1001 1011 0111 1101 0011 1111 1102
2201 2002 0202 2022 0222 2202 0022 2222 1022 2011 0122 0211 2001 1002 0102 0201 2211 1122 1010 0101
"""
"""Of the characters from B3 on the strokes that run from the middle up, down, left and right: 0 none, 1 single, 2
double."""
_BARS: dict[int, tuple[tuple[int, int, int, int], ...]] = {
    0x20: (),
    0xDB: ((0, 0, 8, 16),),
    0xDC: ((0, 7, 8, 16),),
    0xDD: ((0, 0, 4, 16),),
    0xDE: ((4, 0, 8, 16),),
    0xDF: ((0, 0, 8, 7),),
    # Marks that are dots and lines.
    0x16: ((0, 8, 7, 12),),
    0x2D: ((0, 7, 7, 8),),
    0x2E: ((3, 10, 5, 12),),
    0x3D: ((1, 5, 7, 6), (1, 8, 7, 9)),
    0x5F: ((0, 13, 8, 14),),
    0x7C: ((3, 2, 5, 12),),
    0xF0: ((0, 4, 7, 5), (0, 7, 7, 8), (0, 10, 7, 11)),
    0xF9: ((3, 7, 5, 9),),
    0xFA: ((3, 7, 5, 8),),
    0xFE: ((1, 4, 7, 11),),
}
"""Left, upper, right and lower edge in dots; the last two are the first dots outside."""


@cache
def cp437_codes() -> np.ndarray:
    """The characters of `cp437_glyphs`, uint8 [N], in its order."""
    return np.array(list(_patterns()), np.uint8)


@cache
def cp437_glyphs() -> np.ndarray:
    """The patterns, uint8 [N, 16, 8], 1 where a character has its foreground's colour; no two are the same."""
    return np.stack(list(_patterns().values()))


@cache
def _patterns() -> dict[int, np.ndarray]:
    y, x = np.mgrid[:16, :8]
    found = {code: np.zeros((16, 8), bool) for code in _BARS}
    for code, boxes in _BARS.items():
        for box in boxes:
            found[code] |= _within(*box)
    sparse = (x + 2 * (y % 2)) % 4 == 3
    found |= {0xB0: sparse, 0xB1: (x + y) % 2 == 1, 0xB2: ~np.roll(sparse, 3, axis=1)}
    found |= {_BOXES_FROM + n: _box(*map(int, arms)) for n, arms in enumerate(_ARMS.split())}
    return {code: pattern.astype(np.uint8) for code, pattern in found.items()}


def _box(up: int, down: int, left: int, right: int) -> np.ndarray:
    """The strokes of a box's corner, fork or cross, bool [16, 8]."""
    lying, standing = max(left, right), max(up, down)
    # Strokes end at the far edge of what crosses them; a single one at the near edge of two that run on.
    low, high = (5, 7) if lying == 2 else (7, 7)
    near, far = (2, 6) if standing == 2 else (3, 4)
    to_low = 5 if left == right == 2 and not down else high
    from_high = 7 if left == right == 2 and not up else low
    to_near = 3 if up == down == 2 and not right else far
    from_far = 5 if up == down == 2 and not left else near
    double, gaps, single = (np.zeros((16, 8), bool) for _ in range(3))
    for stroke, above, below in ((up, 0, high), (down, low, 15)):
        if stroke == 2:
            double |= _within(2, above, 7, below + 1)
            gaps |= _within(4, 0 if above == 0 else 6, 5, 16 if below == 15 else 7)
    for stroke, before, behind in ((left, 0, far), (right, near, 7)):
        if stroke == 2:
            double |= _within(before, 5, behind + 1, 8)
            gaps |= _within(0 if before == 0 else 4, 6, 8 if behind == 7 else 5, 7)
    for stroke, box in (
        (up, (3, 0, 5, to_low + 1)),
        (down, (3, from_high, 5, 16)),
        (left, (0, 7, to_near + 1, 8)),
        (right, (from_far, 7, 8, 8)),
    ):
        if stroke == 1:
            single |= _within(*box)
    return (double & ~gaps) | single


def _within(left: int, upper: int, right: int, lower: int) -> np.ndarray:
    dots = np.zeros((16, 8), bool)
    dots[upper:lower, left:right] = True
    return dots
