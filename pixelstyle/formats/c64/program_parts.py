"""What the programs for the Commodore 64 share: how 1,000 cells are brought to their places, and a place for music.

Most players for the SID are made to lie at $1000, with two entries: $1000 begins the tune whose number is in A, $1003
plays on, once a frame. Programs with a place for music call both, the second below the picture, and have an RTS at
each: whoever loads a player there, which may reach to $1FFF, hears it while the picture is shown.
"""

from __future__ import annotations

from pixelstyle.formats.c64.bitmaps import SCREEN

_PART = 250
"""Cells that X counts, which is less than a byte's 256; four times so many are a screen."""
_MUSIC, _MUSIC_END = 0x1000, 0x2000
_SILENCE = bytes.fromhex("60 EA EA 60")
"""RTS, NOP, NOP, RTS."""


def copy_cells(at: int, *moves: tuple[int, int]) -> str:
    """What copies a screen's cells from one address to another, for each of `moves`, as a listing for code at `at`.

    It takes 5 + 24 bytes a move, and X.
    """
    loop = at + 2
    lines = [f"{at:04X}  A2 FA      LDX #$FA      ; four times 250 are the 1,000 cells"]
    place = loop
    for source, target in moves:
        for part in range(0, SCREEN, _PART):
            for code, name, area in ((0xBD, "LDA", source), (0x9D, "STA", target)):
                first = area + part - 1  # X goes from 250 down to 1
                lines.append(f"{place:04X}  {code:02X} {first & 255:02X} {first >> 8:02X}   {name} ${first:04X},X")
                place += 3
    back = loop - (place + 3) & 255
    return "\n".join([*lines, f"{place:04X}  CA         DEX", f"{place + 1:04X}  D0 {back:02X}      BNE ${loop:04X}"])


def with_silence(program: bytes, start: int, end: int) -> bytes:
    """A program for address `start`, filled up to `end`, which lies behind the place for music, with none in it."""
    return (program.ljust(_MUSIC - start, b"\0") + _SILENCE).ljust(end - start, b"\0")


def without_music(program: bytes, start: int) -> bytes:
    """The same bytes as if nobody had put music there."""
    at, end = _MUSIC - start, _MUSIC_END - start
    return program[:at] + _SILENCE.ljust(end - at, b"\0") + program[end:]
