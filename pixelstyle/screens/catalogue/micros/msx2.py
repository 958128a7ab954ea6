"""MSX2's V9938 beyond Screen 5: Screens 4, 7 and 8; MSX2+'s V9958: Screens 10 and 12."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

_SOURCES = """
Colour 0 is transparent until bit 5 of register 8 (TP) is set: VDP(9) = VDP(9) OR 32.
Sources: ASCII, "MSX2 Technical Handbook" (1985), chapter 4; Yamaha, "V9938 Technical Data Book" (1985).
"""

SCREEN_4 = ScreenMode(
    name="msx2-screen4",
    title="MSX2, Screen 4: two of 16 colours of 512 in 8 x 1 dots",
    width=256,
    height=192,
    palette=None,
    aspect=8 / 7,
    slots=(Slots(2, (8, 1), name="pattern colour"),),
    choice=Choice(16, (3, 3, 3)),
    notes="""\
Screen 2 with a palette that can be chosen: 32 x 24 characters of 8 x 8 dots, each line of a character having a colour
byte of its own, so that a cell is 8 x 1 dots with any two of 16 colours.

Video memory: $0000 patterns, $1800 names, $1B80 where BASIC keeps the palette, $1E00 sprites ($D8: none follow), $2000
colours: that of the 1 bits times 16 + that of the 0 bits.
"""
    + _SOURCES,
)

SCREEN_7 = ScreenMode(
    name="msx2-screen7",
    title="MSX2, Screen 7: 512 dots of 16 colours of 512",
    width=512,
    height=212,
    palette=None,
    pixel=(1, 2),
    aspect=8 / 7,
    choice=Choice(16, (3, 3, 3)),
    notes="""\
Two narrow dots a byte, the left one in the high nibble, 256 bytes a line; every dot any of 16 colours.

Video memory: $0000 bitmap, 54,272 bytes; $FA80 where BASIC keeps the palette, 16 words: RRR << 4 | BBB, then GGG.
"""
    + _SOURCES,
)

SCREEN_8 = ScreenMode(
    name="msx2-screen8",
    title="MSX2, Screen 8: 256 fixed colours",
    width=256,
    height=212,
    palette="msx2-screen8",
    aspect=8 / 7,
    notes="""\
A byte a dot, its colour in it: green in bits 7 to 5, red in 4 to 2, blue in 1 and 0, of which the four values show as
levels 0, 2, 4 and 7 of 7.

Video memory: $0000 bitmap, 54,272 bytes.
"""
    + _SOURCES,
)

SCREEN_12 = ScreenMode(
    name="msx2plus-screen12",
    title="MSX2+, Screen 12: 19,268 colours, J and K common to four pixels",
    width=256,
    height=212,
    palette="msx2-screen8",
    aspect=8 / 7,
    signal="yjk",
    notes="""\
A byte a dot: a brightness Y of five bits in bits 7 to 3; the lower three bits of four dots in a row together are K and
J, six bits each with sign, low half first. Red is Y + J, green Y + K, blue (5 Y - 2 J - K + 2) / 4, each cut to 0..31.
So brightness is as sharp as in Screen 8, colour a quarter as sharp, and both are five bits fine.

Video memory: $0000 bitmap, 54,272 bytes. SCREEN 8, then bit 3 (YJK) of register 25: SCREEN 12.
Source: Yamaha, "V9958 MSX-VIDEO Technical Data Book" (1988).
""",
)

SCREEN_10 = ScreenMode(
    name="msx2plus-screen10",
    title="MSX2+, Screen 10: YJK's colours of even brightness and 16 of 512",
    width=256,
    height=212,
    palette=None,
    aspect=8 / 7,
    choice=Choice(16, (3, 3, 3)),
    signal="yae",
    notes="""\
Screen 12 with an attribute: where bit 3 of a dot's byte is set, bits 7 to 4 are the number of a palette's colour, of
three bits a channel; where it is not, they are the upper four bits of Y, whose lowest is 0. The lower three bits are
the group's K and J in both. So letters and edges can be sharp among colours that four dots share. Screen 11 is the same
to a program, in BASIC another way of drawing.

Video memory: $0000 bitmap, 54,272 bytes; $FA80 where BASIC keeps the palette. SCREEN 8, then bits 3 (YJK) and 4 (YAE)
of register 25: SCREEN 10.
Source: Yamaha, "V9958 MSX-VIDEO Technical Data Book" (1988).
""",
)

MODES: tuple[ScreenMode, ...] = (SCREEN_4, SCREEN_7, SCREEN_8, SCREEN_10, SCREEN_12)
