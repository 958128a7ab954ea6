"""Commodore Amiga, low resolution, PAL: the original chips (OCS, ECS), and the AGA."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

_SOURCES = """
The files are IFF ILBM: chunks BMHD (sizes, compression), CMAP (the palette), CAMG (the mode's register bits) and
BODY, in which each line is stored plane by plane, packed with ByteRun1.

Sources: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapter 3; Jerry Morrison, "EA IFF 85" (1985).
"""

LORES = ScreenMode(
    name="amiga-32",
    title="Commodore Amiga OCS, 32 colours of 4,096",
    width=320,
    height=256,
    palette=None,
    choice=Choice(32, (4, 4, 4)),
    notes="""\
Five bitplanes: bit n of a pixel's colour number is in plane n, eight pixels a byte, leftmost in bit 7. Each of the 32
colour registers holds four bits each of red, green and blue.
"""
    + _SOURCES,
)

EHB = ScreenMode(
    name="amiga-ehb",
    title="Commodore Amiga OCS, extra half-brite: 32 colours of 4,096 and their halves",
    width=320,
    height=256,
    palette=None,
    choice=Choice(32, (4, 4, 4)),
    signal="ehb",
    notes="""\
Six bitplanes and the 32 colour registers: numbers 32 to 63 show registers 0 to 31 with each of their levels shifted
right by one bit, half as bright.
"""
    + _SOURCES,
)

HAM6 = ScreenMode(
    name="amiga-ham6",
    title="Commodore Amiga OCS, hold and modify: all 4,096 colours",
    width=320,
    height=256,
    palette=None,
    choice=Choice(16, (4, 4, 4)),
    signal="ham6",
    notes="""\
Six bitplanes make a code of two control bits and four data bits for each pixel: 00 shows one of 16 colour registers;
01, 10 and 11 hold the colour of the pixel to the left and set its blue, red or green to the data. Each line begins
with the colour of register 0. So any colour can be reached within three pixels, and fringes show where a picture
jumps.
"""
    + _SOURCES,
)

SLICED_HAM = ScreenMode(
    name="amiga-sham",
    title="Commodore Amiga OCS, sliced hold and modify: all 4,096 colours, 15 of 16 registers new in each line",
    width=320,
    height=256,
    palette=None,
    choice=Choice(208, (4, 4, 4)),
    signal="sham",
    notes="""\
HAM6 whose registers the copper writes between two lines, all but register 0, in which lines begin and which is the
border's colour. A MOVE takes four colour clocks, a WAIT six; the beam is beside a picture of 160 colour clocks for 67
of a line's 227, which is just enough for 15 MOVEs and their WAIT. Over the picture 208 different colours are used here
as they are, and any others by steps from these.

The file has them in a chunk SHAM: a word 0, then for each line 16 words of a colour, four bits a channel.
Sources: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapters 2 and 3; Rhett Anderson, "Sliced HAM"
(1989).
""",
)

COPPER = ScreenMode(
    name="amiga-copper",
    title="Commodore Amiga OCS, 32 colours of 4,096, 14 of them new in each line",
    width=320,
    height=256,
    palette=None,
    slots=(Slots(32, (320, 1), name="colour register", writes=14),),
    choice=Choice(256, (4, 4, 4)),
    notes="""\
Five bitplanes, whose colour registers the copper writes between two lines. A MOVE takes four colour clocks, a WAIT six;
the beam is beside a picture of 160 colour clocks for 67 of a line's 227: 14 MOVEs and their WAIT fit in with room to
spare. Over the picture 256 different colours are used here.

The file has the changes in a chunk PCHG: a bit for each line that changes something; for each of these how many of
registers 0 to 15 and of 16 to 31 change, then words of a register's number and its colour, four bits a channel.
Sources: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapters 2 and 3; Sebastiano Vigna, "The PCHG Chunk"
(1994).
""",
)

AGA = ScreenMode(
    name="amiga-aga-256",
    title="Commodore Amiga AGA, 256 colours of 16,777,216",
    width=320,
    height=256,
    palette=None,
    choice=Choice(256, (8, 8, 8)),
    notes="""\
Eight bitplanes and 256 colour registers of eight bits a channel: the Amiga 1200, 4000 and CD32.
"""
    + _SOURCES,
)

HAM8 = ScreenMode(
    name="amiga-aga-ham8",
    title="Commodore Amiga AGA, hold and modify: 64 colours of 16,777,216, and steps from each to the next",
    width=320,
    height=256,
    palette=None,
    choice=Choice(64, (8, 8, 8)),
    signal="ham8",
    notes="""\
Eight bitplanes make a code of two control bits and six data bits for each pixel: 00 shows one of 64 colour registers;
01, 10 and 11 hold the colour of the pixel to the left and set the upper six bits of its blue, red or green to the data;
the lower two stay what they were. (RECOIL sets them, too, and so shows up to 3 of 255 levels more or less.) Each line
begins with the colour of register 0. In the file the control bits are planes 7 and 8, as in HAM6 they are 5 and 6.
"""
    + _SOURCES,
)

MODES: tuple[ScreenMode, ...] = (LORES, EHB, HAM6, SLICED_HAM, COPPER, AGA, HAM8)
