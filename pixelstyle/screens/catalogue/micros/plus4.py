"""Commodore Plus/4 and C16: the TED's bitmap modes."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

_MEMORY = """
A colour is a hue (0..15; hue 0 is black whatever the luminance) and a luminance (0..7): 121 different ones, numbered
16 x luminance + hue.

Memory, 40 x 25 cells, cell (x, y) being number c = 40 y + x:
    bitmap     8,000 bytes   byte 8 c + r is line r of cell c
    luminance  1,000 bytes   byte c: the luminances of the cell's two colours, a nibble each
    chroma     1,000 bytes   byte c: their hues, in the opposite nibbles

Source: Commodore, "TED 7360R0 preliminary data sheet" (1983).
"""

HIRES = ScreenMode(
    name="plus4-hires",
    title="Commodore Plus/4, hires bitmap",
    width=320,
    height=200,
    palette="plus4",
    slots=(Slots(2, (8, 8), name="cell colour"),),
    notes="""\
As on the C64, but with 121 colours: each cell of 8 x 8 dots shows any two.
"""
    + _MEMORY,
)

MULTICOLOR = ScreenMode(
    name="plus4-multicolor",
    title="Commodore Plus/4, multicolour bitmap",
    width=160,
    height=200,
    palette="plus4",
    pixel=(2, 1),
    slots=(Slots(2, name="background"), Slots(2, (4, 8), name="cell colour")),
    notes="""\
Two bits a pixel: 00 is the background register $FF15, 11 the register $FF16, both for the whole picture; 01 and 10
are the two colours of the cell of 4 x 8 wide pixels.
"""
    + _MEMORY,
)

MODES: tuple[ScreenMode, ...] = (HIRES, MULTICOLOR)
