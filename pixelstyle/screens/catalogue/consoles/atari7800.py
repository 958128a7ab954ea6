"""Atari 7800, whose MARIA builds lines out of objects."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes

OBJECTS = ScreenMode(
    name="atari7800",
    title="Atari 7800, 160A: eight palettes of three, one in each 8 x 8",
    width=160,
    height=192,
    palette="atari8-ntsc",
    pixel=(2, 1),
    aspect=0.857,
    subpalettes=SubPalettes(8, 3, (8, 8), 1),
    choice=Choice(25),
    notes="""\
There is no screen memory: for each zone of lines a list names objects, pieces of pixels with a palette and a place.
Here zones are eight lines high, and twenty objects of eight pixels lie side by side in each, so that every 8 x 8 picks
one of eight palettes of three colours; the fourth is the background's, common to all. Twenty objects and their pixels
take MARIA about 300 of the 430 cycles that it has for a line; forty half as wide would not fit.

Pixels are two bits each, four to a byte, the left one in the upper bits; 0 shows the background. The lines of a zone
lie 256 bytes apart, the last one first. Colours: hue << 4 | luminance, 256 of them; registers $20 (background), $21 to
$23, $25 to $27 ... $3D to $3F.
Source: General Computer Corporation, "7800 Software Guide" (1984): display lists, 160 mode, registers.
""",
)

MODES: tuple[ScreenMode, ...] = (OBJECTS,)
