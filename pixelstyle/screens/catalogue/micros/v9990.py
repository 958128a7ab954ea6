"""The V9990 of the GFX9000, a video processor that an MSX takes in beside its own."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

_SOURCE = """
Source: Yamaha, "V9990 E-VDP-III Application Manual" (1992), "Bit map mode", "Color palette".
"""

B1 = ScreenMode(
    name="gfx9000-b1",
    title="MSX, GFX9000 in mode B1: 32,768 colours",
    width=256,
    height=212,
    palette="rgb-corners",
    aspect=8 / 7,
    signal="rgb555",
    notes="""\
A word a dot, lower byte first: YGGGGGRR RRRBBBBB; bit Y lets another picture through and is 0. 108,544 bytes of the
V9990's 512 KB, 512 a line. The computer reaches it through ports $60 (memory), $63 (a register) and $64 (which one).
"""
    + _SOURCE,
)
B1_64 = ScreenMode(
    name="gfx9000-b1-64",
    title="MSX, GFX9000 in mode B1: 64 colours of 32,768",
    width=256,
    height=212,
    palette=None,
    aspect=8 / 7,
    choice=Choice(64, (5, 5, 5)),
    notes="""\
A byte a dot, its lower six bits the number of a palette's colour (BP6): 54,272 bytes. The palette takes red, green and
blue of each colour in turn, five bits a byte, through port $61.
"""
    + _SOURCE,
)

MODES: tuple[ScreenMode, ...] = (B1, B1_64)
