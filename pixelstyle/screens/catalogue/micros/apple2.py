"""Apple II: high and double high resolution, whose colours are made by the television."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

_MEMORY = """
Memory: line y starts at (y & 7) << 10 | (y & $38) << 4 | (y >> 6) * 40, 40 bytes long; the leftmost dot is in bit 0.
Sources: Apple II Reference Manual (1979), chapter 1; Jim Sather, "Understanding the Apple IIe" (1985), chapter 8.
"""

HGR = ScreenMode(
    name="apple2-hgr",
    title="Apple II, high resolution",
    width=280,
    height=192,
    palette="apple2-hgr",
    signal="hgr",
    notes="""\
Seven dots a byte. There are no colours in memory: a dot in an even column is violet, in an odd one green, since two
columns pass in one period of the television's colour subcarrier; with the byte's high bit set, all seven dots come
half a dot later, which makes them blue and orange. Two dots side by side are white, two gaps black.
"""
    + _MEMORY,
)

DHGR = ScreenMode(
    name="apple2-dhgr",
    title="Apple IIe, double high resolution",
    width=560,
    height=192,
    palette="apple2-dhgr-tohgr",
    pixel=(1, 2),
    signal="dhgr",
    notes="""\
560 dots a line at four dots a period of the colour subcarrier: the pattern of the last four dots is one of 16
colours. Each line takes 40 bytes from auxiliary memory (the first seven of each 14 dots) and 40 from main memory,
interleaved; the high bits do nothing.
"""
    + _MEMORY,
)

MODES: tuple[ScreenMode, ...] = (HGR, DHGR)
