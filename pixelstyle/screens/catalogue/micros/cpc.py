"""Amstrad CPC: three bitmaps without cells, inks chosen from 27 colours, and from 4,096 on the Plus machines."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

_MEMORY = """
Memory, 16 K at $C000: line y starts at ((y & 7) << 11) + (y >> 3) * 80, 80 bytes long; 48 bytes after each 2,000 are
unused. The gate array takes each ink's colour as a hardware number ($40 to $5F); palettes here are in the firmware's
order of brightness, 9 x green + 3 x red + blue, each 0 to 2.

Sources: Amstrad, "CPC 464 Concise Firmware Specification" (Soft 968, 1984); Amstrad 40010 gate array data; OCP Art
Studio's files.
"""

MODE_0 = ScreenMode(
    name="cpc-mode0",
    title="Amstrad CPC, mode 0: 16 colours of 27",
    width=160,
    height=200,
    palette="cpc",
    pixel=(2, 1),
    choice=Choice(16),
    notes="""\
Two wide pixels a byte, each with any of 16 inks. The bits of a byte from 7 to 0 belong to the pixels a (left) and b
like this, the number being that of the ink's bit: a0 b0 a2 b2 a1 b1 a3 b3.
"""
    + _MEMORY,
)

MODE_1 = ScreenMode(
    name="cpc-mode1",
    title="Amstrad CPC, mode 1: 4 colours of 27",
    width=320,
    height=200,
    palette="cpc",
    choice=Choice(4),
    notes="""\
Four pixels a byte, each with any of four inks: bits 7 to 4 are bit 0 of the four pixels' inks, bits 3 to 0 their bit
1.
"""
    + _MEMORY,
)

MODE_2 = ScreenMode(
    name="cpc-mode2",
    title="Amstrad CPC, mode 2: 2 colours of 27",
    width=640,
    height=200,
    palette="cpc",
    pixel=(1, 2),
    choice=Choice(2),
    notes="""\
Eight narrow pixels a byte, leftmost in bit 7, each with one of two inks. Shown with every line doubled.
"""
    + _MEMORY,
)

_SPLITS = """\
A program that keeps step with the beam writes two inks between two lines: a line takes 64 microseconds, of which the
picture is 40; of the 24 beside it the two take 16, for the gate array is told a pen and then its ink, 4 microseconds
each.
"""

MODE_0_SPLITS = replace(
    MODE_0,
    name="cpc-mode0-splits",
    title="Amstrad CPC, mode 0 with split inks: 16 colours of 27, two of them new in each line",
    choice=None,
    slots=(Slots(16, (160, 1), name="ink", writes=2),),
    notes=_SPLITS + MODE_0.notes,
)

MODE_1_SPLITS = replace(
    MODE_1,
    name="cpc-mode1-splits",
    title="Amstrad CPC, mode 1 with split inks: 4 colours of 27, two of them new in each line",
    choice=None,
    slots=(Slots(4, (320, 1), name="ink", writes=2),),
    notes=_SPLITS + MODE_1.notes,
)

_PLUS = """\
The GX4000, 464 Plus and 6128 Plus: their ASIC has four bits a channel for each ink, in two bytes from $6400 on, red and
blue in the first one's halves, green in the second's lower half. It is unlocked by 17 bytes sent to the CRTC, and its
registers are seen at $4000 to $7FFF while a write to the gate array says so.

Screen memory is the CPC's, 16 K at $C000: line y starts at ((y & 7) << 11) + (y >> 3) * 80, and pixels lie in a byte as
they do there.

Sources: Amstrad, "Arnold V Specification, Issue 1.5" (1990); CPCWiki, "Arnold V Specs Revised".
"""


def _on_plus(mode: ScreenMode, colours: int) -> ScreenMode:
    """The same mode with so many of 4,096 colours."""
    number = mode.name[-1]
    title = f"Amstrad CPC Plus and GX4000, mode {number}: {colours} colours of 4,096"
    choice = Choice(colours, (4, 4, 4))
    return replace(mode, name=f"cpc-plus-mode{number}", title=title, palette=None, choice=choice, notes=_PLUS)


MODE_0_PLUS, MODE_1_PLUS, MODE_2_PLUS = _on_plus(MODE_0, 16), _on_plus(MODE_1, 4), _on_plus(MODE_2, 2)

_PLUS_SPLITS = """\
A program that keeps step with the beam writes four inks between two lines: of a line's 64 microseconds the picture is
40; of the 24 beside it the four take 23, for an ink is two bytes of memory, stored out of HL in 5 and out of DE, BC and
IX in 6 each, and loaded while the line above is drawn. Over the picture 256 different colours are used here.

"""


def _split(mode: ScreenMode, colours: int, writes: int | None) -> ScreenMode:
    """The same with four inks new in each line."""
    title, new = mode.title.partition(":")[0], "all" if writes is None else "four"
    return replace(
        mode,
        name=f"{mode.name}-splits",
        title=f"{title} with split inks: {colours} colours of 4,096, {new} of them new in each line",
        choice=Choice(256, (4, 4, 4)),
        slots=(Slots(colours, (mode.width, 1), name="ink", writes=writes),),
        notes=_PLUS_SPLITS + mode.notes,
    )


MODE_0_PLUS_SPLITS, MODE_1_PLUS_SPLITS = _split(MODE_0_PLUS, 16, 4), _split(MODE_1_PLUS, 4, None)

MODES: tuple[ScreenMode, ...] = (
    *(MODE_0, MODE_1, MODE_2),
    *(MODE_0_SPLITS, MODE_1_SPLITS),
    *(MODE_0_PLUS, MODE_1_PLUS, MODE_2_PLUS),
    *(MODE_0_PLUS_SPLITS, MODE_1_PLUS_SPLITS),
)
