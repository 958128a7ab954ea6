"""The graphics of PETSCII, Commodore's character set: bars, corners, slopes, chequers, and their reverses.

The shapes are described here as what they are, boxes and lines on 8 x 8 dots; letters, figures, card suits and all else
that somebody drew is Commodore's and not part of this program. Numbers are screen codes of the set that a C64 starts
with (upper case and graphics); 128 more is the reverse. The C64 has lines of two dots, which televisions can show in
colours; the PET, with its own monitor, has them of one, so that each row and column has its line.

Sources: Commodore 64 Programmer's Reference Guide (1982), appendix B, "Screen Display Codes"; for where the PET's lines
lie its character ROM 901447-10.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

_SIDE = 8
_REVERSE = 128
SPACE = 32

Box = tuple[int, int, int, int]
"""Left, upper, right and lower edge in dots; the last two are the first dots outside."""

Boxes = dict[int, tuple[Box, ...]]

_COMMON: Boxes = {
    SPACE: (),
    # Marks that are dots and lines.
    45: ((1, 3, 7, 4),),
    46: ((3, 5, 5, 7),),
    61: ((1, 2, 7, 3), (1, 4, 7, 5)),
    # Bars at an edge, one to four dots wide, and quarters.
    99: ((0, 0, 8, 1),),
    119: ((0, 0, 8, 2),),
    120: ((0, 0, 8, 3),),
    100: ((0, 7, 8, 8),),
    111: ((0, 6, 8, 8),),
    121: ((0, 5, 8, 8),),
    98: ((0, 4, 8, 8),),
    117: ((0, 0, 3, 8),),
    97: ((0, 0, 4, 8),),
    118: ((5, 0, 8, 8),),
    126: ((0, 0, 4, 4),),
    124: ((4, 0, 8, 4),),
    123: ((0, 4, 4, 8),),
    108: ((4, 4, 8, 8),),
    127: ((0, 0, 4, 4), (4, 4, 8, 8)),
    # A disc.
    81: ((2, 1, 6, 7), (1, 2, 7, 6)),
}


def _corners(wide: int) -> Boxes:
    """Corners of the cell, of lines so many dots wide."""
    left, right, up, down = (0, 0, wide, 8), (8 - wide, 0, 8, 8), (0, 0, 8, wide), (0, 8 - wide, 8, 8)
    return {76: (left, down), 79: (left, up), 80: (right, up), 122: (right, down)}


def _frames(begin: int) -> Boxes:
    """Corners, forks and a cross of lines through the middle, which reach from dot `begin` to dot 4."""
    left, right, up, down = (0, begin, 5, 5), (begin, begin, 8, 5), (begin, 0, 5, 5), (begin, begin, 5, 8)
    return {
        112: (right, down),
        110: (left, down),
        109: (right, up),
        125: (left, up),
        107: (right, up, down),
        115: (left, up, down),
        113: (left, right, up),
        114: (left, right, down),
        91: (left, right, up, down),
    }


def _lines(wide: int, lying: Sequence[tuple[int, int]], standing: Sequence[tuple[int, int]]) -> Boxes:
    """Lines so many dots wide, by code and the first dot from above or from the left."""
    across: Boxes = {code: ((0, at, 8, at + wide),) for code, at in lying}
    return across | {code: ((at, 0, at + wide, 8),) for code, at in standing}


_BOXES: dict[str, Boxes] = {
    "petscii": _COMMON
    | _corners(2)
    | _frames(3)
    | _lines(2, ((69, 1), (68, 2), (64, 3), (70, 4), (82, 5)), ((84, 1), (71, 2), (66, 3), (72, 4), (89, 5)))
    | {43: ((1, 3, 7, 4), (3, 1, 5, 6)), 58: ((3, 2, 5, 3), (3, 5, 5, 6)), 101: ((0, 0, 2, 8),), 103: ((6, 0, 8, 8),)},
    "pet": _COMMON
    | _corners(1)
    | _frames(4)
    | _lines(
        1,
        ((69, 1), (68, 2), (67, 3), (64, 4), (70, 5), (82, 6)),
        ((101, 0), (84, 1), (71, 2), (66, 3), (93, 4), (72, 5), (89, 6), (103, 7)),
    )
    | {43: ((2, 3, 7, 4), (4, 1, 5, 6)), 58: ((4, 2, 5, 3), (4, 5, 5, 6)), 116: ((0, 0, 2, 8),), 106: ((6, 0, 8, 8),)},
}
_TWINS = {"petscii": {67: 64, 93: 66, 96: SPACE, 106: 103, 116: 101}, "pet": {96: SPACE}}
"""Codes whose pattern another one has, too."""
_ARC: tuple[Box, ...] = ((5, 3, 8, 4), (4, 4, 8, 5), (3, 5, 6, 6), (3, 6, 5, 8))
"""The C64's round corner from the right to below."""
_THIN_ARCS: Boxes = {
    85: ((6, 4, 8, 5), (5, 5, 6, 6), (4, 6, 5, 8)),
    73: ((0, 4, 3, 5), (3, 5, 4, 6), (4, 6, 5, 8)),
    74: ((6, 4, 8, 5), (5, 3, 6, 4), (4, 0, 5, 3)),
    75: ((0, 4, 3, 5), (3, 3, 4, 4), (4, 0, 5, 3)),
}


