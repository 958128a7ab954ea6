"""Sony PlayStation: textures with a palette, and its screen, where each pixel holds its colour."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

EIGHT_BITS = ScreenMode(
    name="playstation-8bpp",
    title="Sony PlayStation, 256 colours of 32,768",
    width=320,
    height=240,
    palette=None,
    choice=Choice(256, (5, 5, 5)),
    notes="""\
A texture of a byte a pixel: the number of one of the 256 words of a colour look-up table, SBBBBBGG GGGRRRRR, in memory
of 1,024 x 512 words. A word of 0 is not drawn at all: black has its bit S set.
Source: Martin Korth, "PlayStation Specifications": GPU Texture Caching, GPU Video Memory.
""",
)

FOUR_BITS = ScreenMode(
    name="playstation-4bpp",
    title="Sony PlayStation, 16 colours of 32,768",
    width=320,
    height=240,
    palette=None,
    choice=Choice(16, (5, 5, 5)),
    notes="""\
As 'playstation-8bpp', with half a byte a pixel, the left one in the lower half, and a table of 16 words.
Source: Martin Korth, "PlayStation Specifications": GPU Video Memory.
""",
)

FIFTEEN_BITS = ScreenMode(
    name="playstation-15bit",
    title="Sony PlayStation, 32,768 colours",
    width=320,
    height=240,
    palette="rgb-corners",
    signal="rgb555",
    notes="""\
The frame buffer, and textures without a table: each pixel is a word SBBBBBGG GGGRRRRR in memory of 1,024 x 512 words. A
texture's word of 0 is not drawn at all: black has its bit S set. The GPU shades with eight bits and drops three when it
writes, after adding one of sixteen numbers by the pixel's place: --dither playstation.
Source: Martin Korth, "PlayStation Specifications": GPU Video Memory, 24 bit RGB to 15 bit RGB Dithering.
""",
)

MODES: tuple[ScreenMode, ...] = (EIGHT_BITS, FOUR_BITS, FIFTEEN_BITS)
