"""Apple IIgs: Super Hi-Res, with 16 palettes, or with one for each line."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots, SubPalettes

SHR = ScreenMode(
    name="apple-iigs",
    title="Apple IIgs, Super Hi-Res: 16 palettes of 16 colours of 4,096, one a line",
    width=320,
    height=200,
    palette=None,
    aspect=5 / 6,
    subpalettes=SubPalettes(16, 16, (320, 1)),
    choice=Choice(256, (4, 4, 4)),
    notes="""\
Two pixels a byte, the left one in the high nibble, 160 bytes a line. Each line has a control byte that says which of 16
palettes its pixels' numbers belong to.

Memory, in bank $E1: $2000 pixels, 32,000 bytes; $9D00 200 control bytes: bits 0 to 3 the palette, bit 7 640 pixels, bit
5 fill mode; $9E00 16 palettes of 16 words $0RGB, lower byte first.
Sources: Apple, "Apple IIgs Hardware Reference" (1987), chapter 4; Apple II File Type Note $C1/$0000 (1990).
""",
)

EVERY_LINE = ScreenMode(
    name="apple-iigs-3200",
    title="Apple IIgs, 3200 colours: 16 of 4,096 for each line",
    width=320,
    height=200,
    palette=None,
    aspect=5 / 6,
    slots=(Slots(16, (320, 1), name="palette"),),
    choice=Choice(256, (4, 4, 4)),
    notes="""\
Super Hi-Res whose palettes a program writes while the beam draws: 16 palettes last for 16 lines, and each is written
anew before its next turn, so that every line has 16 colours of its own. Over the picture 256 different ones are used
here.

The file has 200 palettes of 16 words $0RGB behind the pixels, colour 15 first.
Sources: Apple, "Apple IIgs Hardware Reference" (1987), chapter 4; Apple II File Type Note $C1/$0002 (1989).
""",
)

MODES: tuple[ScreenMode, ...] = (SHR, EVERY_LINE)
