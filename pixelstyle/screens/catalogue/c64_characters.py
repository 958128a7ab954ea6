"""Commodore 64: the VIC-II's character modes."""

from __future__ import annotations

from pixelstyle.screens.catalogue.c64 import PAL_ASPECT
from pixelstyle.screens.mode import ScreenMode, Slots

CHARACTERS = ScreenMode(
    name="c64-characters",
    title="Commodore 64, character graphics",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    slots=(Slots(1, name="background"), Slots(1, (8, 8), name="colour RAM")),
    glyphs="blocks",
    notes="""\
The screen of BASIC: 40 x 25 characters of 8 x 8 dots, each one of 256 patterns in one of 16 colours, on one
background. Pictures made this way are PETSCII art. The patterns here are a set of our own (the C64's own are
Commodore's): 128 bars, quarters, lines, slopes and discs, and their reverses; a mode file can name another set:
glyphs = "my-font.64c". A dither, whichever, has glyphs mixed for their light.

Memory:
    $3000  patterns, 2,048 bytes   byte 8 g + r is line r of glyph g, its leftmost dot in bit 7
    $0400  screen RAM, 1,000 bytes   the number of the glyph
    $D800  colour RAM, 1,000 nibbles
    $D021  background

Sources: Commodore 64 Programmer's Reference Guide (1982), chapter 3.
""",
)

PETSCII = ScreenMode(
    name="c64-petscii",
    title="Commodore 64, PETSCII",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    slots=CHARACTERS.slots,
    glyphs="petscii",
    notes="""\
The screen as the machine starts: 40 x 25 characters of its own set, each in one of 16 colours, on one background.
Pictures take 122 of the 256: bars, lines, frames, corners, slopes, chequers, a disc, a ring, and their reverses. Their
shapes are described in this program; letters, figures and card suits, which somebody drew, are not used. A dither,
whichever, has glyphs mixed for their light.

Memory:
    $1000  where the VIC-II sees the character ROM
    $0400  screen RAM, 1,000 bytes   the screen code; 128 more is the reverse
    $D800  colour RAM, 1,000 nibbles
    $D021  background; $D020 border
    $D018 = $15: screen RAM at $0400, upper case and graphics

Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3 and appendix B.
""",
)

ECM = ScreenMode(
    name="c64-ecm",
    title="Commodore 64, character graphics on four backgrounds",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    slots=(Slots(4, name="background"), Slots(1, (8, 8), name="colour RAM")),
    glyphs="blocks-64",
    notes="""\
Extended background colour mode: 40 x 25 characters of 8 x 8 dots, each one of 64 patterns in one of 16 colours, on one
of four backgrounds that the whole picture shares; two bits of a screen code, which choose it, are lost to patterns. The
patterns here are 64 of those of c64-characters, the bars, quarters, slopes and greys that photos and paintings use
most. The best of all 1,820 sets of backgrounds is found. A dither, whichever, has glyphs mixed for their light.

Memory:
    $3000  patterns, 512 bytes   byte 8 g + r is line r of glyph g, its leftmost dot in bit 7
    $0400  screen RAM, 1,000 bytes   the number of the glyph in bits 0 to 5, that of the background in bits 6 and 7
    $D800  colour RAM, 1,000 nibbles
    $D021 to $D024  backgrounds
    $D011 bit 6 = 1 turns the mode on.

Sources: Commodore 64 Programmer's Reference Guide (1982), chapter 3, "Extended Background Color Mode"; Christian Bauer,
"The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996), section 3.7.3.5.
""",
)

MIXED = ScreenMode(
    name="c64-characters-mixed",
    title="Commodore 64, hires and multicolour characters",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    signal="mixed-characters",
    notes="""\
Multicolour text mode, in which each cell decides by itself: 40 x 25 characters of 8 x 8 dots, each one of 256 patterns
that are the picture's own. Bit 3 of a cell's nibble of colour RAM says how its pattern is read:

    0   each bit is a dot, of the background or of the cell's own colour
    1   each two bits are two dots alike: 00 the background, 01 and 10 two colours that all cells share, 11 the cell's

What is left of the nibble is that colour, one of the first eight: black, white, red, cyan, purple, green, blue and
yellow. The other eight can only be among the three that are shared. One pattern serves cells of both kinds.

Memory:
    $3000  patterns, 2,048 bytes   byte 8 p + r is line r of pattern p, its leftmost dot in bit 7, or bits 7 and 6
    $0400  screen RAM, 1,000 bytes   the number of the pattern
    $D800  colour RAM, 1,000 nibbles
    $D021  background; $D022, $D023 the two shared colours
    $D016 bit 4 = 1 turns the mode on.

Sources: Commodore 64 Programmer's Reference Guide (1982), chapter 3, "Multi-Color Character Mode"; Christian Bauer,
"The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996), section 3.7.3.2.
""",
)

MODES: tuple[ScreenMode, ...] = (CHARACTERS, PETSCII, ECM, MIXED)
