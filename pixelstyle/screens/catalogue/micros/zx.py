"""Sinclair ZX Spectrum."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, Slots

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

TIMEX = ScreenMode(
    name="timex-hicolour",
    title="Timex TC 2048 / TS 2068, hi-colour",
    width=256,
    height=192,
    palette="zx-spectrum",
    slots=(Slots(2, (8, 1), name="attribute"),),
    groups=(tuple(range(8)), tuple(range(8, 16))),
    notes="""\
The Timex video chip (SCLD) in extended colour mode: as on the ZX Spectrum, but with an attribute byte for each byte
of the bitmap, so that a cell is 8 x 1 dots: two colours, both dark or both bright.

Memory:
    $4000  bitmap, 6,144 bytes, lines in the Spectrum's order
    $6000  attributes, 6,144 bytes in the order of the bitmap: FLASH << 7 | BRIGHT << 6 | PAPER << 3 | INK
    port $FF = 2 turns the mode on

Source: Timex Sinclair 2068 Technical Manual (1986), section 2.1.
""",
)

ULAPLUS = ScreenMode(
    name="ulaplus",
    title="ZX Spectrum with ULAplus",
    width=256,
    height=192,
    palette="ulaplus",
    slots=(
        Slots(1, (8, 8), choices=tuple(row * 16 + k for row in range(4) for k in range(8)), name="ink"),
        Slots(1, (8, 8), choices=tuple(row * 16 + 8 + k for row in range(4) for k in range(8)), name="paper"),
    ),
    groups=tuple(tuple(range(row * 16, row * 16 + 16)) for row in range(4)),
    choice=Choice(64),
    notes="""\
ULAplus replaces the fixed colours of the Spectrum by 64 registers, each any of 256 colours. FLASH and BRIGHT of an
attribute pick one of four groups of 16 registers; INK points into the first eight of the group, PAPER into the last
eight. A cell of 8 x 8 dots shows one ink and one paper of one group.

Memory: as on the ZX Spectrum; registers 0 to 63 are written through ports $BF3B (number) and $FF3B (GGGRRRBB).
Source: Andrew Owen, "ULAplus specification", version 1.1 (2011).
""",
)

MODES: tuple[ScreenMode, ...] = (SPECTRUM, TIMEX, ULAPLUS)