@cache
def petscii_codes(name: str = "petscii") -> np.ndarray:
    """The screen codes of `petscii_glyphs`, uint8 [N]: of the patterns first, then of their reverses."""
    codes = np.array(list(_patterns(name)), np.uint8)
    return np.concatenate([codes, codes + _REVERSE])


@cache
def petscii_glyphs(name: str = "petscii") -> np.ndarray:
    """The patterns of the C64 ("petscii") or the PET ("pet"), uint8 [N, 8, 8], 1 where a glyph has its own colour; no
    two are the same."""
    patterns = np.stack(list(_patterns(name).values()))
    return np.concatenate([patterns, 1 - patterns])


def petscii_numbers(name: str = "petscii") -> np.ndarray:
    """For each screen code its place in `petscii_glyphs`, int [256]; -1 for those that are not drawn here."""
    places = np.full(256, -1)
    codes = petscii_codes(name)
    places[codes] = np.arange(len(codes))
    for twin, code in _TWINS[name].items():
        places[twin], places[twin + _REVERSE] = places[code], places[code + _REVERSE]
    return places


@cache
def _patterns(name: str) -> dict[int, np.ndarray]:
    y, x = np.mgrid[:_SIDE, :_SIDE]
    found = {code: _filled(boxes) for code, boxes in _BOXES[name].items()}
    found |= {95: x >= y, 105: x + y < _SIDE}
    inside = (y > 0) & (y < 7)
    if name == "pet":
        found[87] = found[81] & ~_filled(((2, 2, 6, 6),))
        found |= {code: _filled(boxes) for code, boxes in _THIN_ARCS.items()}
        found |= {77: x == y, 78: x + y == 7, 47: (x + y == 7) & inside}
        chequers = (x + y) % 2 == 0
    else:
        found[87] = found[81] & ~_filled(((3, 3, 5, 5),))
        arc = _filled(_ARC)
        found |= {85: arc, 73: arc[:, ::-1], 74: arc[::-1], 75: arc[::-1, ::-1]}
        found |= {77: abs(x - y) < 2, 78: abs(x + y - 7) < 2, 47: ((x + y == 7) | (x + y == 8)) & inside}
        chequers = (x // 2 + y // 2) % 2 == 0
    found[86] = found[77] | found[78]
    found |= {102: chequers, 92: chequers & (x < 4), 104: chequers & (y > 3)}
    return {code: pattern.astype(np.uint8) for code, pattern in found.items()}


def _filled(boxes: tuple[Box, ...]) -> np.ndarray:
    dots = np.zeros((_SIDE, _SIDE), bool)
    for left, upper, right, lower in boxes:
        dots[upper:lower, left:right] = True
    return dots
