"""Commodore Amiga with the original chips (OCS, ECS): low resolution, PAL."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

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

MODES: tuple[ScreenMode, ...] = (LORES, EHB, HAM6)
