"""A picture that comes up out of black: what the Commodore 64's programs do before they show one for good.

A machine of 16 colours has none that is darker by a half. In its place stands the one that is nearest to the colour at
an eighth of its lightness and chroma, at two eighths and on up to seven. Bytes of screen RAM are two colours, so that
each step has a table of 256 at $0900, $0A00 and on to $0F00, by which cells are copied to where the VIC-II sees them.
A step takes 4 frames and the time that copying takes, all of them about a second.

A picture whose `extra` has 'fade' that is not 0 is saved so.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.formats.c64.program_parts import copy_cells
from pixelstyle.palettes import get_palette

FADE = "fade"
"""The name in `NativePicture.extra`."""
FADING = ("c64-hires", "c64-multicolor", "c64-characters", "c64-petscii", "c64-ecm", "c64-characters-mixed")
"""Modes of which programs can do it."""
TABLES, TABLES_END = 0x0900, 0x1000
FADED_A_COLOUR = 7
"""Bytes that `fade_in` takes for each colour of a register."""
_STEPS = 8
"""The last of which is the picture itself."""


@cache
def fade_tables(kinds: bool = False) -> bytes:
    """What bytes of two colours are in each step before the last, 7 times 256 bytes: for `TABLES`. `kinds`: bytes from
    $10 on are a cell's kind in bit 3 and one of the first eight colours, and stay so."""
    colours = srgb_to_oklab(get_palette("c64-colodore").srgb())
    tables = []
    for step in range(1, _STEPS):
        darker = colours * step / _STEPS
        nearest = ((darker[:, None] - colours[None]) ** 2).sum(axis=2).argmin(axis=1)
        table = nearest[:, None] << 4 | nearest
        if kinds:
            of_first = ((darker[:8, None] - colours[:8]) ** 2).sum(axis=2).argmin(axis=1)
            table[1:] = np.concatenate([of_first, 8 | of_first])
        tables.append(table.astype(np.uint8).tobytes())
    return b"".join(tables)


def fade_in(at: int, moves: tuple[tuple[int, int], ...], colours: tuple[int, ...], control: int) -> str:
    """The listing, for address `at`, of all steps but the last. `moves`: from where to where cells are copied;
    `colours`: of the border and of the backgrounds, $D020 and on; `control`: $D011 for a picture that is seen.

    It takes 41 + 32 bytes a move + `FADED_A_COLOUR` a colour, and A, X, Y, $FB and $FC.
    """
    then = at + 13 + 32 * len(moves)
    faded = ""
    for register, colour in enumerate(colours, 0x20):
        faded += f"""
        {then:04X}  A0 {colour:02X}      LDY #colour
        {then + 2:04X}  B1 FB      LDA ($FB),Y
        {then + 4:04X}  8D {register:02X} D0   STA $D0{register:02X}"""
        then += FADED_A_COLOUR
    return f"""
        {at:04X}  A9 00      LDA #$00      ; the first table
        {at + 2:04X}  85 FB      STA $FB
        {at + 4:04X}  A9 {TABLES >> 8:02X}      LDA #page
        {at + 6:04X}  85 FC      STA $FC
        {copy_cells(at + 8, *moves, by_table=True)}
        {faded}
        {then:04X}  A9 {control:02X}      LDA #control  ; screen on
        {then + 2:04X}  8D 11 D0   STA $D011
        {then + 5:04X}  A2 04      LDX #$04      ; four frames
        {then + 7:04X}  2C 11 D0   BIT $D011
        {then + 10:04X}  10 FB      BPL
        {then + 12:04X}  2C 11 D0   BIT $D011
        {then + 15:04X}  30 FB      BMI
        {then + 17:04X}  CA         DEX
        {then + 18:04X}  D0 F3      BNE
        {then + 20:04X}  E6 FC      INC $FC       ; the next table
        {then + 22:04X}  A5 FC      LDA $FC
        {then + 24:04X}  C9 {TABLES_END >> 8:02X}      CMP #page
        {then + 26:04X}  D0 {at + 8 - (then + 28) & 255:02X}      BNE
    """
