"""SNK Neo Geo: the fix layer."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes

NEO_GEO_FIX = ScreenMode(
    name="neo-geo-fix",
    title="SNK Neo Geo, fix layer: 16 palettes of 15",
    width=320,
    height=224,
    palette=None,
    subpalettes=SubPalettes(16, 15, (8, 8), 1),
    choice=Choice(241, (5, 5, 5)),
    transparent_zero=True,
    notes="""\
The layer over all sprites: 40 x 28 tiles on the screen, 8 x 8 pixels of four bits each. 0 is transparent, 1 to 15 a
colour of the palette that the map's entry picks among 16; each colour is one of 32,768, not counting the bit that
darkens all three. 4,096 tiles, which cannot be mirrored.

Memory: tiles of 32 bytes: columns 4 and 5 from top to bottom, then 6 and 7, 0 and 1, 2 and 3, the left pixel of a pair
in the lower nibble; map at $7000 of video memory, words, column after column (32 a column, of which the file has the 28
that are shown, from the third on): palette bits 12..15, tile 0..11; palettes, words: dark bit 15, lowest bits of red,
green, blue 14, 13, 12, then four bits each. Words have the upper byte first.
Source: NeoGeo Development Wiki, "Fix layer", "Fix graphics format", "Colors".
""",
)

MODES: tuple[ScreenMode, ...] = (NEO_GEO_FIX,)
