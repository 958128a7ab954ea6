"""A program that shows a `c64-nuflix` picture when it is run: .prg for the PAL Commodore 64.

It is the program for NUFLI (see `program.py`) with other stores. Each pair of lines has a row of slots, six cycles
each, LDA and STA, at the same cycles in every picture; what a slot writes is the picture's. The colour of a sprite that
is to be seen in the same line stands in one that is done before the beam comes there, one for the next line in one
behind it; $D018 and $D011, which hold for the next line, are written in whatever slot is left, and $D018 again in those
that are left over.

Sources as for `program.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.nufli.memory import DATA, FITTED, PAIRS, decoded, encoded, screen_at
from pixelstyle.formats.c64.nufli.program import (
    DOWN_TO,
    FIRST_COLOURS,
    LEFT,
    LENGTH,
    LINES,
    SECOND_BANK,
    START,
    UNDERLAYS,
    program_around,
    sent_down,
    write,
)
from pixelstyle.formats.c64.program_parts import without_music
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

_FIRST_COLOUR = 2 + FIRST_COLOURS - START + 1
"""Where a file has the first of the colours that are written before the picture, every fifth byte."""
_BEFORE, _BEHIND, _WIDE = 18, 26, 6
"""The last cycle in which sprite 0 can be written before the beam, the first behind it, and how much later the next is
drawn. Bauer 1996, section 3.6.3: the picture's first dot is drawn in cycle 17."""
_LEFT_BEHIND = 20
_SCREEN, _SCROLL = 0x18, 0x11


@dataclass(frozen=True)
class _Store:
    """What has to be written in a step."""

    register: int
    value: int
    least: int = 0
    """The first cycle in which it may be, and the last."""
    most: int = 63


def _skeleton(step: int) -> tuple[bytes | int, ...]:
    """The code of a step: bytes, and where slots are the cycle in which each writes."""
    if step % 4:
        early = int(step % 4 == 1)  # a cycle of this step was run in the first line of the pair
        down = bytes([0xA0, DOWN_TO[step]]) if step in DOWN_TO else b"\xea"  # LDY or NOP
        announce = (down if early else b"") + bytes([0xA2, 0x38 | step % 4 * 2])  # LDX
        slots = range(16 - early, 47, 6)
        return (*slots, announce, 54 + early, b"\x8e\x11\xd0")  # STX $D011, which makes the next line a bad one
    if step == SECOND_BANK:
        return (16, 22, 28, 34, b"\x24\xea", 43, 49, b"\xa9\x95\x8d\x00\xdd")  # BIT $EA; $DD00 in cycle 55
    if sent := sent_down(step):
        return (16, 22, 28, 34, sent, 48, 54)
    return (*range(16, 47, 6), b"\xea", 54)


def _stores(sprites: np.ndarray, left: np.ndarray, step: int) -> Iterator[_Store]:
    """The colours that are new in a step, of sprites in lines, uint8 [200, 6], and at the left, uint8 [100, 4]."""
    above, here, below = (sprites[2 * step - n].tolist() for n in (2, 1, 0))
    for k, register in enumerate(UNDERLAYS):
        if here[k] != above[k]:
            yield _Store(register, here[k], most=_BEFORE + _WIDE * k)
        if below[k] != here[k]:
            yield _Store(register, below[k], least=_BEHIND + _WIDE * k)
    for register, before, now in zip(LEFT, left[step - 1].tolist(), left[step].tolist(), strict=True):
        if now != before:
            yield _Store(register, now, least=_LEFT_BEHIND)


def _in_slots(stores: list[_Store], step: int) -> list[_Store]:
    """What each slot of a step writes. Raises PixelStyleError for more than there is time for."""
    cycles = [part for part in _skeleton(step) if isinstance(part, int)]
    screen = _Store(_SCREEN, screen_at(step) >> 6 & 0xF0 | 8)
    others = [screen] if step % 4 else [screen, _Store(_SCROLL, 0x38)]  # a row's first bad line is an ordinary one
    before = sorted((store for store in stores if store.most < 63), key=lambda store: store.most)
    behind = sorted((store for store in stores if store.most == 63), key=lambda store: store.least)
    free = len(cycles) - len(before) - len(behind)
    between = (others + [screen] * free)[:free]
    placed = [*before, *between, *behind]
    in_time = all(store.least <= cycle <= store.most for store, cycle in zip(placed, cycles, strict=False))
    if free < len(others) or not in_time:
        raise PixelStyleError(f"Step {step} of this C64 program has more to write than there is time for.")
    return placed


def _program(sprites: np.ndarray, left: np.ndarray) -> bytes:
    """From `START` to `DATA`, with the sprites' colours in lines, uint8 [200, 6], and those at the left, uint8 [100,
    4]. Raises PixelStyleError for more changes than there is time for."""
    lines = b""
    for step in range(1, PAIRS):
        stores = iter(_in_slots(list(_stores(sprites, left, step)), step))
        for part in _skeleton(step):
            lines += part if isinstance(part, bytes) else write((store := next(stores)).value, store.register)
    first = zip([*sprites[0].tolist(), *left[0].tolist()], (*UNDERLAYS, *LEFT), strict=True)
    return program_around(b"".join(write(*store) for store in first), lines)


def _encode(picture: NativePicture) -> Files:
    memory, layers = encoded(picture)
    return {".prg": START.to_bytes(2, "little") + _program(layers.sprites, layers.left) + memory}


def _held(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """What `_program` made a file of; anything where it is not ours."""
    sprites, left = np.empty((2 * PAIRS, len(UNDERLAYS)), np.uint8), np.empty((PAIRS, len(LEFT)), np.uint8)
    for number in range(len(UNDERLAYS)):
        sprites[:, number] = data[_FIRST_COLOUR + 5 * number] & 15
    for number in range(len(LEFT)):
        left[:, number] = data[_FIRST_COLOUR + 5 * (len(UNDERLAYS) + number)] & 15
    at = 2 + LINES - START
    for step in range(1, PAIRS):
        for part in _skeleton(step):
            if isinstance(part, int):
                value, register = data[at + 1] & 15, data[at + 3]
                if register in UNDERLAYS:
                    sprite = UNDERLAYS.index(register)
                    sprites[2 * step - (part <= _BEFORE + _WIDE * sprite) :, sprite] = value
                elif register in LEFT:
                    left[step:, LEFT.index(register)] = value
            at += len(part) if isinstance(part, bytes) else 5
    return sprites, left


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (LENGTH,), "A C64 program that shows NUFLI")
    data = data[:2] + without_music(data[2:], START)
    sprites, left = _held(data)
    expect_program(data, START, _program(sprites, left), "C64")
    return decoded(FITTED, data[2 + DATA - START :], sprites, left)


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-nuflix-program",
        title="C64 program that shows NUFLI, its writes fitted to the picture",
        extensions=(".prg",),
        modes=(FITTED,),
        encode=_encode,
        decode=_decode,
        sizes=(LENGTH,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the areas; pointers to sprites; music",
        refused="programs that are not ours",
        verified_by=("VICE",),
    ),
)
