"""Commodore VIC-20: bitmaps made of characters of double height."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

_MEMORY = """
Bitmaps are made of 20 x 10 characters of 8 x 16 dots, each used once, in a machine with 8 K more memory. Cells of
colour RAM are 8 x 16 dots too.

Memory, as our programs lay it out:
    $1000  screen, 200 bytes      place n shows character 48 + n
    $1300  patterns, 3,200 bytes  of characters 48 to 247, 16 bytes each, leftmost dot in bit 7
    $9400  colour RAM             bits 0 to 2 the colour of the character, bit 3 multicolour
    $900F  background << 4 | 8 | border; $900E auxiliary << 4; $9003 bit 0: characters of double height

Sources: VIC-20 Programmer's Reference Guide (1982), chapter 3; MOS 6560/6561 data sheet.
"""

HIRES = ScreenMode(
    name="vic20-hires",
    title="Commodore VIC-20, hires",
    width=160,
    height=160,
    palette="vic-20",
    aspect=1.5,
    slots=(Slots(1, name="background"), Slots(1, (8, 16), tuple(range(8)), name="colour RAM")),
    notes="""\
One background of 16 colours for the whole picture, and in each cell one of the first eight.
"""
    + _MEMORY,
)

MULTICOLOR = ScreenMode(
    name="vic20-multicolor",
    title="Commodore VIC-20, multicolour",
    width=80,
    height=160,
    palette="vic-20",
    pixel=(2, 1),
    aspect=1.5,
    slots=(
        Slots(1, name="background"),
        Slots(1, choices=tuple(range(8)), name="border"),
        Slots(1, (4, 16), tuple(range(8)), name="colour RAM"),
        Slots(1, name="auxiliary"),
    ),
    notes="""\
Two bits a wide pixel: 00 the background and 11 the auxiliary colour (any of 16), 01 the border colour (0..7), all
three for the whole picture; 10 the cell's own (0..7).
"""
    + _MEMORY,
)

MODES: tuple[ScreenMode, ...] = (HIRES, MULTICOLOR)
