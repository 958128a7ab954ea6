"""Sinclair ZX Spectrum."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

SPECTRUM = ScreenMode(
    name="zx-spectrum",
    title="Sinclair ZX Spectrum",
    width=256,
    height=192,
    palette="zx-spectrum",
    slots=(Slots(2, (8, 8), name="attribute"),),
    groups=(tuple(range(8)), tuple(range(8, 16))),
    notes="""\
The ULA reads a bitmap byte and an attribute byte for every eight dots. A set bit shows the attribute's INK, a clear
one its PAPER; both are three bits (1 = blue, 2 = red, 4 = green) and share one BRIGHT bit, which raises the level of
all the guns that are on. So each 8 x 8 cell shows two colours, both of the dark eight or both of the bright eight;
black is in both, as 0 and as 8. The FLASH bit swaps INK and PAPER every 16 frames; still pictures keep it 0.

Memory:
    $4000  bitmap, 6,144 bytes   line y starts at ((y & $C0) << 5) | ((y & 7) << 8) | ((y & $38) << 2), bit 7
           leftmost: the
                                 order lets a program step down one dot line of a character by one increment of a
                                 register
    $5800  attributes, 768 bytes, row by row: FLASH << 7 | BRIGHT << 6 | PAPER << 3 | INK
    the border's colour is bits 0 to 2 of port $FE

Sources: Steven Vickers, "ZX Spectrum BASIC Programming" (1982), chapters 16 and 24; Chris Smith, "The ZX Spectrum
ULA" (2010).
""",
)

MODES: tuple[ScreenMode, ...] = (SPECTRUM,)
