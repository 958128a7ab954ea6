"""A program that shows a NUFLI picture when it is run: .prg for the PAL Commodore 64.

Bad lines come with every second line, from raster line 48 to 246, all eight sprites are drawn in every line, enlarged
to two lines. Then the processor has cycles 11 to 54 of each second line of a pair, and 55 for a write; of the first
lines those four cycles at most, 11 to 14, in which STX $D011 makes FLI's late bad line. Eight sprites take 16 cycles
and stop the processor in 55, so that all that is written unrolled begins in cycle 11, wherever it began the line
before. 44 cycles are seven writes; three to five are the six sprites' colours, the n-th in time for the n-th sprite;
one is a colour at the left, one $D018. Where YSCROLL has to be written, too, before a row of cells, there are fewer;
there the sprites are sent down as well, two at a time, and $DD00 gets another 16 K.

A line of a sprite begins with the second line of a pair, and screen RAM, which has the pointers to sprites, changes
with the first: so each line of the picture has a place of its own in what the sprites show, though these are enlarged.
Eight screens, in turn, and twice 16 K give each line of 200 a place that no other has.

The border is opened below, or the first three lines were hidden by it. The first bad line is looked for in three steps
that halve the seven cycles by which a loop may be late.

    $0801 program, $1000 music (see `program_parts.py`), $2000 a line after the other,
    $4000 and $8000 eight screens with sprites in their gaps, $6000 and $A000 bitmap          47,105 bytes

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996), sections 3.5 to 3.8 and 3.14; Patai
Gergely, "Pushing the Boundaries of C64 Graphics with NUFLIX" (2024), on what NUFLI does in which line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import repeat

import numpy as np

from pixelstyle.formats.c64.nufli.memory import DATA, END, MODE, PAIRS, decoded, encoded, screen_at
from pixelstyle.formats.c64.program_parts import with_silence, without_music
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture, NufliLayers, nufli_written, nufli_written_left

START, FIRST_COLOURS, LINES = 0x0801, 0x089B, 0x2000
LENGTH = 2 + END - START
UNDERLAYS, LEFT = range(0x28, 0x2E), (0x27, 0x2E, 0x25, 0x26)
"""Registers $D0xx of the colours; at the left as `NufliLayers` has them."""
_NOTHING_SEEN = 0xE8
"""$D018 for a screen whose pointers lead to an empty sprite."""
SECOND_BANK = 64
"""The pair of lines with which the other 16 K begin."""
_SENT_DOWN = {
    step: (sprite, sprite + 1)
    for first in (24, 44, 68)
    for step, sprite in zip(range(first, first + 16, 4), range(0, 8, 2), strict=True)
}
"""By step, the sprites that begin anew when they have been drawn; the line that they get is ready in Y,"""
DOWN_TO = {21: 130, 41: 172, 65: 214}
"""from these steps on."""


def _store(register: int) -> bytes:
    """STA $D0xx."""
    return bytes([0x8D, register, 0xD0])


def write(value: int, register: int) -> bytes:
    """LDA #value; STA $D0xx, which is the register: six cycles."""
    return bytes([0xA9, value]) + _store(register)


def sent_down(step: int) -> bytes:
    """STY of the sprites that a step sends down; eight cycles, or nothing."""
    return b"".join(bytes([0x8C, 2 * k + 1, 0xD0]) for k in _SENT_DOWN.get(step, ()))


def _step(step: int, colours: Iterator[int]) -> bytes:
    """What is run in the second line of a pair, and STX $D011 in the first line of the next."""
    code = b"".join(write(next(colours), UNDERLAYS[k]) for k in nufli_written(step))
    code += write(next(colours), LEFT[nufli_written_left(step)])
    screen = write(screen_at(step) >> 6 & 0xF0 | 8, 0x18)
    if step % 4 == 0:  # the pair begins a row of cells: an ordinary bad line, which YSCROLL has to announce
        scroll = write(0x38, 0x11)
        if step == SECOND_BANK:
            return code + b"\x24\xea" + scroll + screen + b"\xa9\x95\x8d\x00\xdd"  # BIT $EA; $DD00 in cycle 55
        return code + (sent_down(step) or b"\xea" * 4) + scroll + screen
    if step % 4 == 1:  # a cycle of this was run in the first line
        code += bytes([0xA0, DOWN_TO[step]]) if step in DOWN_TO else b"\xea"  # LDY or NOP
    return code + bytes([0xA2, 0x38 | step % 4 * 2]) + screen + b"\x8e\x11\xd0"


