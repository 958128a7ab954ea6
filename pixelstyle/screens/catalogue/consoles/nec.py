"""NEC PC Engine (TurboGrafx-16)."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes

PC_ENGINE = ScreenMode(
    name="pc-engine",
    title="NEC PC Engine (TurboGrafx-16)",
    width=256,
    height=224,
    palette=None,
    aspect=8 / 7,
    subpalettes=SubPalettes(16, 15, (8, 8), 1),
    choice=Choice(241, (3, 3, 3)),
    transparent_zero=True,
    notes="""\
The background is a map of 32 x 28 tiles on the screen, 8 x 8 pixels of four bits each: 0 shows the backdrop, 1 to 15 a
colour of the palette that the map's entry picks among 16; each colour is one of 512. Video memory of 64 KB has room
for the 896 tiles of a screen, so that every tile may be its own. Tiles cannot be mirrored.

Video memory (in words):
    $0000  map, called the background attribute table, 32 x 32 words: palette bits 15..12, tile 11..0, whose pattern
           stands at 16 times that number
    $1000  patterns, the first of them tile 256; 16 words each: line by line bit 0 of its 8 pixels in the lower byte and
           bit 1 in the upper, then likewise bits 2 and 3; leftmost pixel in bit 7
    palette memory, 16 x 16 words: 0000000G GGRRRBBB; number 0 is the backdrop

Sources: Hudson Soft, "HuC6270 CMOS Video Display Controller Manual" (1987) and "HuC6260 Video Color Encoder".
""",
)

MODES: tuple[ScreenMode, ...] = (PC_ENGINE,)
