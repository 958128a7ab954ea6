"""Nintendo's consoles with tiles: NES, Game Boy, Game Boy Color, Super Nintendo."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes, Tiles

_NES_BLACKS_AND_TWIN = (0x0D, 0x0E, 0x1D, 0x1E, 0x1F, 0x20, 0x2E, 0x2F, 0x3E, 0x3F)
"""Nine more blacks beside $0F (one of them, $0D, below the video signal's black) and the second white, $20."""

NES = ScreenMode(
    name="nes",
    title="Nintendo Entertainment System, one background",
    width=256,
    height=240,
    palette="nes-mesen",
    aspect=8 / 7,
    usable=tuple(k for k in range(64) if k not in _NES_BLACKS_AND_TWIN),
    subpalettes=SubPalettes(4, 3, (16, 16), 1),
    tiles=Tiles((8, 8), 256),
    transparent_zero=True,
    notes="""\
The 2C02 builds its background of 32 x 30 tiles, 8 x 8 pixels of two bits each. Bits 00 show the backdrop, one colour
for the whole picture; 01, 10 and 11 a colour of one of four sub-palettes of three. Each 16 x 16 area, 2 x 2 tiles,
picks its sub-palette. A pattern table holds 256 tiles, for 960 places: the picture must repeat itself, or near
enough. A television hides the uppermost and lowest 8 lines.

54 of the 64 colour numbers are used here: the others show black again ($0D blacker than black, which upsets
televisions) or, $20, the white of $30 again.

Memory of the picture processor:
    $0000  pattern table, 256 tiles of 16 bytes: 8 lines of bit 0, then 8 lines of bit 1, leftmost pixel in bit 7
    $2000  nametable, 32 x 30 tile numbers, line by line
    $23C0  attributes, 8 x 8 bytes, one for 32 x 32 pixels: the sub-palettes of its upper left (bits 0 and 1), upper
           right (2, 3), lower left (4, 5) and lower right quarter (6, 7)
    $3F00  four palettes of four bytes, the first of each the backdrop
In the .nes file: iNES header, 16 KB of program with the viewer, 8 KB of tiles, mapper 0 (NROM).

Sources: NESdev Wiki, "PPU pattern tables", "PPU nametables", "PPU attribute tables", "PPU palettes", "iNES". Palette:
the default of the emulator Mesen.
""",
)

NES_MMC5 = replace(
    NES,
    name="nes-mmc5",
    title="Nintendo Entertainment System with an MMC5: a palette for every tile",
    subpalettes=SubPalettes(4, 3, (8, 8), 1),
    tiles=None,
    notes="""\
Nintendo's largest mapper chip watches what the 2C02 reads and, for every tile, puts another bank of tiles and other
attribute bits under its nose: each of the 960 tiles may be its own, and picks its own sub-palette, where the bare
machine knows 256 and one sub-palette for 2 x 2 of them. (Castlevania III and Just Breed came with it.) Colours are as
in 'nes'.

In the cartridge, beside what 'nes' lists:
    $5104  1 = its memory holds the tiles' attributes; 2 = that memory is open for writing
    $5C00  one byte a tile, line by line: sub-palette in bits 7 and 6, bank of 256 tiles in bits 5 to 0

Sources: NESdev Wiki, "MMC5", "PPU palettes". Palette: the default of the emulator Mesen.
""",
)

GAMEBOY = ScreenMode(
    name="gameboy",
    title="Nintendo Game Boy, 256 tiles",
    width=160,
    height=144,
    palette="gameboy-dmg",
    tiles=Tiles((8, 8), 256),
    transparent_zero=True,
    notes="""\
Four shades, numbered 0 (lightest) to 3 (darkest). The screen shows 20 x 18 tiles of 8 x 8 pixels, two bits each; one
block of tile data holds 256, for 360 places, so that the picture must repeat itself in some of them. (gameboy-split
has no such limit but needs the processor in mid-frame.)

Memory:
    $8000  256 tiles of 16 bytes; each line is two bytes, bit 0 of its 8 pixels and then bit 1, leftmost in bit 7
    $9800  map, 32 x 32 tile numbers, of which the left upper 20 x 18 are shown
    $FF47  which shade each number shows: $E4 = 11 10 01 00
    $FF40  bit 4 = 1: the map's numbers count from $8000

Sources: Pan Docs, "Tile Data", "Tile Maps", "Palettes", "The Cartridge Header".
""",
)

GAMEBOY_SPLIT = replace(
    GAMEBOY,
    name="gameboy-split",
    title="Nintendo Game Boy, every tile its own",
    tiles=None,
    notes="""\
As 'gameboy', but any picture of four shades can be shown. The chip has room for 384 tiles, though a map entry names
only 256 of them: with bit 4 of LCDC ($FF40) set those from $8000 to $8FFF, with it clear those from $8800 to $97FF.
The viewer clears the bit in the horizontal blank before line 72 and sets it again in the vertical one: the upper nine
rows and the lower nine each need at most 180 tiles, and 360 of the 384 are used.

Memory:
    $8000  tiles 0 to 127 of the upper half
    $8800  128 tiles for both: the rest of the upper half's from $8800 on, of the lower half's from $8C00 on
    $9000  tiles 0 to 127 of the lower half
    $9800  map, 32 x 32 tile numbers, of which the left upper 20 x 18 are shown

Sources: Pan Docs, "Tile Data", "LCDC", "STAT".
""",
)

GAMEBOY_COLOR = ScreenMode(
    name="gameboy-color",
    title="Nintendo Game Boy Color",
    width=160,
    height=144,
    palette=None,
    subpalettes=SubPalettes(8, 4, (8, 8)),
    choice=Choice(32, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
The Game Boy's 20 x 18 tiles, and an attribute byte for each: it picks one of eight palettes of four colours, each
colour one of 32,768, and can mirror the tile. Two banks hold 512 tiles, more than the 360 places, so that every tile
may be its own.

Memory, as the Game Boy's; bank 1 of it ($FF4F = 1) has
    $8000  another 256 tiles
    $9800  attributes: palette in bits 0 to 2, bank of the tile bit 3, mirrored left to right bit 5, upside down bit 6
    $FF68  and $FF69: address and data of palette memory, 8 x 4 words, lower byte first: 0BBBBBGG GGGRRRRR

Sources: Pan Docs, "Tile Maps: BG Map Attributes", "Palettes", "CGB Registers".
""",
)

GAMEBOY_COLOR_ROWS = ScreenMode(
    name="gameboy-color-rows",
    title="Nintendo Game Boy Color, three of its palettes anew for each row of tiles",
    width=160,
    height=144,
    palette=None,
    subpalettes=SubPalettes(5 + 3 * 18, 4, (8, 8), by_row=3),
    choice=Choice(236, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
As gameboy-color; palettes 5, 6 and 7 are written between one row of tiles and the next, so that a cell picks one of
five palettes that the whole picture has, or of three that are its row's: 59 palettes, 236 colours.

Palette memory is closed to the processor while a line is drawn. Between the end of a row's last line and the start of
the next the machine is for 284 dots in modes 0 and 2: 142 cycles of the processor at double speed. A byte takes five of
them (ld a,[hl+]; ldh [$FF69],a), three palettes 120; a fourth would take 160.

Sources: Pan Docs, "Rendering", "Palettes: LCD Color Palettes (CGB only)", "CGB Registers: KEY1", "STAT".
""",
)

SNES_MODE_1 = ScreenMode(
    name="snes-mode1",
    title="Super Nintendo, mode 1: eight palettes of 15",
    width=256,
    height=224,
    palette=None,
    aspect=8 / 7,
    subpalettes=SubPalettes(8, 15, (8, 8), 1),
    choice=Choice(121, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
Background 1 of mode 1 has tiles of 8 x 8 pixels, four bits each: 0 shows the backdrop, 1 to 15 a colour of the palette
that the map's entry picks among eight; each colour is one of 32,768. A map can name 1,024 tiles and mirror them; the
screen has room for 32 x 28 = 896, so that every tile may be its own.

Video memory (addresses in words, as they are chosen here):
    tiles    32 bytes each: for each line bit 0 and bit 1 of its 8 pixels, 16 bytes, then likewise bits 2 and 3
    map      32 x 32 words, lower byte first: upside down bit 15, mirrored 14, priority 13, palette 12..10, tile 9..0
    palette  in its own memory: 256 words, lower byte first: 0BBBBBGG GGGRRRRR; number 0 is the backdrop

Sources: Nintendo, "SNES Development Manual" (1993), book I, chapter 2; SNESdev Wiki, "Tiles", "Tilemaps", "Palettes".
""",
)

SNES_MODE_3 = ScreenMode(
    name="snes-mode3",
    title="Super Nintendo, mode 3: 256 colours",
    width=256,
    height=224,
    palette=None,
    aspect=8 / 7,
    choice=Choice(256, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
Background 1 of mode 3 has tiles of 8 x 8 pixels with eight bits each: any of 256 colours anywhere, each one of 32,768.
The 896 tiles of a screen take 57,344 of the 65,536 bytes of video memory. Colour 0 is the backdrop.

Video memory: as in 'snes-mode1', but tiles have 64 bytes: four times 16 bytes, for bits 0 and 1, 2 and 3, 4 and 5, 6
and 7.

Sources: Nintendo, "SNES Development Manual" (1993), book I, chapter 2; SNESdev Wiki, "Backgrounds", "Tiles".
""",
)

MODES: tuple[ScreenMode, ...] = (
    NES,
    NES_MMC5,
    GAMEBOY,
    GAMEBOY_SPLIT,
    GAMEBOY_COLOR,
    GAMEBOY_COLOR_ROWS,
    SNES_MODE_1,
    SNES_MODE_3,
)
