"""Mattel Intellivision, whose STIC shows cards out of a small memory of patterns."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, SubPalettes, Tiles

_PAIRS = tuple((background, foreground) for background in range(16) for foreground in range(8))
"""All that a card can be coloured with."""

FOREGROUND_BACKGROUND = ScreenMode(
    name="intellivision",
    title="Mattel Intellivision, 64 patterns, each card in two colours",
    width=160,
    height=96,
    palette="intellivision",
    pixel=(2, 2),
    aspect=0.857,
    subpalettes=SubPalettes(len(_PAIRS), 2, (8, 8), given=_PAIRS),
    tiles=Tiles((8, 8), 64),
    notes="""\
The STIC's foreground/background mode: 20 x 12 cards of 8 x 8 pixels. Each shows one of 64 patterns, which the picture
brings along in GRAM, and two colours of its own: its foreground is one of the eight primary colours, 0 to 7, its
background any of the sixteen. There are 64 patterns for 240 cards: they are chosen with the colours, since a pattern
serves in any. The patterns in GROM, letters and figures which Mattel drew, are not used. The rightmost column of pixels
is not shown: the border covers it.

Memory, in words:
    $3800  GRAM, 512 bytes   byte 8 n + y is line y of pattern n, its leftmost pixel in bit 7
    $0200  BACKTAB, 240 words, card by card: foreground in bits 0 to 2, pattern in bits 3 to 8, bit 11 = 1 for GRAM,
           background in bits 9, 10, 13 and 12, its lowest bit first
    $0021  written: this mode, read: the color stack; $0020 written: the picture is shown
    $002C  border
The STIC's registers can be written at the beginning of a vertical blank, GRAM in all of it, and as long as $0020 is not
written.

Sources: Joe Zbiciak, "Standard Television Interface Circuit (STIC)", "Graphics ROM and RAM" and "Intellivision
Interrupts" of the SDK-1600; Intellivision Wiki, "STIC".
""",
)

MODES: tuple[ScreenMode, ...] = (FOREGROUND_BACKGROUND,)
