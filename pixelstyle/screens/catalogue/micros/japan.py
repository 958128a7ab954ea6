"""Japanese home computers: NEC PC-8801 and PC-9801, Sharp X1 and X68000, Fujitsu FM Towns."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

PC_88 = ScreenMode(
    name="pc88",
    title="NEC PC-8801mkIISR, V2: 8 colours of 512",
    width=640,
    height=200,
    palette=None,
    pixel=(1, 2),
    choice=Choice(8, (3, 3, 3)),
    notes="""\
Three bit planes, blue, red, green, of 80 bytes a line, leftmost dot in bit 7: together the number of one of eight
palette registers, each of three bits a channel. A dot is twice as high as it is wide.

Memory: each plane at $C000, 16,000 bytes, chosen through ports $5C to $5E; palette through ports $54 to $5B.
Source: NEC, "PC-8801mkIISR User's Manual" (1985).
""",
)

PC_98 = ScreenMode(
    name="pc98",
    title="NEC PC-9801, 16 colours of 4,096",
    width=640,
    height=400,
    palette=None,
    choice=Choice(16, (4, 4, 4)),
    notes="""\
Four bit planes of 80 bytes a line, leftmost dot in bit 7: together the number of one of 16 palette registers, each of
four bits a channel.

Memory: blue $A8000, red $B0000, green $B8000, intensity $E0000, 32,000 bytes each; palette: number to port $A8, then
green to $AA, red to $AC, blue to $AE.
Source: "PC-9801 Programmers' Bible" (ASCII, 1994), chapter 2.
""",
)


def _x1(width: int, pixel: tuple[int, int]) -> ScreenMode:
    columns = width // 8
    return ScreenMode(
        name=f"x1-{width}",
        title=f"Sharp X1, {width} x 200: 8 colours",
        width=width,
        height=200,
        palette="sharp-x1",
        pixel=pixel,
        notes=f"""\
Three bit planes, blue, red, green, leftmost dot in bit 7; eight colours of digital RGB. The machine's three palette
ports only say which of the eight each of the eight is shown as: here, each as itself. Of 640 dots a line each is twice
as high as it is wide, of 320 square.

Memory: at I/O addresses of 16 bits, blue from $4000, red from $8000, green from $C000 on; line y begins at
$800 * (y & 7) + {columns} * (y >> 3). Palette: blue $1000, red $1100, green $1200, a bit for each of the eight.
Sources: the z88dk's library for the X1; X1 Center, "Sdx1, chapter 0: I/O map" (2018); MAME's driver.
""",
    )


X1_320 = _x1(320, (1, 1))
X1_640 = _x1(640, (1, 2))

X68000 = ScreenMode(
    name="x68000-256",
    title="Sharp X68000, 256 colours of 32,768",
    width=512,
    height=512,
    palette=None,
    aspect=4 / 3,
    choice=Choice(256, (5, 5, 5)),
    notes="""\
A byte a pixel in the lower half of a word of graphic memory: the number of one of 256 palette registers GGGGGRRR
RRBBBBBI. The last bit is the lowest of all three channels; here it is none's, which leaves 32,768 colours.

Memory: $C00000, 1,024 bytes a line; palette $E82000, 256 words, higher byte first.
Source: "Inside X68000" (Softbank, 1992), chapter 4.
""",
)

X68000_16 = ScreenMode(
    name="x68000-16",
    title="Sharp X68000, 16 colours of 32,768",
    width=768,
    height=512,
    palette=None,
    choice=Choice(16, (5, 5, 5)),
    notes="""\
The machine's finest screen, that of its desktop: as 'x68000-256', with four bits a pixel.
Source: "Inside X68000" (Softbank, 1992), chapter 4.
""",
)

X68000_DIRECT = ScreenMode(
    name="x68000-65536",
    title="Sharp X68000, a colour for each pixel",
    width=512,
    height=512,
    palette="rgb-corners",
    aspect=4 / 3,
    signal="rgb555",
    notes="""\
Each pixel of graphic memory is a word, without a palette of its own: GGGGGRRRRRBBBBBI. The last bit is the lowest of
all three channels, for 65,536 colours; here, as in the pictures that went round as PIC, it is none's, which leaves
32,768.

Memory: $C00000, 1,024 bytes a line, higher byte first.
Source: "Inside X68000" (Softbank, 1992), chapter 4; Yanagisawa, "About the PIC format" (1993).
""",
)

FM_TOWNS = ScreenMode(
    name="fm-towns-256",
    title="Fujitsu FM Towns, 256 colours of 16.7 million",
    width=640,
    height=480,
    palette=None,
    choice=Choice(256, (8, 8, 8)),
    notes="""\
A byte a pixel: the number of one of 256 registers of eight bits a channel. The machine's other screens have 16 colours
of 4,096, and in 320 x 240 a colour of 32,768 for each pixel.

Memory: $80100000, 1,024 bytes a line; registers: number to port $FD90, then blue to $FD92, red to $FD94, green to
$FD96.
Source: "FM TOWNS Technical Data Book" (ASCII, 1989): CRTC, palettes.
""",
)

MODES: tuple[ScreenMode, ...] = (PC_88, PC_98, X1_320, X1_640, X68000, X68000_16, X68000_DIRECT, FM_TOWNS)
