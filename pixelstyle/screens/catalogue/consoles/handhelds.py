"""Handhelds: Virtual Boy, Neo Geo Pocket, Game Boy Advance, DS, WonderSwan, Lynx."""

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

GBA_4BPP = ScreenMode(
    name="gba-4bpp",
    title="Nintendo Game Boy Advance, 16 palettes of 15",
    width=240,
    height=160,
    palette=None,
    subpalettes=SubPalettes(16, 15, (8, 8), 1),
    choice=Choice(241, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
A background of modes 0 and 1: tiles of 8 x 8 pixels, four bits each. 0 shows the backdrop, 1 to 15 a colour of the
palette that the map's entry picks among 16; each colour is one of 32,768. A map can name 1,024 tiles and mirror them;
the screen has 30 x 20 places, so that every tile may be its own.

Memory: tiles of 32 bytes in video memory from $06000000 on, two pixels a byte, the left one in the lower nibble; map,
words, lower byte first: tile bits 0..9, mirrored 10, upside down 11, palette 12..15; palettes at $05000000, words
0BBBBBGG GGGRRRRR. (In memory a map is 32 tiles wide: the file has the screen's 30.)
Source: Martin Korth, "GBATEK": LCD VRAM Character Data, LCD VRAM BG Screen Data Format, LCD Color Palettes.
""",
)

GBA_8BPP = ScreenMode(
    name="gba-8bpp",
    title="Nintendo Game Boy Advance, 256 colours",
    width=240,
    height=160,
    palette=None,
    choice=Choice(256, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
As 'gba-4bpp', with eight bits a pixel: any of 256 colours anywhere. Tiles have 64 bytes, a pixel a byte; the cartridge
shows the same as the bitmap of mode 4, 240 bytes a line from $06000000 on.
Source: Martin Korth, "GBATEK": LCD VRAM Character Data, LCD VRAM Bitmap BG Modes.
""",
)

GBA_15BIT = ScreenMode(
    name="gba-15bit",
    title="Nintendo Game Boy Advance, 32,768 colours",
    width=240,
    height=160,
    palette="rgb-corners",
    signal="rgb555",
    notes="""\
The bitmap of mode 3: each pixel is a word 0BBBBBGG GGGRRRRR, without a palette.

Memory: 240 words a line from $06000000 on, 76,800 bytes.
Source: Martin Korth, "GBATEK": LCD VRAM Bitmap BG Modes.
""",
)

NDS_256 = ScreenMode(
    name="nds-256",
    title="Nintendo DS, 256 colours",
    width=256,
    height=192,
    palette=None,
    choice=Choice(256, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
A background of the extended kind that can be turned and scaled, as a bitmap: a byte a pixel, any of 256 colours
anywhere, each of 32,768. 0 is transparent and shows the backdrop, which is colour 0. The picture is on the upper
screen, engine A's; the lower one stays black.

Memory: 256 bytes a line from $06000000 on, 49,152 bytes, in bank A; palette at $05000000, words 0BBBBBGG GGGRRRRR.
Source: Martin Korth, "GBATEK": DS Video Extended Rotation/Scaling, DS Memory Control - VRAM, LCD Color Palettes.
""",
)

NDS_15BIT = ScreenMode(
    name="nds-15bit",
    title="Nintendo DS, 32,768 colours",
    width=256,
    height=192,
    palette="rgb-corners",
    signal="rgb555",
    notes="""\
As 'nds-256', with a word a pixel in place of a palette: 1BBBBBGG GGGRRRRR; where bit 15 is clear, what lies behind is
seen.

Memory: 256 words a line from $06000000 on, 98,304 bytes, in bank A.
Source: Martin Korth, "GBATEK": DS Video Extended Rotation/Scaling, DS Memory Control - VRAM.
""",
)

NDS_15BIT_BOTH = ScreenMode(
    name="nds-15bit-both",
    title="Nintendo DS, both screens, 32,768 colours",
    width=256,
    height=384,
    palette="rgb-corners",
    signal="rgb555",
    notes="""\
As 'nds-15bit', on both screens: the upper half of the picture is engine A's, the lower engine B's. Between the screens
is the hinge, which hides nothing of the picture: the two halves are drawn apart.

Memory: as of 'nds-15bit', and again from $06200000 on, in bank C.
Source: Martin Korth, "GBATEK": DS Video Stuff, DS Video Extended Rotation/Scaling, DS Memory Control - VRAM.
""",
)

WONDERSWAN = ScreenMode(
    name="wonderswan",
    title="Bandai WonderSwan Color, 16 palettes of 15",
    width=224,
    height=144,
    palette=None,
    subpalettes=SubPalettes(16, 15, (8, 8), 1),
    choice=Choice(241, (4, 4, 4)),
    transparent_zero=True,
    notes="""\
One scroll plane of tiles of 8 x 8 pixels, four bits each: 0 is transparent and shows the backdrop, 1 to 15 a colour of
one of 16 palettes, each of 4,096. Two banks hold 1,024 tiles, which the map may mirror.

Memory: tiles of 32 bytes from $4000 on, for each line bits 0, 1, 2, 3 of its 8 pixels, leftmost in bit 7; map, words,
lower byte first: tile bits 0..8 and, the bank, 13; palette 9..12, mirrored 14, upside down 15; palettes from $FE00 on,
words 0000RRRR GGGGBBBB.
Source: WSdev Wiki, "Display", "Memory map".
""",
)

WONDERSWAN_MONO = ScreenMode(
    name="wonderswan-mono",
    title="Bandai WonderSwan, 16 palettes of 4 of 8 greys",
    width=224,
    height=144,
    palette="greys-16",
    subpalettes=SubPalettes(16, 4, (8, 8)),
    choice=Choice(64, pool=8),
    notes="""\
Tiles of 8 x 8 pixels, two bits each, in one of 16 palettes of four. A palette's entry names one of eight shades, and
these are a choice of the display's 16 greys. In palettes 4 to 7 and 12 to 15 number 0 is transparent: there the scroll
plane below shows the fourth shade, as a tile of one shade in an opaque palette that has it. 508 tiles, of 512, do for
the screen's 28 x 18 places.

Memory: tiles of 16 bytes from $2000 on, for each line bits 0 and 1 of its 8 pixels, leftmost in bit 7; maps, words,
lower byte first: tile bits 0..8, palette 9..12; ports $1C to $1F: two shades each, the first in the lower nibble, 0
brightest; $20 to $3F: two entries each.
Source: WSdev Wiki, "Display", "Display/Palette", "Display/IO Ports".
""",
)

LYNX = ScreenMode(
    name="lynx",
    title="Atari Lynx, 16 colours of 4,096",
    width=160,
    height=102,
    palette=None,
    choice=Choice(16, (4, 4, 4)),
    transparent_zero=True,
    notes="""\
Any pixel may have any of 16 colours, each of 4,096. Of sprites pen 0 is transparent.

Memory: 102 lines of 80 bytes, two pixels a byte, the left one in the upper nibble; registers $FDA0 to $FDAF: green,
$FDB0 to $FDBF: blue in the upper nibble, red in the lower.
Source: Epyx, "Handy Software Reference Manual" (1987): display memory, GREEN and BLUERED.
""",
)

MODES: tuple[ScreenMode, ...] = (
    VIRTUAL_BOY,
    NEO_GEO_POCKET,
    GBA_4BPP,
    GBA_8BPP,
    GBA_15BIT,
    NDS_256,
    NDS_15BIT,
    NDS_15BIT_BOTH,
    WONDERSWAN,
    WONDERSWAN_MONO,
    LYNX,
)
