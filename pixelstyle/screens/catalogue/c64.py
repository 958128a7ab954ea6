"""Commodore 64: the VIC-II's bitmap modes."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

PAL_ASPECT = 0.936
"""A PAL VIC-II dot clock of 7.88 MHz draws pixels that are 0.936 as wide as they are high."""

MULTICOLOR = ScreenMode(
    name="c64-multicolor",
    title="Commodore 64, multicolour bitmap",
    width=160,
    height=200,
    palette="c64-colodore",
    pixel=(2, 1),
    aspect=PAL_ASPECT,
    slots=(
        Slots(1, name="background"),
        Slots(2, (4, 8), name="screen RAM"),
        Slots(1, (4, 8), name="colour RAM"),
    ),
    notes="""\
The VIC-II reads one bitmap byte for every 8 dots of a line and draws it as four pixels of two bits, each two dots
wide. The two bits do not name a colour but a place where a colour is kept:

    00  register $D021, one background colour for the whole picture
    01  high nibble of the cell's byte in screen RAM
    10  low nibble of the cell's byte in screen RAM
    11  low nibble of the cell's byte in colour RAM

A cell is 4 x 8 pixels (8 x 8 dots), so that each cell shows the background and any three others of the 16 colours.
The chip fetches screen and colour RAM only on every eighth line, in which it stops the processor for 40 cycles (a
'bad line').

Memory, 40 x 25 cells, cell (x, y) being number c = 40 y + x:
    bitmap      8,000 bytes   byte 8 c + r is line r of cell c, its leftmost pixel in bits 7 and 6
    screen RAM  1,000 bytes   byte c = colour of 01 times 16 + colour of 10
    colour RAM  1,000 nibbles at $D800, nibble c = colour of 11
    $D021       background; $D020 border (any colour, not part of the picture)
    $D011 bit 5 = 1 and $D016 bit 4 = 1 turn the mode on; $D018 says where screen RAM and bitmap lie.

Sources: Commodore 64 Programmer's Reference Guide (1982), chapter 3; Christian Bauer, "The MOS 6567/6569 video
controller (VIC-II) and its application in the Commodore 64" (1996). Palette: Pepto's Colodore model of the chip's
luma and chroma levels.
""",
)

HIRES = ScreenMode(
    name="c64-hires",
    title="Commodore 64, hires bitmap",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    slots=(Slots(2, (8, 8), name="screen RAM"),),
    notes="""\
One bitmap bit a dot: the VIC-II shows the high nibble of the cell's byte in screen RAM where the bit is 1, the low
nibble where it is 0. A cell is 8 x 8 dots, so that each cell shows any two of the 16 colours. Colour RAM is not used.

Memory, 40 x 25 cells, cell (x, y) being number c = 40 y + x:
    bitmap      8,000 bytes   byte 8 c + r is line r of cell c, its leftmost dot in bit 7
    screen RAM  1,000 bytes   byte c = colour of the 1 bits times 16 + colour of the 0 bits
    $D011 bit 5 = 1 and $D016 bit 4 = 0 turn the mode on.

Sources: Commodore 64 Programmer's Reference Guide (1982), chapter 3; Christian Bauer, "The MOS 6567/6569 video
controller (VIC-II) and its application in the Commodore 64" (1996).
""",
)

_INTERLACE = """\
Two screens in turn, one a frame: 25 times a second each, and an eye sees the mean of both. The bitmap is the same, so
that a pixel has one colour in the even frames and another in the odd ones, and a cell's colours are of 32: the 16, and
16 mixtures of two whose lightness (CIELab) differs by 8 at most. Others are left out: they flicker.
"""

HIRES_INTERLACE = ScreenMode(
    name="c64-hires-interlace",
    title="Commodore 64, hires bitmap, two screens in turn",
    width=320,
    height=200,
    palette="c64-colodore-interlace",
    aspect=PAL_ASPECT,
    slots=HIRES.slots,
    notes=f"""\
{_INTERLACE}
Memory as for c64-hires, with two screen RAMs; the program (.prg) has them at $0400 and $0C00 and writes $D018 below the
picture. The editors' files hold two bitmaps; those of others are read where they keep to what is said here.

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996); for the files, groepaz/hitmen, "C64
grafix files specs list" (2003).
""",
)

MULTICOLOR_INTERLACE = ScreenMode(
    name="c64-multicolor-interlace",
    title="Commodore 64, multicolour bitmap, two screens in turn",
    width=160,
    height=200,
    palette="c64-colodore-interlace",
    pixel=(2, 1),
    aspect=PAL_ASPECT,
    slots=(*MULTICOLOR.slots[:2], Slots(1, (4, 8), tuple(range(16)), name="colour RAM")),
    fixed={"background": 0},
    notes=f"""\
{_INTERLACE}
Memory as for c64-multicolor, with two screen RAMs; colour RAM, of which there is only one, has one of the 16, and the
background is black, so that the best colours of all cells can be found by trying every set. The program (.prg) has the
screens at $0400 and $0C00 and writes $D018 below the picture. Both frames stand in the same place: pixels stay wide.

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996).
""",
)

FLI = ScreenMode(
    name="c64-fli",
    title="Commodore 64, FLI (multicolour, new screen colours on every line)",
    width=148,
    height=200,
    palette="c64-colodore",
    pixel=(2, 1),
    aspect=PAL_ASPECT,
    slots=(
        Slots(1, name="background"),
        Slots(2, (4, 1), name="screen RAM"),
        Slots(1, (4, 8), name="colour RAM"),
    ),
    fixed={"background": 0},
    notes="""\
