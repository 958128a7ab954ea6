"""ZX Spectrum Next: Layer 2."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

LAYER_2 = ScreenMode(
    name="zx-next",
    title="ZX Spectrum Next, Layer 2: 256 colours of 512",
    width=256,
    height=192,
    palette=None,
    choice=Choice(256, (3, 3, 3)),
    notes="""\
A byte a pixel, line by line, in three banks of 16 K; each byte is the number of one of 256 palette registers, which
hold three bits a channel.

Memory: 49,152 bytes from the bank in register $12 on. Palette registers are written through registers $40 and $44 as
two bytes: RRRGGGBB, then the lowest bit of blue.
Source: SpecNext Wiki, "Layer 2" and "Palettes".
""",
)

MODES: tuple[ScreenMode, ...] = (LAYER_2,)
