"""Commodore 128's second screen, the VDC's, for a monitor with RGBI."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.screens.mode import ScreenMode, Slots

_SHARED = """
The VDC has 16 colours, one for each value of red, green, blue and intensity: those of IBM's CGA, on monitors that show
dark yellow as brown. It has memory of its own: 64 KB in the C128D of metal and in those that were extended, 16 KB in
others. The processor reaches it through two addresses, $D600 (which register, and whether the last is done with) and
$D601.

VDC memory as the programs have it: bitmap from 0 on, 80 bytes a line, line by line, leftmost dot in bit 7; behind it
attributes, 80 for each row of cells: colour of the 0 bits times 16 + that of the 1 bits. A number is red 8, green 4,
blue 2, intensity 1.
Source: Commodore, "Commodore 128 Programmer's Reference Guide" (1986), chapter 10, "Programming the 80-Column (8563)
Chip".
"""

VDC = ScreenMode(
    name="c128-vdc",
    title="Commodore 128, VDC with 64 KB: two of 16 colours in 8 x 8 dots",
    width=640,
    height=200,
    palette="cga",
    pixel=(1, 2),
    aspect=5 / 6,
    slots=(Slots(2, (8, 8), name="attribute colour"),),
    notes="A bitmap of 640 x 200 dots with an attribute for each 8 x 8 of them, any two colours.\n" + _SHARED,
)
VDC_8X2 = replace(
    VDC,
    name="c128-vdc-8x2",
    title="Commodore 128, VDC with 64 KB: two of 16 colours in 8 x 2 dots",
    slots=(Slots(2, (8, 2), name="attribute colour"),),
    notes="The same with rows of two lines (register 9), of which there are 100: an attribute for 8 x 2 dots.\n"
    + _SHARED,
)
VDC_16K = replace(
    VDC,
    name="c128-vdc-16k",
    title="Commodore 128, VDC with 16 KB: two of 16 colours in 8 x 8 dots, 176 lines",
    height=176,
    notes="What fits into the 16 KB that every C128 has: 22 rows of 8 x 8 dots with their attributes.\n" + _SHARED,
)

MODES: tuple[ScreenMode, ...] = (VDC, VDC_8X2, VDC_16K)
