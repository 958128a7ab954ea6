"""Commodore 64 character graphics: a .prg that brings its glyphs along and shows the picture when it is run.

    $0801 program, $1000 music (see `c64/program_parts.py`), $3000 glyphs 2048, $3800 screen RAM 1000, $3BE8 colour
    RAM 1000                                                                                         14,289 bytes

Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, DOWN, SCREEN
from pixelstyle.formats.c64.characters.program import CHARACTERS_START, characters_programs, colours_of, program_for
from pixelstyle.formats.c64.program_parts import with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes, slotted
from pixelstyle.formats.shared.palette_registers import filled_up
from pixelstyle.screens import GLYPH_COUNT, GLYPH_SIDE, NativePicture, cut_cells, get_mode, glyph_set, lay_cells

_GLYPHS, _SCREEN, _END = 0x3000, 0x3800, 0x3FD0
_D018 = 0x1C
"""Screen RAM at $0400, glyphs at $3000."""


def cells_of(picture: NativePicture, glyphs: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Which of the glyphs, uint8 [N, 8] of bytes, each cell is, int [1000], its colour, uint8 [1000], and the
    background. Raises PixelStyleError where a cell is none of them."""
    if picture.mode.glyphs is not None:
        with contextlib.suppress(PixelStyleError):  # of an illegal picture; what is wrong is said below
            picture = slotted(picture)
    numbers = {bytes(glyph): number for number, glyph in reversed(list(enumerate(glyphs)))}
    blank = bytes(GLYPH_SIDE) in numbers
    numbers.setdefault(bytes(GLYPH_SIDE), 0)  # then in the background's colour
    cells = cut_cells(picture.indices, (GLYPH_SIDE, GLYPH_SIDE)).reshape(SCREEN, -1)
    held = [int(picture.slots[0][0, 0, 0])] if picture.slots else []
    for background in [*held, *range(16)]:
        dots = cells != background
        screen = [numbers.get(bytes(pattern), -1) for pattern in np.packbits(dots, axis=1)]
        colours = cells[np.arange(SCREEN), dots.argmax(axis=1)]
        if min(screen) >= 0 and (cells[dots] == colours.repeat(dots.sum(axis=1))).all():
            break
    else:
        raise PixelStyleError(
            f"Not every cell of the picture is one of its {len(glyphs)} glyphs in one colour on a common background; "
            "'pixelstyle check' lists those that are not."
        )
    unseen = picture.slots[1].reshape(SCREEN) if picture.slots and blank else np.full(SCREEN, background)
    return np.array(screen), np.where(dots.any(axis=1), colours, unseen).astype(np.uint8), background


_PROGRAMS = characters_programs(_SCREEN, _D018)


def _encode(picture: NativePicture) -> Files:
    glyphs = _glyphs_of(picture)
    screen, colours, background = cells_of(picture, glyphs)
    program = with_silence(program_for(picture, _PROGRAMS, background), CHARACTERS_START, _GLYPHS)
    memory = program + glyphs.tobytes() + bytes(screen.tolist()) + colours.tobytes()
    return {".prg": CHARACTERS_START.to_bytes(2, "little") + memory}


def _glyphs_of(picture: NativePicture) -> np.ndarray:
    """The bytes of the picture's glyphs, uint8 [256, 8]; those that it shows, where its file brought its own."""
    if picture.mode.glyphs is not None:
        return np.packbits(glyph_set(picture.mode.glyphs).reshape(GLYPH_COUNT, -1), axis=1)
    dots = picture.indices != picture.slots[0][0, 0, 0] if picture.slots else picture.indices > 0
    shown = np.packbits(cut_cells(dots, (GLYPH_SIDE, GLYPH_SIDE)).reshape(SCREEN, -1), axis=1)
    return filled_up(np.unique(shown, axis=0)[:GLYPH_COUNT], GLYPH_COUNT)


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + _END - CHARACTERS_START,), "A C64 program that shows characters")
    memory = bytes(CHARACTERS_START) + data[2:]
    (background,), extra = colours_of(data, _PROGRAMS)
    glyphs = np.frombuffer(memory[_GLYPHS:_SCREEN], np.uint8)
    mode = get_mode("c64-characters")
    own = np.packbits(glyph_set(mode.glyphs or "").reshape(GLYPH_COUNT, -1))
    if (glyphs != own).any():
        mode = replace(mode, glyphs=None)  # any that there are: the file brings a set of its own
    patterns = np.unpackbits(glyphs[:, None], axis=1).reshape(GLYPH_COUNT, GLYPH_SIDE, GLYPH_SIDE)
    screen = np.frombuffer(memory[_SCREEN : _SCREEN + SCREEN], np.uint8).reshape(DOWN, ACROSS)
    colours = np.frombuffer(memory[_SCREEN + SCREEN : _END], np.uint8).reshape(DOWN, ACROSS, 1) & 15
    codes = lay_cells(patterns[screen])
    slots = (np.full((1, 1, 1), background, np.uint8), colours)
    return picture_of_codes(mode, codes, slots, extra=extra)


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-characters",
        title="C64 program that shows characters",
        extensions=(".prg",),
        modes=("c64-characters",),
        encode=_encode,
        decode=_decode,
        sizes=(2 + _END - CHARACTERS_START,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colour RAM",
        refused="programs that are not ours",
        verified_by=("py65", "MAME", "VICE"),
    ),
)
