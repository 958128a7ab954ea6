"""Atari 400, 800, XL and XE: ANTIC and GTIA."""

from __future__ import annotations

from dataclasses import replace

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

GRAPHICS_10 = ScreenMode(
    name="atari8-gr10",
    title="Atari 8-bit, graphics 10 (GTIA): 9 colours of 128",
    width=80,
    height=192,
    palette="atari8-128",
    pixel=(4, 1),
    aspect=0.857,
    choice=Choice(9),
    notes="""\
GTIA joins four dots to one pixel whose nibble picks a register: 0 to 3 those of the players, COLPM0 to COLPM3, 4 to 7
those of the playfield, COLPF0 to COLPF3, 8 the background, COLBK. The picture stands a colour clock, half a pixel, to
the right of where it does in graphics 9 and 11. 40 bytes a line, left pixel in the high nibble.
"""
    + _SOURCES,
)

_HUES, _LUMINANCES = range(1, 16), range(8)

GRAPHICS_11 = ScreenMode(
    name="atari8-gr11",
    title="Atari 8-bit, graphics 11 (GTIA): 16 hues of one luminance",
    width=80,
    height=192,
    palette="atari8-128",
    pixel=(4, 1),
    aspect=0.857,
    slots=(Slots(16, (80, 192), name="hue"),),
    groups=tuple((0, *(8 * hue + luminance for hue in _HUES)) for luminance in _LUMINANCES),
    usable=(0, *range(8, 128)),
    notes="""\
GTIA joins four dots to one pixel whose nibble is its hue; the luminance is that of the background register for the
whole picture. Hue 0 is always black. 40 bytes a line, left pixel in the high nibble.
"""
    + _SOURCES,
)

_BY_LINE = """\
{} A program in step with the beam waits for each line's end and writes: {}

A line has 114 cycles, of which ANTIC leaves 62 here. After WSYNC the processor goes on in cycle 105, and the picture
begins in cycle 24 of the next line; less one in which ANTIC reads its list, these are 32. The program sends what A, X
and Y hold, 4 cycles each, then loads and sends, 6 each: five writes are done after 24.

"""

GRAPHICS_9_LINES = replace(
    GRAPHICS_9,
    name="atari8-gr9-lines",
    title="Atari 8-bit, graphics 9 (GTIA) with a hue in each line: 16 luminances of one of 16 hues",
    palette="atari8-pal",
    slots=(Slots(16, (80, 1), name="luminance"),),
    groups=tuple(tuple(range(16 * hue, 16 * hue + 16)) for hue in range(16)),
    notes=_BY_LINE.format("Graphics 9 whose hue changes from line to line.", "COLBK.") + GRAPHICS_9.notes,
)

GRAPHICS_10_LINES = replace(
    GRAPHICS_10,
    name="atari8-gr10-lines",
    title="Atari 8-bit, graphics 10 (GTIA): 9 colours of 128, five of them new in each line",
    choice=None,
    slots=(Slots(9, (80, 1), name="colour register", writes=5),),
    notes=_BY_LINE.format("Graphics 10 whose colours change from line to line.", "five of nine registers at most.")
    + GRAPHICS_10.notes,
)

GRAPHICS_11_LINES = replace(
    GRAPHICS_11,
    name="atari8-gr11-lines",
    title="Atari 8-bit, graphics 11 (GTIA) with a luminance in each line: 16 hues of it",
    slots=(Slots(16, (80, 1), name="hue"),),
    notes=_BY_LINE.format("Graphics 11 whose luminance changes from line to line.", "COLBK.") + GRAPHICS_11.notes,
)

MODES: tuple[ScreenMode, ...] = (
    *(GRAPHICS_15, GRAPHICS_9, GRAPHICS_8, INTERRUPTS, GRAPHICS_10, GRAPHICS_11),
    *(GRAPHICS_9_LINES, GRAPHICS_10_LINES, GRAPHICS_11_LINES),
)
