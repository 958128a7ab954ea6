"""Commodore 64: a multicolour bitmap under sprites."""

from __future__ import annotations

from pixelstyle.screens.catalogue.c64 import PAL_ASPECT
from pixelstyle.screens.mode import ScreenMode

OVERLAID = ScreenMode(
    name="c64-multicolor-sprites",
    title="Commodore 64, multicolour bitmap under sprites",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    signal="sprites-over",
    notes="""\
A multicolour bitmap (see c64-multicolor), whose pixels are two dots wide, with 64 sprites before its middle. Each
sprite has one colour and 24 x 21 dots; where it has a dot, the bitmap is hidden. So there are fine lines and edges, and
a fifth colour, where the picture has its subject:

    dots 64 to 255   eight sprites side by side, each before three cells across
    lines            24 r to 24 r + 20 for r from 0 to 7, each before three cells down; the other three lines, and
                     192 to 199, have the bitmap alone

In three lines of 24 no sprite is drawn, and none of them is a bad one: time enough for an ordinary program to give all
eight sprites their next place, shape and colour.

Memory, all of it from $4000 on: screen RAM at $4000, with pointers to sprites at $43F8, colour RAM to be copied to
$D800 at $4400, 64 sprites at $5000, bitmap at $6000. The program (.prg) is for PAL machines. Music may be put at $1000.

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996),
sections 3.7.3.4 and 3.8.
""",
)

MODES: tuple[ScreenMode, ...] = (OVERLAID,)
