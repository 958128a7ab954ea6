"""Atari 400, 800, XL and XE: ANTIC and GTIA."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

_SOURCES = """
A colour register holds hue << 4 | luminance; except in graphics 9 its lowest bit does nothing, which leaves 128
colours.
Sources: Atari, "Operating System User's Manual and Hardware Manual" (1982), section II; De Re Atari (1982), chapter
2.
"""

GRAPHICS_15 = ScreenMode(
    name="atari8-gr15",
    title="Atari 8-bit, graphics 15 (ANTIC E): 4 colours of 128",
    width=160,
    height=192,
    palette="atari8-128",
    pixel=(2, 1),
    aspect=0.857,
    choice=Choice(4),
    notes="""\
Four wide pixels a byte, two bits each, leftmost in bits 7 and 6: 00 the background (COLBK), 01 to 11 the playfield
registers COLPF0 to COLPF2. All four hold for the whole picture. 40 bytes a line, 7,680 in all.
"""
    + _SOURCES,
)

GRAPHICS_9 = ScreenMode(
    name="atari8-gr9",
    title="Atari 8-bit, graphics 9 (GTIA): 16 greys",
    width=80,
    height=192,
    palette="atari8-greys",
    pixel=(4, 1),
    aspect=0.857,
    notes="""\
GTIA joins four dots to one pixel whose nibble is its luminance; the hue is that of the background register for the
whole picture, here none. 40 bytes a line, left pixel in the high nibble.
"""
    + _SOURCES,
)

GRAPHICS_8 = ScreenMode(
    name="atari8-gr8",
    title="Atari 8-bit, graphics 8 (ANTIC F): two luminances",
    width=320,
    height=192,
    palette="mono",
    aspect=0.857,
    notes="""\
One bit a dot, leftmost in bit 7, 40 bytes a line. Both colours share one hue: here black and white.
"""
    + _SOURCES,
)

INTERRUPTS = ScreenMode(
    name="atari8-dli",
    title="Atari 8-bit, graphics 15 with display list interrupts: 4 colours of 128 in each two lines",
    width=160,
    height=192,
    palette="atari8-128",
    pixel=(2, 1),
    aspect=0.857,
    slots=(Slots(4, (160, 2), name="colour register"),),
    notes="""\
Graphics 15 whose four registers an interrupt writes between two lines. A line has 114 cycles, of which ANTIC leaves 62
here; to enter the interrupt, wait for the line's end and return takes some 70, to write four registers behind the
line's end 28 more, of 33 until the next picture begins. So there is time for it in every second line.
"""
    + _SOURCES,
)

MODES: tuple[ScreenMode, ...] = (GRAPHICS_15, GRAPHICS_9, GRAPHICS_8, INTERRUPTS)
