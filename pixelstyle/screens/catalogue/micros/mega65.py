"""MEGA65, whose VIC-IV shows characters with a byte for each pixel."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

FULL_COLOUR = ScreenMode(
    name="mega65",
    title="MEGA65, full-colour mode: 255 colours of 16.7 million",
    width=320,
    height=200,
    palette=None,
    aspect=0.936,
    choice=Choice(255, (8, 8, 8)),
    notes="""\
40 x 25 characters of 8 x 8 pixels, a byte a pixel, each character with a number of 16 bits, so that no two places need
to share one. Byte 255 shows the character's own colour, from colour RAM, so that pictures do without it; byte 0 the
background's, which programs set to colour 0.

Palette registers hold eight bits of green and of blue and seven of red, whose lowest bit means something else: 8.4
million colours are seen, in files there are 16.7 million.
Memory: character n at 64 n, its pixels line by line.
Source: "MEGA65 Book" (2023), appendix on the VIC-IV, "Full-Colour (256 colours per character) Text Mode", "Palettes".
""",
)

MODES: tuple[ScreenMode, ...] = (FULL_COLOUR,)
