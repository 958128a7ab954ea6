"""Electronic paper: the panels that are sold most."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

_RELATIVE = """
The palette has the colours as they were measured, relative to the panel's own white and black: a picture's white is the
paper, its black the ink, so that text stays crisp under any dither, and only what lies between is mixed.
"""

SEVEN = ScreenMode(
    name="epaper-7",
    title="Seven-colour electronic paper, 5.65 inch (ACeP)",
    width=600,
    height=448,
    palette="epaper-7",
    notes="""\
Each dot is one of seven pigment mixtures. The controller takes two dots a byte, left one in the high nibble: 0 black,
1 white, 2 green, 3 blue, 4 red, 5 yellow, 6 orange. 134,400 bytes, sent after command $10.
Source: Waveshare, "5.65inch e-Paper Module (F)" manual; E Ink Gallery Palette.
""",
)

ACEP = ScreenMode(
    name="epaper-acep",
    title="Seven-colour electronic paper, 7.3 inch (ACeP), measured colours",
    width=800,
    height=480,
    palette="epaper-acep",
    notes="""\
Each dot is one of seven pigment mixtures. The controller takes two dots a byte, left one in the high nibble: 0 black,
1 white, 2 green, 3 blue, 4 red, 5 yellow, 6 orange. 192,000 bytes, sent after command $10.
"""
    + _RELATIVE
    + 'Sources: Waveshare, "7.3inch e-Paper HAT (F)" manual and demo code; for the colours the palette\'s comments.\n',
)

SPECTRA_6 = ScreenMode(
    name="epaper-spectra6",
    title="Six-colour electronic paper, 7.3 inch (E Ink Spectra 6), measured colours",
    width=800,
    height=480,
    palette="epaper-spectra6",
    notes="""\
Each dot is one of six pigment mixtures. The controller takes two dots a byte, left one in the high nibble: 0 black, 1
white, 2 yellow, 3 red, 5 blue, 6 green (there is no 4). 192,000 bytes, sent after command $10.
"""
    + _RELATIVE
    + 'Sources: Waveshare, "7.3inch e-Paper HAT (E)" manual and demo code; for the colours the palette\'s comments.\n',
)

GREYS = ScreenMode(
    name="epaper-16",
    title="Electronic paper with 16 greys, 4.7 inch",
    width=960,
    height=540,
    palette="greys-16",
    notes="""\
Four bits a dot, 0 black to 15 white. The frame buffer has two dots a byte, the left one in the low nibble, 480 bytes a
line, 259,200 bytes.
Source: epdiy, "epd_draw_pixel" and the display ED047TC1 (LilyGO T5 4.7 inch).
""",
)

_THREE = """\
Two pictures of a bit a dot, the leftmost in bit 7, one after the other: the black one, in which 0 is ink, and the
{colour} one, in which 0 is {colour}; {bytes} bytes in all, for commands $10 and $13.
"""

RED = ScreenMode(
    name="epaper-bwr",
    title="Black, white and red electronic paper, 7.5 inch",
    width=800,
    height=480,
    palette="epaper-bwr",
    notes=_THREE.format(colour="red", bytes="96,000")
    + _RELATIVE
    + 'Sources: Waveshare, "7.5inch e-Paper HAT (B)" manual and demo code; for the colours the palette\'s comments.\n',
)

YELLOW = ScreenMode(
    name="epaper-bwy",
    title="Black, white and yellow electronic paper, 4.2 inch",
    width=400,
    height=300,
    palette="epaper-bwy",
    notes=_THREE.format(colour="yellow", bytes="30,000")
    + _RELATIVE
    + 'Sources: Waveshare, "4.2inch e-Paper Module (C)" manual and demo code; for the colours the palette\'s notes.\n',
)

MODES: tuple[ScreenMode, ...] = (SEVEN, ACEP, SPECTRA_6, GREYS, RED, YELLOW)
