"""Virtual Boy and Neo Geo Pocket."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes, Tiles

VIRTUAL_BOY = ScreenMode(
    name="virtual-boy",
    title="Nintendo Virtual Boy, four reds",
    width=384,
    height=224,
    palette="virtual-boy",
    notes="""\
Two bits a pixel, 0 black to 3 bright, one picture an eye (here one for both). The display scans columns: the frame
buffer holds 384 columns of 64 bytes, each byte four pixels below each other, the uppermost in bits 1 and 0; the last
32 of 256 lines are not shown.

Memory: $00000 left frame buffer, 24,576 bytes; $10000 right.
Source: Guy Perfect, "Virtual Boy Sacred Tech Scroll".
""",
)

NEO_GEO_POCKET = ScreenMode(
    name="neo-geo-pocket",
    title="SNK Neo Geo Pocket Color",
    width=160,
    height=152,
    palette=None,
    subpalettes=SubPalettes(16, 3, (8, 8), 1),
    tiles=Tiles((8, 8), 512, flips=True),
    choice=Choice(49, (4, 4, 4)),
    transparent_zero=True,
    notes="""\
One scroll plane of 8 x 8 tiles, two bits a pixel: 0 shows the background colour, 1 to 3 a colour of one of 16
palettes, each of 4,096. 512 tiles, which the map may mirror.

Memory: $9000 map, 32 x 32 words: tile bits 0..8, palette bits 9..12, vertical mirror bit 14, horizontal bit 15; $A000
tiles, eight words each, a line a word, leftmost pixel in bits 15 and 14; $8280 palettes, 4 words each: 0000 BBBB GGGG
RRRR.
Source: SNK, "Neo Geo Pocket Color K2GE specification"; the emulator Mednafen's documentation.
""",
)

MODES: tuple[ScreenMode, ...] = (VIRTUAL_BOY, NEO_GEO_POCKET)
