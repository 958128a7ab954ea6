"""Terminals: pictures of Unicode's block characters in the 240 colours that are the same everywhere."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

_USABLE = tuple(range(16, 256))
_COLOURS = """
Colours are xterm's 256, set by the sequences ESC [ 38;5;N m (foreground) and 48;5;N (background); 0 to 15 are left
alone, since every terminal shows them in another way.

The file is UTF-8 text for cat, in a window of 120 x 40 characters that are twice as high as wide; each line ends with
ESC [ 0 m.
Sources: xterm, "XTerm Control Sequences", Functions using CSI, SGR; ECMA-48, 8.3.117; The Unicode Standard, {chart}.
"""

HALF_BLOCKS = ScreenMode(
    name="terminal-half-blocks",
    title="Terminal, half blocks: 120 x 80 pixels of 240 colours in 120 x 40 characters",
    width=120,
    height=80,
    palette="xterm-256",
    usable=_USABLE,
    notes="""\
Each character is an upper half block (U+2580): two square pixels, the upper one in the foreground's colour, the lower
one in the background's, so that every pixel may have any colour.
"""
    + _COLOURS.format(chart="2580"),
)

QUADRANTS = ScreenMode(
    name="terminal-quadrants",
    title="Terminal, quadrants: 240 x 80 pixels, two of 240 colours in each 2 x 2",
    width=240,
    height=80,
    palette="xterm-256",
    pixel=(1, 2),
    slots=(Slots(2, (2, 2), name="character"),),
    usable=_USABLE,
    notes="""\
120 x 40 characters, each of four quarters (U+2596 to U+259F and the half blocks) in two colours.
"""
    + _COLOURS.format(chart="2580"),
)

SEXTANTS = ScreenMode(
    name="terminal-sextants",
    title="Terminal, sextants: 240 x 120 pixels, two of 240 colours in each 2 x 3",
    width=240,
    height=120,
    palette="xterm-256",
    pixel=(2, 3),
    aspect=9 / 8,
    slots=(Slots(2, (2, 3), name="character"),),
    usable=_USABLE,
    notes="""\
120 x 40 characters, each of six parts (U+1FB00 to U+1FB3B, of Unicode 13) in two colours.
"""
    + _COLOURS.format(chart="2580 and 1FB00"),
)

BRAILLE = ScreenMode(
    name="terminal-braille",
    title="Terminal, Braille dots: 240 x 160, one of 240 colours in each 2 x 4 on black",
    width=240,
    height=160,
    palette="xterm-256",
    slots=(Slots(1, name="background"), Slots(1, (2, 4), name="character")),
    usable=_USABLE,
    fixed={"background": 16},
    notes="""\
120 x 40 characters, each of eight dots (U+2800 to U+28FF) in one colour on black.
"""
    + _COLOURS.format(chart="2800"),
)

MODES: tuple[ScreenMode, ...] = (HALF_BLOCKS, QUADRANTS, SEXTANTS, BRAILLE)
