"""No machine at all: a palette without cells, and no rules whatever."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

FREE = ScreenMode(
    name="free",
    title="Any palette, any size, no cells",
    width=320,
    height=200,
    palette="c64-colodore",
    any_size=True,
    notes="""\
Every pixel may have any colour of the palette, as on a screen with a whole byte or nibble for each pixel. Choose the
palette with --palette (1 to 256 colours) and the size with --width and --height: for pixel art that is tied to no
machine.
""",
)

NONE = ScreenMode(
    name="none",
    title="24-bit colour, no rules",
    width=512,
    height=512,
    palette=None,
    any_size=True,
    notes="""\
Red, green and blue of 8 bits each for every pixel: what a present-day screen shows. Nothing is constrained, so that
this is the mode for plain style transfer, and the yardstick that tells how much of the result a machine's rules cost.
""",
)

MODES: tuple[ScreenMode, ...] = (FREE, NONE)
