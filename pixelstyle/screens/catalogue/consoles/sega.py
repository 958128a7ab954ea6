"""Sega's consoles with tiles: Master System, Game Gear, Mega Drive."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes, Tiles

MASTER_SYSTEM = ScreenMode(
    name="master-system",
    title="Sega Master System",
    width=256,
    height=192,
    palette=None,
    aspect=8 / 7,
    subpalettes=SubPalettes(2, 16, (8, 8)),
    tiles=Tiles((8, 8), 448, flips=True),
    choice=Choice(32, (2, 2, 2)),
    transparent_zero=True,
    notes="""\
The screen is a map of 32 x 24 tiles, 8 x 8 pixels of four bits each. Every map entry picks one of two palettes of 16
colours, all of which the background may use; each colour is one of 64. Video memory of 16 KB holds 448 tiles beside
the map, for 768 places; the map may mirror them.

Video memory:
    $0000  448 tiles of 32 bytes: for each line four bytes, bits 0, 1, 2, 3 of its 8 pixels, leftmost in bit 7
    $3800  map, 32 x 28 words, lower byte first: priority bit 12, palette 11, upside down 10, mirrored 9, tile 8..0
    $3F00  sprite table (the viewer puts its end mark, $D0, there)
    palette memory, 32 bytes: 00BBGGRR

Sources: Sega, "Software Reference Manual for the Sega Mark III Console" (1987); Charles MacDonald, "Sega Master System
VDP documentation" (2002).
""",
)

GAME_GEAR = ScreenMode(
    name="game-gear",
    title="Sega Game Gear",
    width=160,
    height=144,
    palette=None,
    subpalettes=SubPalettes(2, 16, (8, 8)),
    choice=Choice(32, (4, 4, 4)),
    transparent_zero=True,
    notes="""\
The Master System's picture, of which the screen shows the middle: 20 x 18 tiles from column 6 and row 3 of the map on.
The two palettes hold 16 of 4,096 colours each. There is room for 448 tiles, more than the 360 places, so that every
tile may be its own.

Video memory: as the Master System's; palette memory has 32 words, lower byte first: 0000BBBB GGGGRRRR.

Sources: Sega, "Game Gear Hardware Reference Manual" (1991); Charles MacDonald, "Sega Master System VDP documentation"
(2002).
""",
)

MEGA_DRIVE = ScreenMode(
    name="mega-drive",
    title="Sega Mega Drive (Genesis)",
    width=320,
    height=224,
    palette=None,
    aspect=32 / 35,
    subpalettes=SubPalettes(4, 15, (8, 8), 1),
    choice=Choice(61, (3, 3, 3)),
    transparent_zero=True,
    notes="""\
Scroll plane A is a map of 40 x 28 tiles on the screen, 8 x 8 pixels of four bits each: 0 shows the backdrop, 1 to 15 a
colour of the palette that the map's entry picks among four; each colour is one of 512. Video memory of 64 KB holds
the 1,120 tiles of a screen, so that every tile may be its own; the map may mirror them.

Video memory (map addresses as the viewer sets them):
    $0000  tiles of 32 bytes: four bytes a line, two pixels a byte, the left one in the upper nibble
    $C000  map of plane A, 64 x 32 words, upper byte first: priority bit 15, palette 14..13, upside down 12, mirrored
           11, tile 10..0
    palette memory, 4 x 16 words, upper byte first: 0000BBB0 GGG0RRR0; register 7 picks the backdrop: number 0

Sources: Sega, "Genesis Software Manual" (1989), chapter 4; Charles MacDonald, "Sega Genesis VDP documentation" (2000).
""",
)

MODES: tuple[ScreenMode, ...] = (MASTER_SYSTEM, GAME_GEAR, MEGA_DRIVE)
