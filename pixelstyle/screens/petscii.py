"""The graphics of PETSCII, Commodore's character set: bars, corners, slopes, chequers, and their reverses.

The shapes are described here as what they are, boxes and lines on 8 x 8 dots; letters, figures, card suits and all else
that somebody drew is Commodore's and not part of this program. Numbers are screen codes of the set that a C64 starts
with (upper case and graphics); 128 more is the reverse.

Source: Commodore 64 Programmer's Reference Guide (1982), appendix B, "Screen Display Codes".
"""

from __future__ import annotations

from functools import cache

import numpy as np

_SIDE = 8
_REVERSE = 128
SPACE = 32
_TWINS = {67: 64, 93: 66, 96: SPACE, 106: 103, 116: 101}
"""Codes whose pattern another one has, too."""

Box = tuple[int, int, int, int]
"""Left, upper, right and lower edge in dots; the last two are the first dots outside."""

_LEFT, _RIGHT, _UP, _DOWN = (0, 3, 5, 5), (3, 3, 8, 5), (3, 0, 5, 5), (3, 3, 5, 8)
"""Lines from an edge to the middle."""
_BOXES: dict[int, tuple[Box, ...]] = {
    SPACE: (),
    # Marks that are dots and lines.
    43: ((1, 3, 7, 4), (3, 1, 5, 6)),
    45: ((1, 3, 7, 4),),
    46: ((3, 5, 5, 7),),
    58: ((3, 2, 5, 3), (3, 5, 5, 6)),
    61: ((1, 2, 7, 3), (1, 4, 7, 5)),
    # Bars at an edge, one to four dots wide, and quarters.
    99: ((0, 0, 8, 1),),
    119: ((0, 0, 8, 2),),
    120: ((0, 0, 8, 3),),
    100: ((0, 7, 8, 8),),
    111: ((0, 6, 8, 8),),
    121: ((0, 5, 8, 8),),
    98: ((0, 4, 8, 8),),
    101: ((0, 0, 2, 8),),
    117: ((0, 0, 3, 8),),
    97: ((0, 0, 4, 8),),
    103: ((6, 0, 8, 8),),
    118: ((5, 0, 8, 8),),
    126: ((0, 0, 4, 4),),
    124: ((4, 0, 8, 4),),
    123: ((0, 4, 4, 8),),
    108: ((4, 4, 8, 8),),
    127: ((0, 0, 4, 4), (4, 4, 8, 8)),
    # Lines of two dots: lying ones from the top down, standing ones from the left.
    **{code: ((0, at, 8, at + 2),) for code, at in ((69, 1), (68, 2), (64, 3), (70, 4), (82, 5))},
    **{code: ((at, 0, at + 2, 8),) for code, at in ((84, 1), (71, 2), (66, 3), (72, 4), (89, 5))},
    # Corners of the cell, then frames: corners, forks and a cross from lines through the middle.
    76: ((0, 0, 2, 8), (0, 6, 8, 8)),
    79: ((0, 0, 2, 8), (0, 0, 8, 2)),
    80: ((6, 0, 8, 8), (0, 0, 8, 2)),
    122: ((6, 0, 8, 8), (0, 6, 8, 8)),
    112: (_RIGHT, _DOWN),
    110: (_LEFT, _DOWN),
    109: (_RIGHT, _UP),
    125: (_LEFT, _UP),
    107: (_RIGHT, _UP, _DOWN),
    115: (_LEFT, _UP, _DOWN),
    113: (_LEFT, _RIGHT, _UP),
    114: (_LEFT, _RIGHT, _DOWN),
    91: (_LEFT, _RIGHT, _UP, _DOWN),
    # A disc.
    81: ((2, 1, 6, 7), (1, 2, 7, 6)),
}
_ARC: tuple[Box, ...] = ((5, 3, 8, 4), (4, 4, 8, 5), (3, 5, 6, 6), (3, 6, 5, 8))
"""A round corner from the right to below."""


@cache
def petscii_codes() -> np.ndarray:
    """The screen codes of `petscii_glyphs`, uint8 [N]: of the patterns first, then of their reverses."""
    codes = np.array(list(_patterns()), np.uint8)
    return np.concatenate([codes, codes + _REVERSE])


@cache
def petscii_glyphs() -> np.ndarray:
    """The patterns, uint8 [N, 8, 8], 1 where a glyph has its own colour; no two are the same."""
    patterns = np.stack(list(_patterns().values()))
    return np.concatenate([patterns, 1 - patterns])


def petscii_numbers() -> np.ndarray:
    """For each screen code its place in `petscii_glyphs`, int [256]; -1 for those that are not drawn here."""
    places = np.full(256, -1)
    codes = petscii_codes()
    places[codes] = np.arange(len(codes))
    for twin, code in _TWINS.items():
        places[twin], places[twin + _REVERSE] = places[code], places[code + _REVERSE]
    return places


@cache
def _patterns() -> dict[int, np.ndarray]:
    y, x = np.mgrid[:_SIDE, :_SIDE]
    found = {code: _filled(boxes) for code, boxes in _BOXES.items()}
    found[87] = found[81] & ~_filled(((3, 3, 5, 5),))
    arc = _filled(_ARC)
    found |= {85: arc, 73: arc[:, ::-1], 74: arc[::-1], 75: arc[::-1, ::-1]}
    found |= {77: abs(x - y) < 2, 78: abs(x + y - 7) < 2, 95: x >= y, 105: x + y < _SIDE}
    found[86] = found[77] | found[78]
    found[47] = ((x + y == 7) | (x + y == 8)) & (y > 0) & (y < 7)
    chequers = (x // 2 + y // 2) % 2 == 0
    found |= {102: chequers, 92: chequers & (x < 4), 104: chequers & (y > 3)}
    return {code: pattern.astype(np.uint8) for code, pattern in found.items()}


def _filled(boxes: tuple[Box, ...]) -> np.ndarray:
    dots = np.zeros((_SIDE, _SIDE), bool)
    for left, upper, right, lower in boxes:
        dots[upper:lower, left:right] = True
    return dots
