"""Oric HIRES: .hrs, the 8,000 bytes at $A000, with the attributes that change ink and paper found for the picture.

Source: Oric Atmos Manual (1984), chapter 4.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode

_LINES, _ACROSS, _DOTS = 200, 40, 6
_INK, _PAPER = 7, 0
"""What each line starts with."""
_BITS = 1 << np.arange(_DOTS - 1, -1, -1)
_PAIRS = 1 << np.arange(8) | (1 << np.arange(8))[:, None]
"""For each ink and paper, [8, 8], the set of the two as bits."""


def _encode(picture: NativePicture) -> Files:
    cells = picture.indices.reshape(_LINES, _ACROSS, _DOTS)
    colours = np.bitwise_or.reduce(1 << cells.astype(np.int64), axis=2)
    plain = np.where((colours & (colours - 1)) == 0, cells[:, :, 0], 255)
    possible = _possible(colours, plain)
    stuck = np.flatnonzero(~possible[0, :, _INK, _PAPER])
    if len(stuck):
        raise PixelStyleError(
            f"Line {stuck[0]} changes its colours faster than the Oric can: each change takes a cell of six dots."
        )
    memory = np.empty((_LINES, _ACROSS), np.uint8)
    ink, paper = np.full(_LINES, _INK), np.full(_LINES, _PAPER)
    for x in range(_ACROSS):
        memory[:, x], ink, paper = _step(cells[:, x], plain[:, x], ink, paper, possible[x + 1])
    return {".hrs": memory.tobytes()}


def _possible(colours: np.ndarray, plain: np.ndarray) -> np.ndarray:
    """bool [41, 200, 8, 8]: whether, with this ink and paper before a cell, the rest of the line can be shown."""
    possible = np.ones((_ACROSS + 1, _LINES, 8, 8), bool)
    paper = np.arange(8)
    for x in reversed(range(_ACROSS)):
        after, here = possible[x + 1], colours[:, x, None, None]
        shown = (here & ~_PAIRS.T) == 0
        inverted = (here & ~_PAIRS.T[::-1, ::-1]) == 0
        as_paper = (plain[:, x, None] == paper) | (plain[:, x, None] == 7 - paper)
        new_ink = as_paper & after.any(axis=1)
        new_paper = (as_paper[:, None, :] & after).any(axis=2)
        possible[x] = (shown | inverted) & after | new_ink[:, None, :] | new_paper[:, :, None]
    return possible


def _step(
    cells: np.ndarray, plain: np.ndarray, ink: np.ndarray, paper: np.ndarray, after: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every line the byte for a cell from which the rest of the line can go on, and the ink and paper after it.

    Dots are preferred to codes: they keep the colours as they are.
    """
    lines = np.arange(_LINES)
    byte, then_ink, then_paper = np.zeros(_LINES, np.uint8), ink.copy(), paper.copy()
    open_ = np.ones(_LINES, bool)

    def take(fits: np.ndarray, value: np.ndarray | int, new_ink: np.ndarray | int, new_paper: np.ndarray | int) -> None:
        nonlocal open_
        now = open_ & fits & after[lines, new_ink, new_paper]
        for target, source in ((byte, value), (then_ink, new_ink), (then_paper, new_paper)):
            target[now] = source if isinstance(source, int) else source[now]
        open_ = open_ & ~now

    for inverse in (0, 7):
        lit, unlit = cells == (ink ^ inverse)[:, None], cells == (paper ^ inverse)[:, None]
        dots = np.where(ink == paper, 0, (lit * _BITS).sum(axis=1))  # alike, no dot needs to be set
        take((lit | unlit).all(axis=1), (dots | (0xC0 if inverse else 0x40)).astype(np.uint8), ink, paper)
    for new in range(8):
        as_paper, as_new = (plain == paper) | (plain == 7 - paper), (plain == new) | (plain == 7 - new)
        take(as_paper, np.where(plain == paper, new, 0x80 | new).astype(np.uint8), new, paper)
        take(as_new, np.where(plain == new, 0x10 | new, 0x90 | new).astype(np.uint8), ink, new)
    assert not open_.any(), "a line that was found to be possible is not"
    return byte, then_ink, then_paper


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".hrs"]
    expect_length(data, (_LINES * _ACROSS,), "An Oric HIRES picture")
    memory = np.frombuffer(data, np.uint8).reshape(_LINES, _ACROSS)
    text = np.argwhere((memory & 0x7C) == 0x18)
    if len(text):
        y, x = text[0]
        raise PixelStyleError(f"Line {y} of the Oric picture goes over to text at cell {x}, which HIRES does not show.")
    indices = np.empty((_LINES, _ACROSS, _DOTS), np.uint8)
    ink, paper = np.full(_LINES, _INK, np.uint8), np.full(_LINES, _PAPER, np.uint8)
    for x in range(_ACROSS):
        byte = memory[:, x]
        kind = byte & 0x78  # bits 3 to 6: 00 sets the ink, 10 the paper, 20 and more are dots
        ink = np.where(kind == 0x00, byte & 7, ink)
        paper = np.where(kind == 0x10, byte & 7, paper)
        dots = (byte[:, None] & 0x60 > 0) & (byte[:, None] & _BITS > 0)
        shown = np.where(dots, ink[:, None], paper[:, None])
        indices[:, x] = shown ^ (7 * (byte >> 7))[:, None]
    return picture_of_codes(get_mode("oric-hires"), indices.reshape(_LINES, -1))


FORMATS: tuple[Format, ...] = (
    Format(
        name="oric-hires",
        title="Oric HIRES screen",
        extensions=(".hrs",),
        modes=("oric-hires",),
        encode=_encode,
        decode=_decode,
        sizes=(_LINES * _ACROSS,),
        passed_over="blinking, double height and the other set of letters: none is in HIRES",
        refused="going over to text",
        verified_by=("RECOIL",),
    ),
)
