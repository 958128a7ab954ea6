"""Atari ST: the Shifter's three resolutions."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

_SOURCES = """
Memory, 32,000 bytes: groups of 16 pixels as one word (big-endian, leftmost in bit 15) for each bitplane, plane 0
first. Each palette word holds three bits a channel: 0RRR 0GGG 0BBB in its lower twelve bits.

Sources: Atari, "Engineering Hardware Specification of the Atari ST Computer System" (1986); Tom Hudson's DEGAS
format.
"""

LOW = ScreenMode(
    name="atari-st-low",
    title="Atari ST, low resolution: 16 colours of 512",
    width=320,
    height=200,
    palette=None,
    choice=Choice(16, (3, 3, 3)),
    notes="Four bitplanes, every pixel any of 16 colours, each chosen from 512.\n" + _SOURCES,
)

MEDIUM = ScreenMode(
    name="atari-st-medium",
    title="Atari ST, medium resolution: 4 colours of 512",
    width=640,
    height=200,
    palette=None,
    pixel=(1, 2),
    choice=Choice(4, (3, 3, 3)),
    notes="Two bitplanes of narrow pixels, every pixel any of four colours, each chosen from 512. Lines are doubled.\n"
    + _SOURCES,
)

HIGH = ScreenMode(
    name="atari-st-high",
    title="Atari ST, high resolution: black and white",
    width=640,
    height=400,
    palette="mac",
    notes="One bitplane on the monochrome monitor SM124: 0 is white, 1 is black.\n" + _SOURCES,
)

MODES: tuple[ScreenMode, ...] = (LOW, MEDIUM, HIGH)
