"""Commodore 64: hires FLI over sprites."""

from __future__ import annotations

from pixelstyle.screens.catalogue.c64 import PAL_ASPECT
from pixelstyle.screens.mode import ScreenMode

NUFLI = ScreenMode(
    name="c64-nufli",
    title="Commodore 64, NUFLI (hires FLI over sprites)",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    signal="nufli",
    notes="""\
The hires bitmap has two new colours for each cell of 8 dots in every second line (FLI, see c64-afli), and where its
bits are 0 all eight sprites are seen in every line, behind what its bits show as 1:

    dots 0 to 23     FLI's late fetch finds light grey, as ink and as paper. Above the paper lie a multicolour sprite,
                     three colours in double dots, and a hires sprite of one colour: five colours in each pair of lines
    dots 24 to 311   six sprites side by side, each 48 dots wide, of one colour in double dots: each two dots beside
                     each other, from an even one on, are of the cell's ink and its paper, or of its ink and the sprite
    dots 312 to 319  two colours a cell

Where sprites change their colours is what the processor has time for, with all those cycles that eight sprites and a
bad line every second line take: seven registers of the VIC-II a pair of lines. In line 2 t - 1, for t from 1 to 99, it
writes the colours of the sprites (numbered 1 to 6 from the left) before the beam reaches them, so that they are seen
from that line on, but of some that keep theirs; by t modulo 8

    0: 1, 3, 5   1: 2   2: 6   3: 3   4: 2, 4, 6   5: 5   6: 6   7: 4

and, for the pair of lines that begins at 2 t, one of the four colours at the left: by t modulo 4 the hires sprite's,
the multicolour sprite's own, $D025, $D026. (NUFLI as Crest made it changes what each picture needs most; here the
schedule is the same for all, so that the best picture under it can be found.)

Memory: twice 16 K, each with a bitmap, eight screens, and sprites in their gaps. The program (.prg) is for PAL
machines; it opens the lower border, and the picture begins three lines higher than others, in raster line 48. Music
may be put at $1000.

Sources: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996); Patai Gergely, "Pushing the Boundaries
of C64 Graphics with NUFLIX" (2024); C64-Wiki, "NUFLI".
""",
)

NUFLIX = ScreenMode(
    name="c64-nuflix",
    title="Commodore 64, NUFLI with writes fitted to the picture",
    width=320,
    height=200,
    palette="c64-colodore",
    aspect=PAL_ASPECT,
    signal="nuflix",
    notes="""\
Cells, sprites and memory are those of c64-nufli. What differs is when registers are written: there the schedule is the
same for all pictures, here each picture has its own, so that a sprite can have another colour in every line. In line
2 t - 1, for t from 1 to 99, the processor has time for so many writes to

    t modulo 4             sprites 1 to 3   sprites 4 to 6   the four colours at the left
    1, 2, 3                2                2                2
    0                      2                2                1
    0, and sprites are     1                2                1   for t modulo 8 = 4
    sent down or the bank  2                1                1   for t modulo 8 = 0
    is switched

(sprites are sent down at 24 to 36, 44 to 56 and 68 to 80, the bank is switched at 64). Which of its colours a group
writes is free, and so is when: a sprite's colour before the beam comes to it, so that it is seen from line 2 t - 1 on,
or when it has passed, and then from line 2 t on; of one sprite both may be. Behind sprite 6 there is no time, and where
only four are written none behind sprite 5, either. Colours at the left are seen from line 2 t on.

NUFLIX by Patai Gergely, after which it is named, deals out a line's cycles freely and drops what matters least when
they do not suffice; here three groups have their own shares, so that the best picture under them can be found, and
whether a picture is one can be told. The program (.prg) is for PAL machines, and its code is made for the picture.
Music may be put at $1000.

Sources: as for c64-nufli.
""",
)

MODES: tuple[ScreenMode, ...] = (NUFLI, NUFLIX)
