"""Panic Playdate."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

PLAYDATE = ScreenMode(
    name="playdate",
    title="Panic Playdate: 400 x 240, black and white",
    width=400,
    height=240,
    palette="playdate",
    notes="""\
One bit a square dot on a reflective display without light of its own: 1 is white.

File: an image as the compiler pdc makes it, "Playdate IMG": flags (bit 31: packed with zlib), then width, height, bytes
a line and what is cut off of transparent edges, then the dots, leftmost in bit 7.
Sources: "playdate-reverse-engineering" (cranksters), formats/pdi.md; Panic, "Inside Playdate".
""",
)

MODES: tuple[ScreenMode, ...] = (PLAYDATE,)
