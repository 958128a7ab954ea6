"""IBM PC: CGA, EGA and VGA."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

_CGA_SOURCE = """
Memory, 16 K at B8000: four pixels a byte, leftmost in bits 7 and 6, 80 bytes a line; even lines first, odd ones from
2000 (hex) on.
Sources: IBM, "Personal Computer Technical Reference" (1983), Color/Graphics Monitor Adapter; ZSoft, "PCX Technical
Reference" (1991).
"""
_PCX_SOURCE = (
    'Source: IBM, "Enhanced Graphics Adapter" (1984), "PS/2 Video Subsystem" (1987); ZSoft, PCX reference (1991).\n'
)


def _cga(suffix: str, colours: str) -> ScreenMode:
    return ScreenMode(
        name=f"cga-{suffix}",
        title=f"IBM CGA, 320 x 200: {colours}",
        width=320,
        height=200,
        palette=f"cga-{suffix}",
        aspect=5 / 6,
        notes=f"""\
Four colours: the first may be any of the 16 (here black), the others are {colours.removeprefix("black, ")}; which
three is up to two bits of the colour select register 3D9: the palette and its intensity.
"""
        + _CGA_SOURCE,
    )


CGA = tuple(
    _cga(suffix, colours)
    for suffix, colours in (
        ("1-high", "black, light cyan, light magenta, white"),
        ("1", "black, cyan, magenta, light grey"),
        ("0-high", "black, light green, light red, yellow"),
        ("0", "black, green, red, brown"),
        ("5-high", "black, light cyan, light red, white"),
        ("5", "black, cyan, red, light grey"),
    )
)

CGA_TEXT = ScreenMode(
    name="cga-160x100",
    title="IBM CGA, 160 x 100 in 16 colours (tweaked text mode)",
    width=160,
    height=100,
    palette="cga",
    pixel=(4, 2),
    aspect=5 / 6,
    notes="""\
The 80-column text screen with characters cut to two lines by the 6845: each shows character DE (hex), the right half
block, so that its attribute's background is the left pixel and its foreground the right one. 16,000 bytes of
character and attribute.
Source: Motorola MC6845 data sheet; IBM, "Personal Computer Technical Reference" (1983).
""",
)

CGA_COMPOSITE = ScreenMode(
    name="cga-composite",
    title="IBM CGA, 160 x 200 in 16 colours of a composite monitor",
    width=160,
    height=200,
    palette="cga-composite",
    pixel=(2, 1),
    aspect=5 / 6,
    notes="""\
The 640 x 200 dots of mode 6 with the colour burst on (3D8 = 1A hex). A dot lasts a quarter of a period of NTSC's
colour carrier, so that four dots are one pixel: how many of them are lit is its brightness, which of them its hue.
Patterns 5 and 10 are the same grey. The colours are those of the first card, of 1981; the later one and other monitors
differ. Where two colours meet, the set mixes them over a dot or two: that is not shown here.

Memory, 16 K at B8000: eight dots, two pixels a byte, leftmost in bits 7 to 4, 80 bytes a line; even lines first, odd
ones from 2000 (hex) on.
Sources: IBM, "Personal Computer Technical Reference" (1983), Color/Graphics Monitor Adapter; colours as in PC-BASIC 2,
after "IBM CGA Model Differences" (nerdlypleasures.blogspot.com, 2013).
""",
)

EGA = ScreenMode(
    name="ega-320x200",
    title="IBM EGA, 320 x 200, the 16 colours of the RGBI monitor",
    width=320,
    height=200,
    palette="cga",
    aspect=5 / 6,
    notes="Mode 0D (hex): four bitplanes of 8,000 bytes at A000. At 200 lines the monitor shows the CGA's 16 colours.\n"
    + _PCX_SOURCE,
)

EGA_350 = ScreenMode(
    name="ega-640x350",
    title="IBM EGA, 640 x 350, 16 colours of 64",
    width=640,
    height=350,
    palette="ega64",
    aspect=35 / 48,
    choice=Choice(16),
    notes="Mode 10 (hex): four bitplanes of 28,000 bytes; each of 16 attribute registers holds two bits a channel.\n"
    + _PCX_SOURCE,
)

VGA = ScreenMode(
    name="vga-256",
    title="IBM VGA, mode 13h: 256 colours of 262,144",
    width=320,
    height=200,
    palette=None,
    aspect=5 / 6,
    choice=Choice(256, (6, 6, 6)),
    notes="Mode 13 (hex): 64,000 bytes at A000, one a pixel; each of 256 DAC registers holds six bits a channel.\n"
    + _PCX_SOURCE,
)

MODES: tuple[ScreenMode, ...] = (*CGA, CGA_TEXT, CGA_COMPOSITE, EGA, EGA_350, VGA)
