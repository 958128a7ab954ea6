"""Atari ST: the Shifter's three resolutions."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

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


def _spans() -> tuple[tuple[int, int], ...]:
    """From which pixel to which each of a line's 48 palette entries is shown: entry c of the second sixteen from x1 on
    for 160 pixels, that of the first before, that of the third after; x1 is 10 c + 1 for even c, 10 c - 5 for odd."""
    begins = [10 * c - 5 if c & 1 else 10 * c + 1 for c in range(16)]
    cuts = [[0] * 16, begins, [begin + 160 for begin in begins], [320] * 16]
    return tuple(span for n in range(3) for span in zip(cuts[n], cuts[n + 1], strict=True))


_BY_LINE = """\
The screen of low resolution, whose 16 registers the processor writes twice within each line and once beside it: 48
palette entries a line, in three sixteens. A write takes four cycles and a MOVEM of sixteen goes on at its own pace, so
that register c changes at pixels x1 and x1 + 160, where x1 is 10 c + 1 for even c and 10 c - 5 for odd. A pixel shows
one of 16. The first of the 200 lines is black: the program needs it to find the beam. Register 0 is the border's
colour, too. Over the picture 256 different colours are used here.

The file has the 32,000 bytes of screen memory, then 48 words for each line from the second on; bit 15 of a group of 16
pixels' first word is the leftmost's, as in low resolution.
Sources: Boris Tsikanovsky, "Spectrum 512" (Trio Engineering and Antic Software, 1987), as in David Baggett's list "ST
Picture Formats" (1991), which has the rule for x1 from Steve Belczyk.
"""

SPECTRUM_512 = ScreenMode(
    name="atari-st-spectrum512",
    title="Atari ST, Spectrum 512: 48 colours of 512 in each line",
    width=320,
    height=199,
    palette=None,
    slots=(Slots(48, (320, 1), name="palette entry", spans=_spans()),),
    choice=Choice(256, (3, 3, 3)),
    notes=_BY_LINE,
)

SPECTRUM_4096 = ScreenMode(
    name="atari-ste-spectrum512",
    title="Atari STE, Spectrum 512: 48 colours of 4,096 in each line",
    width=320,
    height=199,
    palette=None,
    slots=(Slots(48, (320, 1), name="palette entry", spans=_spans()),),
    choice=Choice(256, (4, 4, 4)),
    notes=_BY_LINE + "The STE has a fourth bit a channel, of least weight, which stands above the other three.\n",
)

MODES: tuple[ScreenMode, ...] = (LOW, MEDIUM, HIGH, SPECTRUM_512, SPECTRUM_4096)