def _steps(colours: Iterator[int]) -> bytes:
    """From `LINES` on."""
    return b"".join(_step(step, colours) for step in range(1, PAIRS))


_BEGINNING = """
    0801  0B 08 0A 00 9E 32 30 36 31 00 00 00 BASIC: 10 SYS 2061
    080D  78         SEI
    080E  A9 0B      LDA #$0B      ; screen off until all is in place
    0810  8D 11 D0   STA $D011
    0813  A9 00      LDA #$00
    0815  8D 20 D0   STA $D020
    0818  8D 21 D0   STA $D021
    081B  A9 08      LDA #$08
    081D  8D 16 D0   STA $D016
    0820  A9 96      LDA #$96      ; the VIC-II sees $4000 to $7FFF
    0822  8D 00 DD   STA $DD00
    0825  A9 FF      LDA #$FF      ; all sprites, behind what the bitmap shows as 1, two lines high
    0827  8D 15 D0   STA $D015
    082A  8D 1B D0   STA $D01B
    082D  8D 17 D0   STA $D017
    0830  A9 80      LDA #$80      ; sprite 7 in multicolour
    0832  8D 1C D0   STA $D01C
    0835  A9 7E      LDA #$7E      ; 1 to 6 twice as wide
    0837  8D 1D D0   STA $D01D
    083A  A9 40      LDA #$40      ; 0 and 7 at 24; 1 to 6 from 48 on, the last at 288
    083C  8D 10 D0   STA $D010
    083F  A9 18      LDA #$18
    0841  8D 00 D0   STA $D000
    0844  8D 0E D0   STA $D00E
    0847  A9 30      LDA #$30
    0849  8D 02 D0   STA $D002
    084C  A9 60      LDA #$60
    084E  8D 04 D0   STA $D004
    0851  A9 90      LDA #$90
    0853  8D 06 D0   STA $D006
    0856  A9 C0      LDA #$C0
    0858  8D 08 D0   STA $D008
    085B  A9 F0      LDA #$F0
    085D  8D 0A D0   STA $D00A
    0860  A9 20      LDA #$20
    0862  8D 0C D0   STA $D00C
    0865  A9 00      LDA #$00      ; music: the first tune
    0867  20 00 10   JSR $1000
    086A  2C 11 D0   BIT $D011     ; each frame: wait for line 256
    086D  10 FB      BPL
    086F  20 03 10   JSR $1003
    0872  2C 11 D0   BIT $D011     ; and for line 0
    0875  30 FB      BMI
    0877  A9 38      LDA #$38      ; bitmap mode, screen on, YSCROLL 0: line $30 is a bad one
    0879  8D 11 D0   STA $D011
    087C  A9 E8      LDA #$E8      ; no sprite is seen
    087E  8D 18 D0   STA $D018
    0881  A9 2E      LDA #$2E      ; sprites from line 47 on
    0883  8D 01 D0   STA $D001
    0886  8D 03 D0   STA $D003
    0889  8D 05 D0   STA $D005
    088C  8D 07 D0   STA $D007
    088F  8D 09 D0   STA $D009
    0892  8D 0B D0   STA $D00B
    0895  8D 0D D0   STA $D00D
    0898  8D 0F D0   STA $D00F
"""
_THEN = """
    08CD  A2 28      LDX #$28      ; line 40 is seen in cycles 1 to 7
    08CF  EC 12 D0   CPX $D012
    08D2  D0 FB      BNE
    08D4  E8         INX           ; line 41
    08D5  A0 09      LDY #$09      ; 52 cycles
    08D7  88         DEY
    08D8  D0 FD      BNE
    08DA  EA EA EA   NOP
    08DD  EC 12 D0   CPX $D012     ; in 61 to 67 of 63
    08E0  F0 02      BEQ           ; late by 3 to 6: as it is
    08E2  EA EA      NOP           ; else 3 cycles later
    08E4  E8         INX           ; line 42, in one of four cycles
    08E5  A0 09      LDY #$09
    08E7  88         DEY
    08E8  D0 FD      BNE
    08EA  EA EA EA   NOP
    08ED  EC 12 D0   CPX $D012     ; in 62 to 65
    08F0  F0 02      BEQ
    08F2  24 EA      BIT $EA       ; else 2 cycles later
    08F4  E8         INX           ; line 43, in one of two
    08F5  A0 0A      LDY #$0A      ; 53 cycles
    08F7  88         DEY
    08F8  D0 FD      BNE
    08FA  EA         NOP
    08FB  EC 12 D0   CPX $D012     ; in 63 or 64
    08FE  D0 00      BNE           ; else 1 cycle later
    0900  A0 2F      LDY #$2F      ; cycle 4 of line 43: 240 cycles to 55 of line 46
    0902  88         DEY
    0903  D0 FD      BNE
    0905  EA         NOP
    0906  A2 08      LDX #$08      ; the first screen, and the bitmap at $2000 of 16 K
    0908  A9 58      LDA #$58      ; 11 of line 47: 44 cycles
    090A  8D 01 D0   STA $D001     ; and again from line 89 on
    090D  8D 03 D0   STA $D003
    0910  8D 05 D0   STA $D005
    0913  8D 07 D0   STA $D007
    0916  8D 09 D0   STA $D009
    0919  8D 0B D0   STA $D00B
    091C  8D 0D D0   STA $D00D
    091F  8D 0F D0   STA $D00F
    0922  8E 18 D0   STX $D018
    0925  24 EA      BIT $EA
    0927  4C 00 20   JMP $2000
    092A  A2 FD      LDX #$FD      ; line 253
    092C  EC 12 D0   CPX $D012
    092F  D0 FB      BNE
    0931  A9 38      LDA #$38      ; 25 rows again
    0933  8D 11 D0   STA $D011
    0936  4C 6A 08   JMP $086A
"""