Flexible Line Interpretation: a program makes every line a bad line by changing YSCROLL ($D011), so that the VIC-II
fetches the colours from screen RAM anew for each line, from another of eight screens ($D018). The two colours of
codes 01 and 10 then hold for 4 x 1 pixels, that of 11 (colour RAM) still for 4 x 8. The chip is stopped too late for
the first three cells of a line, which show grey rubbish: the picture is 148 pixels wide, and the files hold 160. The
usual file format has no background: it is black.

Memory, cell (x, y) of 40 x 25 being number c = 40 y + x:
    bitmap        8,000 bytes, as in multicolour
    screens 0..7  1,000 bytes each, 1,024 apart: byte c of screen r holds the colours 01 and 10 of line r of cell c
    colour RAM    1,000 nibbles

Lines can be bad ones down to the picture's line 196 (raster line $F7): on a real machine the last three have the screen
colours of that line. The program (.prg) shows the picture, the three lost cells in black; it is for PAL machines.

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996), section 3.14.3; FLI Graph's files.
""",
)

AFLI = ScreenMode(
    name="c64-afli",
    title="Commodore 64, AFLI (hires, new colours on every line)",
    width=296,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    slots=(Slots(2, (8, 1), name="screen RAM"),),
    notes="""\
FLI's trick in the hires bitmap: each 8 x 1 dots show any two of the 16 colours. The first three cells of a line are
lost to the late fetch: 296 of 320 dots are left. Memory as for c64-fli, without colour RAM and background.

On a real machine the last three lines have the colours of line 196, as in c64-fli. The program (.prg) shows the
picture, the three lost cells in light grey; it is for PAL machines.

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996), section 3.14.3; AFLI-editor's files.
""",
)

SPRITES = ScreenMode(
    name="c64-sprites",
    title="Commodore 64, a sheet of 64 hires sprites",
    width=192,
    height=168,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    slots=(Slots(1, name="background"), Slots(1, (24, 21), name="sprite colour")),
    notes="""\
Eight rows of eight sprites, each 24 x 21 dots of one colour; where its bits are 0 what lies behind is seen, here one
colour for the whole sheet. Laid side by side and row by row, sprites make a picture of their own resolution over any
screen.

Memory: 63 bytes a sprite, three a line, leftmost dot in bit 7, and one unused byte; the colour of sprite n is in
$D027 + n. The program (.prg) shows each of the eight sprites eight times a frame; it is for PAL machines.
Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3.
""",
)

SPRITES_MULTICOLOR = ScreenMode(
    name="c64-sprites-multicolor",
    title="Commodore 64, a sheet of 64 multicolour sprites",
    width=96,
    height=168,
    palette="c64-colodore",
    pixel=(2, 1),
    aspect=PAL_ASPECT,
    slots=(
        Slots(1, name="background"),
        Slots(2, name="sprite multicolour"),
        Slots(1, (12, 21), name="sprite colour"),
    ),
    notes="""\
Eight rows of eight sprites of 12 x 21 wide pixels of two bits: 00 what lies behind, 01 the colour in $D025, 11 the
colour in $D026, both common to all sprites, 10 the sprite's own colour in $D027 + n.

Memory: 63 bytes a sprite, three a line, leftmost pixel in bits 7 and 6, and one unused byte. The program (.prg) shows
each of the eight sprites eight times a frame; it is for PAL machines.
Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3.
""",
)

SPLITS = ScreenMode(
    name="c64-splits",
    title="Commodore 64, multicolour bitmap, a background for each row of cells",
    width=160,
    height=200,
    palette="c64-colodore",
    pixel=(2, 1),
    aspect=PAL_ASPECT,
    slots=(Slots(1, (160, 8), name="background"), *MULTICOLOR.slots[1:]),
    notes="""\
The multicolour bitmap (see c64-multicolor) with register $D021 written between two rows of cells, in the line above the
row, behind its picture: a bad line begins each row, and before it stops the processor there is time for it.

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996).
""",
)

MODES: tuple[ScreenMode, ...] = (
    *(MULTICOLOR, HIRES, SPLITS, MULTICOLOR_INTERLACE, HIRES_INTERLACE, FLI, AFLI),
    *(SPRITES, SPRITES_MULTICOLOR),
)
