"""Home computers of which one mode each is here: Thomson, Oric, SAM Coupe, Macintosh."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

THOMSON = ScreenMode(
    name="thomson-mo5",
    title="Thomson MO5, TO7/70",
    width=320,
    height=200,
    palette="thomson",
    slots=(Slots(2, (8, 1), name="colour"),),
    notes="""\
Each byte of eight dots has a byte of its own with two of the 16 fixed colours: a cell of 8 x 1 dots.

Memory: two banks of 8,000 bytes, both seen at $0000 in turn (bit 0 of $A7C0): the shapes, leftmost dot in bit 7, and
the colours, that of the 1 bits in the high nibble, 40 bytes a line.
Source: Thomson, "Manuel technique du MO5" (1984).
""",
)

ORIC = ScreenMode(
    name="oric-hires",
    title="Tangerine Oric-1 and Atmos, HIRES",
    width=240,
    height=200,
    palette="oric",
    signal="oric",
    notes="""\
40 bytes a line, six dots each. A byte with bit 6 set shows its six lower bits, leftmost in bit 5, in the current ink
on the current paper; one without sets an attribute from there on and shows as plain paper: 0 to 7 the ink, 16 to 23
the paper. Bit 7 inverts the colours of that byte. Each line starts with white ink on black paper. So a change of
colour costs six dots.

Memory: $A000, 8,000 bytes.
Source: Ian Adamson, "The Definitive Oric Reference Manual" (1984); Oric Atmos Manual (1984), chapter 4.
""",
)

SAM_COUPE = ScreenMode(
    name="sam-coupe",
    title="MGT SAM Coupe, mode 4: 16 colours of 128",
    width=256,
    height=192,
    palette="sam-coupe",
    choice=Choice(16),
    notes="""\
Two pixels a byte, left one in the high nibble, 128 bytes a line. Each of 16 registers shows one of 128 colours.

Memory: 24,576 bytes; the file adds the palette, 16 bytes and four for other modes, twice (the second for flashing),
and the list of palette changes by line, here empty: $FF.
Source: MGT, "SAM Coupe Technical Manual" (1990).
""",
)

MACINTOSH = ScreenMode(
    name="macpaint",
    title="Apple Macintosh, a MacPaint page",
    width=576,
    height=720,
    palette="mac",
    notes="""\
One bit a square dot, 1 is black, leftmost in bit 7; the Macintosh's screen shows 512 x 342 dots of MacPaint's page of
576 x 720.

File: 512 bytes of header (version and 38 patterns), then 720 lines of 72 bytes, each packed with PackBits.
Source: Apple, "Macintosh Technical Note 86: MacPaint Document Format" (1985).
""",
)

MODES: tuple[ScreenMode, ...] = (THOMSON, ORIC, SAM_COUPE, MACINTOSH)
