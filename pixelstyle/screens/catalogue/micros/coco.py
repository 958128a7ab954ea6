"""Tandy's TRS-80 Color Computers, and the Dragon, whose screen is the same."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

_MEMORY = """
Memory: 32 bytes a line, 6,144 in all, from $0E00 on where Disk BASIC is (PMODE n,1), from $0600 on where it is not.
$FF22: $E0 for PMODE 3, $F0 for PMODE 4, and 8 more for the second set of colours; the SAM's V at $FFC0 to $FFC5: 6; its
F at $FFC6 to $FFD3: the address by 512.
Sources: Motorola, "MC6847 Video Display Generator" and "MC6883 Synchronous Address Multiplexer", data sheets; Tandy,
"Going Ahead with Extended Color BASIC" (1981), PMODE and SCREEN.
"""

PMODE_3 = ScreenMode(
    name="coco-pmode3",
    title="Tandy CoCo and Dragon, PMODE 3: green, yellow, blue, red",
    width=128,
    height=192,
    palette="coco-green",
    pixel=(2, 1),
    notes="""\
Two bits a pixel, four pixels a byte, the left one in the highest bits. PMODE 3,1: SCREEN 1,0. The border is green.
"""
    + _MEMORY,
)

PMODE_3_BUFF = ScreenMode(
    name="coco-pmode3-buff",
    title="Tandy CoCo and Dragon, PMODE 3: buff, cyan, magenta, orange",
    width=128,
    height=192,
    palette="coco-buff",
    pixel=(2, 1),
    notes="""\
As 'coco-pmode3' with the other set of colours: SCREEN 1,1. The border is buff.
"""
    + _MEMORY,
)

PMODE_4 = ScreenMode(
    name="coco-pmode4",
    title="Tandy CoCo and Dragon, PMODE 4: 256 dots in black and buff",
    width=256,
    height=192,
    palette="coco-mono",
    notes="""\
A bit a dot, the left one highest; 1 is buff. PMODE 4,1: SCREEN 1,1. On an NTSC television dots that stand alone are
coloured: 'coco-artifact'. On PAL (the Dragon) they are not.
"""
    + _MEMORY,
)

ARTIFACT = ScreenMode(
    name="coco-artifact",
    title="Tandy CoCo, PMODE 4 on an NTSC television: black, blue, orange, buff",
    width=128,
    height=192,
    palette="coco-artifact",
    pixel=(2, 1),
    notes="""\
PMODE 4 as most American games use it: dots are half as wide as a period of the colour signal, so that pairs 01 and 10
are seen as blue and orange. Which of them is which, differs each time a machine is switched on; games ask. Here pairs
are pixels, and what colours do where two of them meet is left to the television.
"""
    + _MEMORY,
)

COCO_3 = ScreenMode(
    name="coco3",
    title="Tandy CoCo 3, 320 x 200: 16 colours of 64",
    width=320,
    height=200,
    palette=None,
    choice=Choice(16, (2, 2, 2)),
    notes="""\
The GIME's 160 bytes a line: two pixels a byte, the left one in the higher half, each any of 16 palette registers.
Registers $FFB0 to $FFBF hold 00RGBRGB, the upper bits of the three channels first (on an RGB monitor).

Memory: 32,000 bytes in any of its banks; $FF99: $3E for 320 x 200 of 16 colours.
Source: Tandy, "Color Computer 3 Service Manual" (1986), ACVC: video resolution and palette registers.
""",
)

MODES: tuple[ScreenMode, ...] = (PMODE_3, PMODE_3_BUFF, PMODE_4, ARTIFACT, COCO_3)
