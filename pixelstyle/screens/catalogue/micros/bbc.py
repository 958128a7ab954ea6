"""Acorn BBC Micro: bitmaps without cells, and teletext."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

_MEMORY = """
Memory: lines in groups of eight; byte (x, y) stands at (y & ~7) * bytes a line + 8 x + (y & 7), as if the screen were
of characters. A pixel's bits are spread over the byte: with four pixels a byte, bits 7 to 4 are the high bits of the
four, bits 3 to 0 the low ones.

Sources: Acorn, "BBC Microcomputer User Guide" (1982), chapter 42; Bray, Dickens and Holmes, "The Advanced User Guide"
(1983).
"""
_CHOSEN = " The colours are chosen from the eight of the palette with VDU 19; the file keeps them beside it as .pal."


def _mode(number: int, width: int, height: int, colours: int, pixel: tuple[int, int], what: str) -> ScreenMode:
    return ScreenMode(
        name=f"bbc-mode{number}",
        title=f"BBC Micro, mode {number}: {colours} colours{'' if colours == 8 else ' of 8'}",
        width=width,
        height=height,
        palette="bbc",
        pixel=pixel,
        choice=None if colours == 8 else Choice(colours),
        notes=what + ("" if colours == 8 else _CHOSEN) + "\n" + _MEMORY,
    )


MODE_0 = _mode(0, 640, 256, 2, (1, 2), "Eight narrow pixels a byte, 20 K; shown with lines doubled.")
MODE_1 = _mode(1, 320, 256, 4, (1, 1), "Four pixels a byte, 20 K.")
MODE_2 = _mode(
    2, 160, 256, 8, (2, 1), "Two wide pixels a byte, 20 K: bits 7, 5, 3, 1 are the left, 6, 4, 2, 0 the right one."
)
MODE_4 = _mode(4, 320, 256, 2, (1, 1), "Eight pixels a byte, 10 K.")
MODE_5 = _mode(5, 160, 256, 4, (2, 1), "Four wide pixels a byte, 10 K.")

TELETEXT = ScreenMode(
    name="teletext",
    title="Teletext, and mode 7 of the BBC Micro: mosaic graphics",
    width=80,
    height=75,
    palette="teletext",
    pixel=(4, 4),
    aspect=1.25,
    signal="teletext",
    notes="""\
A page is 25 rows of 40 characters. A graphics character is a mosaic of 2 x 3 blocks in one colour on the row's
background. Colours are set by control codes, each of which takes the place of a character and shows as background:
$91 to $97 the colours of graphics from the next character on, $9D the background := the current colour, $9C
background black again. Each row starts white on black.

Memory: 1,000 bytes, row by row. A mosaic is $A0 + bits 0 to 4 for the upper five blocks, left before right, and bit 6
for the last.
Sources: EBU and British Broadcasting Corporation, "Broadcast Teletext Specification" (1976), ETS 300 706; Mullard
SAA5050 data sheet.
""",
)

MODES: tuple[ScreenMode, ...] = (MODE_0, MODE_1, MODE_2, MODE_4, MODE_5, TELETEXT)
