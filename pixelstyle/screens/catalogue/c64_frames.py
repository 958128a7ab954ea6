"""Commodore 64: two multicolour pictures in turn, half a pixel apart."""

from __future__ import annotations

from pixelstyle.screens.catalogue.c64 import PAL_ASPECT
from pixelstyle.screens.mode import ScreenMode

_SHIFTED = """\
Two multicolour bitmaps in turn, one a frame, 25 times a second each; the odd frames are scrolled a dot to the right
($D016, XSCROLL). Their pixels, two dots wide, then overlap as bricks do, and an eye sees, in each of 320 dots a line,
the mean of two: 136 mixtures of the 16 colours, nearly as sharp as hires. Two that are not as light as each other
flicker: that has a price when the pixels are chosen, so that it is left to edges and to what nothing else can show.
"""

MCI = ScreenMode(
    name="c64-mci",
    title="Commodore 64, interlaced multicolour (MCI), half a pixel apart",
    width=320,
    height=200,
    palette="c64-colodore-pairs",
    aspect=PAL_ASPECT,
    signal="mci",
    notes=f"""\
{_SHIFTED}
Each frame has, in each cell of 8 x 8 dots, the background, which is chosen for the picture, two colours of its own
screen RAM, and one of colour RAM, of which there is only one: that colour is the same in both frames. Left of the first
pixel of the odd frames the background is seen.

Memory as for c64-multicolor, twice, but for colour RAM. The program (.prg) has bitmap and screen RAM at $2000 and $0C00
for the even frames, at $4000 and $6000 for the odd ones; it writes $DD00, $D018 and $D016 below the picture.

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996); for the files of Truepaint, the Padua
group's notes on them and groepaz/hitmen, "C64 grafix files specs list" (2003).
""",
)

DRAZLACE = ScreenMode(
    name="c64-drazlace",
    title="Commodore 64, Drazlace: interlaced multicolour with one screen RAM",
    width=320,
    height=200,
    palette="c64-colodore-pairs",
    aspect=PAL_ASPECT,
    signal="drazlace",
    notes=f"""\
{_SHIFTED}
Both frames show the same screen RAM: in each cell of 8 x 8 dots the background and three other colours. (c64-mci has up
to five.) Memory as for c64-multicolor, with two bitmaps.

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996); groepaz/hitmen, "C64 grafix files specs
list" (2003), on Drazlace.
""",
)

IFLI = ScreenMode(
    name="c64-ifli",
    title="Commodore 64, IFLI: two FLI pictures in turn, half a pixel apart",
    width=296,
    height=200,
    palette="c64-colodore-pairs",
    aspect=PAL_ASPECT,
    signal="ifli",
    notes=f"""\
{_SHIFTED}
In each frame the program makes every line a bad line, so that the two colours of screen RAM hold for a cell's 4 wide
pixels of one line (see c64-fli); colour RAM, one colour for 8 x 8 dots, is the same in both frames. The first three
cells of a line are lost: the program shows the background in them, and in the border.

Memory: two bitmaps, twice eight screens, colour RAM: 33 KB. The program (.prg) has a frame in $4000 to $7FFF and one in
$C000 to $FFFF; it is for PAL machines. On a real machine the last three lines have the screen colours of line 196.

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996), section 3.14.3; groepaz/hitmen, "C64
grafix files specs list" (2003), on Gunpaint and Funpaint 2.
""",
)

MODES: tuple[ScreenMode, ...] = (MCI, DRAZLACE, IFLI)
