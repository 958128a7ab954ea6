"""Pictures that need no power: thermal printers and electronic paper."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

THERMAL = ScreenMode(
    name="thermal-printer",
    title="Thermal printer, 58 mm paper: 384 dots across",
    width=384,
    height=512,
    palette="thermal",
    any_size=True,
    notes="""\
A row of 384 heating elements, 8 to the millimetre; the paper feeds as long as the picture is. The file is a stream of
ESC/POS commands to be sent to the printer as it is: ESC @ (reset), GS v 0 (a raster: width in bytes, height in lines,
a bit a dot, 1 burnt), feed.
Source: Epson, "ESC/POS Command Reference", command GS v 0.
""",
)

EPAPER = ScreenMode(
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

MODES: tuple[ScreenMode, ...] = (THERMAL, EPAPER)
