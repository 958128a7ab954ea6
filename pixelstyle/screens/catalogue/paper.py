"""Thermal printers."""

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

MODES: tuple[ScreenMode, ...] = (THERMAL,)
