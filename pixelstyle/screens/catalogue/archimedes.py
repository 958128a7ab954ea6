"""Acorn Archimedes: the mode of VIDC with a byte a pixel."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

MODE_13 = ScreenMode(
    name="archimedes-mode13",
    title="Acorn Archimedes, mode 13: 256 fixed colours",
    width=320,
    height=256,
    palette="archimedes",
    notes="""\
A byte a pixel. VIDC has 16 registers of 12 bits for it: the byte's lower nibble picks one, and the upper nibble stands
in for the highest bit of blue, both upper bits of green and the highest of red. As RISC OS sets the registers up, bits
0 and 1 are the tint, the two lowest bits of all three channels, and each channel has two of its own above them: 64 hues
in four brightnesses.

A byte, from bit 7 down: blue 3, green 3, green 2, red 3, blue 2, red 2, tint 1, tint 0.
Memory: 81,920 bytes, line by line.
Sources: Acorn, "VIDC datasheet" (1986), "Colour palette"; "RISC OS 3 Programmer's Reference Manual" (1992), volume 1,
"VDU Drivers" and "Sprites".
""",
)

MODES: tuple[ScreenMode, ...] = (MODE_13,)
