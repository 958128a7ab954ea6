"""Atari 2600, whose picture a program draws line by line."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

PLAYFIELD = ScreenMode(
    name="atari2600",
    title="Atari 2600 (VCS), playfield: two colours of 128 in each line",
    width=40,
    height=192,
    palette="atari2600",
    pixel=(8, 1),
    aspect=0.857,
    slots=(Slots(2, (40, 1), name="colour"),),
    notes="""\
There is no video memory: a program keeps up with the beam. The playfield has 20 pixels, four dots of the television's
160 wide, which the right half of a line repeats unless they are written anew in time; here they are, so that all 40 are
free. Each line has a background colour and one of the playfield, which takes eight of the 76 cycles of a line each:
with six writes of pixels that leaves no time for colours that change within a line.

Colours: hue << 4 | luminance, whose lowest bit does nothing: 128 of them.
Source: Steve Wright, "Stella Programmer's Guide" (1979), chapters 3, 6 and 13.
""",
)

MODES: tuple[ScreenMode, ...] = (PLAYFIELD,)
