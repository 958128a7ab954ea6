"""What engines and tools for consoles take as a background: the machines' own screens with limits of the engines'."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.screens.catalogue.consoles.nintendo import GAMEBOY, GAMEBOY_COLOR, NES, SNES_MODE_1
from pixelstyle.screens.catalogue.consoles.sega import MEGA_DRIVE
from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes, Tiles

GB_STUDIO = replace(
    GAMEBOY,
    name="gb-studio",
    title="GB Studio background: 192 tiles in its four colours",
    base="gameboy",
    palette="gb-studio",
    tiles=Tiles((8, 8), 192),
    notes="""\
GB Studio reads a background from a PNG in four colours, #e0f8cf, #86c06c, #306850 and #071821; it may have 192
different tiles of 8 x 8 pixels beside letters and sprites. The PNG that is saved here is that file. Larger scenes are
modes of one's own with base = "gb-studio".

Source: GB Studio, "Documentation: Backgrounds".
""",
)

GB_STUDIO_COLOR = replace(
    GAMEBOY_COLOR,
    name="gb-studio-color",
    title="GB Studio background in colour: 192 tiles, seven palettes",
    base="gameboy-color",
    subpalettes=SubPalettes(7, 4, (8, 8)),
    choice=Choice(28, (5, 5, 5)),
    tiles=Tiles((8, 8), 192),
    notes="""\
As 'gb-studio', in colours of the Game Boy Color that the PNG itself has ("automatic palettes"): four for each tile of
8 x 8 pixels, of eight palettes the first seven, since the eighth is the dialogues'.

Source: GB Studio, "Documentation: Backgrounds" and "Colors".
""",
)

SGDK = replace(
    MEGA_DRIVE,
    name="sgdk",
    title="SGDK image for the Mega Drive: 60 colours in four rows",
    base="mega-drive",
    subpalettes=SubPalettes(4, 15, (8, 8), 1),
    tiles=Tiles((8, 8), 1024, flips=True),
    notes="""\
SGDK's resource compiler takes an indexed PNG of which index >> 4 is the palette's row, four rows of 16, the first of
each transparent: so 60 colours, and the backdrop. `--png hardware` writes that PNG. 1,024 tiles leave room in video
memory for sprites and letters. Planes are 32, 64 or 128 tiles wide and high: larger maps are modes of one's own with
base = "sgdk".

Source: SGDK, "rescomp.txt": IMAGE, TILESET, MAP, PALETTE.
""",
)

NES_2_SCREENS = replace(
    NES,
    name="nes-2-screens",
    title="Nintendo Entertainment System, two screens side by side",
    base="nes",
    width=512,
    notes="""\
A map of two nametables for scrolling from left to right (vertical mirroring), out of one pattern table of 256 tiles.
The .nam file has both, one after the other, each with its attributes.

Sources: as for 'nes'; NESdev Wiki, "PPU scrolling", "Mirroring".
""",
)

SGB_BORDER = replace(
    SNES_MODE_1,
    name="sgb-border",
    title="Super Game Boy border: 256 tiles, three palettes",
    subpalettes=SubPalettes(3, 15, (8, 8), 1),
    choice=Choice(46, (5, 5, 5)),
    tiles=Tiles((8, 8), 256, flips=True),
    notes="""\
The border around a Super Game Boy's picture is a background of the Super Nintendo's, 32 x 28 tiles of four bits: 256
of them, sent by CHR_TRN in two halves, and palettes 4 to 6, sent by PCT_TRN. The Game Boy's 160 x 144 pixels, from
column 6 and row 5 on, show where colour zero is: leave them transparent in the picture.

The .map file has the 32 x 28 words with palettes 4 to 6; the .pal file 3 x 16 words.
Source: Pan Docs, "SGB Command $13 - CHR_TRN", "SGB Command $14 - PCT_TRN".
""",
)

MODES: tuple[ScreenMode, ...] = (GB_STUDIO, GB_STUDIO_COLOR, SGDK, NES_2_SCREENS, SGB_BORDER)
