"""Commander X16, whose VERA shows a bitmap."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

BITMAP = ScreenMode(
    name="commander-x16",
    title="Commander X16, VERA bitmap: 256 colours of 4,096",
    width=320,
    height=240,
    palette=None,
    choice=Choice(256, (4, 4, 4)),
    notes="""\
Layer 0 as a bitmap of eight bits a pixel, 320 to a line, with both scales of the display composer at 64: every pixel is
shown as 2 x 2 of the 640 x 480 of VGA, and may have any of 256 colours.

Video memory: bitmap of 76,800 bytes, line by line, from $00000 on; palette at $1FA00, 256 words, lower byte first:
GGGGBBBB, 0000RRRR.
Source: Frank van den Hoef, "VERA Programmer's Reference" (2023), "Layer 0/1 registers", "Palette", "Bitmap mode".
""",
)

MODES: tuple[ScreenMode, ...] = (BITMAP,)