def program_around(first: bytes, lines: bytes) -> bytes:
    """From `START` to `DATA`, with what is written before the picture, 50 bytes for `FIRST_COLOURS`, and in its lines.
    Music has 95 lines' time a frame."""
    program = with_silence(machine_code(_BEGINNING) + first + machine_code(_THEN), START, LINES)
    last = b"\xea" * 15 + b"\x24\xea" + write(_NOTHING_SEEN, 0x18) + b"\xa9\x96\x8d\x00\xdd"  # $DD00 in cycle 55
    opened = write(0x30, 0x11)  # 24 rows: line 251, where 25 end, does not close the border, nor has line 247
    return (program + lines + last + opened + b"\x4c\x2a\x09").ljust(DATA - START, b"\0")  # JMP to `_THEN`'s last


def _program(colours: Iterator[int]) -> bytes:
    """From `START` to `DATA`, with all that it writes as colours, in turn."""
    first = b"".join(write(next(colours), register) for register in (*UNDERLAYS, *LEFT))
    return program_around(first, _steps(colours))


def _colours(layers: NufliLayers) -> Iterator[int]:
    """All that the program writes as colours, in turn."""
    yield from layers.sprites[0].tolist()
    yield from layers.left[0].tolist()
    for step in range(1, PAIRS):
        yield from (int(layers.sprites[2 * step, k]) for k in nufli_written(step))
        yield int(layers.left[step, nufli_written_left(step)])


def _held(colours: Iterator[int]) -> tuple[np.ndarray, np.ndarray]:
    """The reverse of `_colours`: uint8 [200, 6] and [100, 4]."""
    underlays, left = np.empty((PAIRS + 1, 6), np.uint8), np.empty((PAIRS, 4), np.uint8)
    underlays[0], left[0] = [next(colours) for _ in range(6)], [next(colours) for _ in range(4)]
    for step in range(1, PAIRS):
        underlays[step], left[step] = underlays[step - 1], left[step - 1]
        for k in nufli_written(step):
            underlays[step, k] = next(colours)
        left[step, nufli_written_left(step)] = next(colours)
    underlays[-1] = underlays[-2]
    return underlays[(np.arange(2 * PAIRS) + 1) // 2], left


@cache
def _places() -> np.ndarray:
    """Where the program has colours, from `START` on."""
    without, with_all = (np.frombuffer(_program(repeat(colour)), np.uint8) for colour in (0, 15))
    return np.flatnonzero(without != with_all)


def _encode(picture: NativePicture) -> Files:
    memory, layers = encoded(picture)
    return {".prg": START.to_bytes(2, "little") + _program(_colours(layers)) + memory}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (LENGTH,), "A C64 program that shows NUFLI")
    colours = [data[2 + at] & 15 for at in _places()]
    data = data[:2] + without_music(data[2:], START)
    expect_program(data, START, _program(iter(colours)), "C64")
    return decoded(MODE, data[2 + DATA - START :], *_held(iter(colours)))


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-nufli-program",
        title="C64 program that shows NUFLI",
        extensions=(".prg",),
        modes=(MODE,),
        encode=_encode,
        decode=_decode,
        sizes=(LENGTH,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the areas; pointers to sprites; music",
        refused="programs that are not ours",
        verified_by=("VICE",),
    ),
)
