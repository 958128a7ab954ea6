"""Machines with the TMS9918A (MSX, ColecoVision, SG-1000, TI-99/4A), and the MSX2's V9938."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

SCREEN_2 = ScreenMode(
    name="msx-screen2",
    title="MSX, ColecoVision, SG-1000, TI-99/4A: TMS9918A Graphics II",
    width=256,
    height=192,
    palette="msx1",
    aspect=8 / 7,
    slots=(Slots(2, (8, 1), name="pattern colour"),),
    usable=tuple(range(1, 16)),
    notes="""\
The picture is 32 x 24 characters of 8 x 8 dots. In Graphics II each third of the screen has 256 characters of its
own, as many as it has places, so that every dot can be set; and each line of a character has its own colour byte. A
cell is 8 x 1 dots with any two of 15 colours (colour 0 is transparent: the border shows through, so that pictures do
without it).

Video memory as the MSX lays it out, character (x, y) being number 32 (y mod 8) + x of third y div 8:
    $0000  patterns, 6,144 bytes   byte third * 2048 + number * 8 + line, leftmost dot in bit 7
    $1800  names, 768 bytes        0..255 three times
    $1B00  sprite attributes       $D0 as the first byte: no sprites
    $2000  colours, 6,144 bytes    in the order of the patterns: colour of the 1 bits times 16 + that of the 0 bits

The mode is also called colecovision, sg-1000 and ti-99. The first two have cartridges (.col, .sg), whose viewer copies
patterns and colours to video memory through ports $BE and $BF; on the third TI-Artist reads them (.tiap, .tiac).

Sources: Texas Instruments, "TMS9918A/TMS9928A/TMS9929A Video Display Processors" (1982), section 2.4; MSX2 Technical
Handbook (1985).
""",
)

SCREEN_5 = ScreenMode(
    name="msx2-screen5",
    title="MSX2, Screen 5: 16 colours of 512",
    width=256,
    height=212,
    palette=None,
    aspect=8 / 7,
    choice=Choice(16, (3, 3, 3)),
    notes="""\
Two pixels a byte, the left one in the high nibble, 128 bytes a line; every pixel may have any of 16 colours, each
chosen from 512.

Video memory: $0000 bitmap, 27,136 bytes; $7680 where BASIC keeps the palette, 16 words: RRR << 4 | BBB, then GGG.
Source: ASCII, "MSX2 Technical Handbook" (1985), chapter 4; Yamaha V9938 Technical Data Book (1985).
""",
)

MODES: tuple[ScreenMode, ...] = (SCREEN_2, SCREEN_5)
