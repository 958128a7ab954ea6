"""What the programs for the Commodore 64 share: how 1,000 cells are brought to their places, a place for music, and how
they are known again.

Most players for the SID are made to lie at $1000, with two entries: $1000 begins the tune whose number is in A, $1003
plays on, once a frame. Programs with a place for music call both, the second below the picture, and have an RTS at
each: whoever loads a player there, which may reach to $1FFF, hears it while the picture is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pixelstyle.formats.c64.bitmaps import SCREEN
from pixelstyle.formats.shared.assembler_listing import not_ours

_PART = 250
"""Cells that X counts, which is less than a byte's 256; four times so many are a screen."""
_MUSIC, _MUSIC_END = 0x1000, 0x2000
_SILENCE = bytes.fromhex("60 EA EA 60")
"""RTS, NOP, NOP, RTS."""


def copy_cells(at: int, *moves: tuple[int, int], by_table: bool = False) -> str:
    """What copies a screen's cells from one address to another, for each of `moves`, as a listing for code at `at`;
    `by_table`: as they stand in the table of 256 bytes to which $FB and $FC lead.

    It takes 5 + 24 bytes a move, and X; by a table 5 + 32, and Y.
    """
    loop = at + 2
    lines = [f"{at:04X}  A2 FA      LDX #$FA      ; four times 250 are the 1,000 cells"]
    place = loop
    for source, target in moves:
        for part in range(0, SCREEN, _PART):
            load = (0xBC, "LDY") if by_table else (0xBD, "LDA")
            for code, name, area in ((*load, source), (0x9D, "STA", target)):
                first = area + part - 1  # X goes from 250 down to 1
                if by_table and area == target:
                    lines.append(f"{place:04X}  B1 FB      LDA ($FB),Y")
                    place += 2
                lines.append(f"{place:04X}  {code:02X} {first & 255:02X} {first >> 8:02X}   {name} ${first:04X},X")
                place += 3
    back = loop - (place + 3) & 255
    return "\n".join([*lines, f"{place:04X}  CA         DEX", f"{place + 1:04X}  D0 {back:02X}      BNE ${loop:04X}"])


def begin_music(at: int) -> str:
    """The listing, for address `at`, of 5 bytes that begin the first tune."""
    return f"""
        {at:04X}  A9 00      LDA #$00      ; music: the first tune
        {at + 2:04X}  20 00 10   JSR $1000
    """


def play(at: int) -> str:
    """The listing, for address `at`, of what goes on for good when a picture stands still: 21 bytes that begin the
    first tune and play it on once a frame, below the picture."""
    return f"""
        {begin_music(at)}
        {at + 5:04X}  2C 11 D0   BIT $D011     ; each frame: wait for line 256
        {at + 8:04X}  10 FB      BPL
        {at + 10:04X}  20 03 10   JSR $1003
        {at + 13:04X}  2C 11 D0   BIT $D011     ; and for line 0
        {at + 16:04X}  30 FB      BMI
        {at + 18:04X}  4C {at + 5 & 255:02X} {at + 5 >> 8:02X}   JMP
    """


def with_silence(program: bytes, start: int, end: int) -> bytes:
    """A program for address `start`, filled up to `end`, which lies behind the place for music, with none in it."""
    return (program.ljust(_MUSIC - start, b"\0") + _SILENCE).ljust(end - start, b"\0")


def without_music(program: bytes, start: int) -> bytes:
    """The same bytes as if nobody had put music there."""
    at, end = _MUSIC - start, _MUSIC_END - start
    return program[:at] + _SILENCE.ljust(end - at, b"\0") + program[end:]


@dataclass(frozen=True)
class Variant:
    """One of the programs by which a format shows a picture, today or in earlier versions."""

    make: Callable[..., bytes]
    """What a .prg begins with, of bytes that differ from picture to picture: colours, $D016."""
    places: tuple[int, ...]
    """The addresses at which it has these bytes, in the order in which `make` takes them."""


def variant_of(data: bytes, start: int, variants: Sequence[Variant]) -> tuple[int, list[int]]:
    """Which variant, by its number, a .prg for address `start` begins with, and the bytes that it was made of. Raises
    PixelStyleError where it is none of them."""
    for number, variant in enumerate(variants):
        held = [data[2 + place - start] for place in variant.places]
        if data.startswith(start.to_bytes(2, "little") + variant.make(*held)):
            return number, held
    raise not_ours("C64")
