"""Text screens of bulletin boards: the IBM PC's characters, half blocks alone or all that are drawn here."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

ANSI = ScreenMode(
    name="ansi-80x25",
    title="IBM text of 80 x 25 characters, ANSI: 80 x 50 half blocks of 16 colours",
    width=80,
    height=50,
    palette="cga",
    notes="""\
The PC's text screen of 25 lines as bulletin boards send it: a character and an attribute a cell, of which the lower
four bits are the foreground's colour, the upper four the background's. Half blocks (code page 437: $DF and $DC) divide
a cell of 8 x 16 dots into two squares (VGA's own letters make the upper one seven lines high, the lower one nine), so
that every pixel may have any of 16 colours. For that the attribute's highest bit has to mean a bright background and
not blinking: 'iCE colours', which the file asks for.

Memory: 80 x 25 words from $B8000 on, the character first.
Sources: IBM, "Technical Reference, Personal Computer" (1984), Color/Graphics Monitor Adapter, alphanumeric mode;
Tasmaniac, "eXtended BIN" (1996); Olivier Reubens, "SAUCE: Standard Architecture for Universal Comment Extensions".
""",
)

GLYPHS = ScreenMode(
    name="ansi-80x25-glyphs",
    title="IBM text of 80 x 25 characters, ANSI: 59 characters in two of 16 colours",
    width=640,
    height=400,
    palette="cga",
    slots=(Slots(2, (8, 16), name="attribute"),),
    glyphs="cp437",
    notes="""\
The PC's text screen of 25 lines as a VGA shows it, 8 x 16 dots a character: each of 80 x 25 cells is one of 59
characters of code page 437 in one of 16 colours on one of 16. They are blanks and blocks ($20, $DB to $DF), shades ($B0
to $B2), the forty of box drawing ($B3 to $DA), and ten marks that are dots and lines (- . = _ | $16 $F0 $F9 $FA $FE).
Their shapes are described in this program; letters and figures, which somebody drew, are not used. All 16 backgrounds
mean 'iCE colours', which the files ask for. A dither has shades and lines mixed; which one it is makes no difference.

Memory: 80 x 25 words from $B8000 on, the character first, then background * 16 + foreground.
Sources: IBM, "Technical Reference, Personal Computer" (1984), Color/Graphics Monitor Adapter, alphanumeric mode, and
appendix C; Tasmaniac, "eXtended BIN" (1996); Olivier Reubens, "SAUCE: Standard Architecture for Universal Comment
Extensions".
""",
)

MODES: tuple[ScreenMode, ...] = (ANSI, GLYPHS)
