"""Floor 4: palettes: what they are, reading and writing them, finding them in pictures, reducing pictures to them."""

from typing import TYPE_CHECKING

from pixelstyle.callable_room import answer_calls
from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.palettes.extract import METHODS as EXTRACTION_METHODS
    from pixelstyle.palettes.extract import colour_histogram, extract_palette
    from pixelstyle.palettes.gamut import GAMUT_MAPS, map_to_gamut
    from pixelstyle.palettes.levels import SHIFTED, full_levels
    from pixelstyle.palettes.library import (
        PALETTE_EXTENSIONS,
        PALETTE_FILES,
        Colours,
        encode_palette,
        get_palette,
        is_shipped,
        palettes_at_hand,
        read_palette,
        shipped_palettes,
        write_palette,
    )
    from pixelstyle.palettes.many import TOO_MANY
    from pixelstyle.palettes.palette import MAX_COLOURS, Palette
    from pixelstyle.palettes.plot import distribution_plot
    from pixelstyle.palettes.reduce import choose_from, nearest_colours, parse_bits, reduce_colours, to_bits
    from pixelstyle.palettes.shades import in_shades, spread_in_shades
    from pixelstyle.palettes.transfer import match_colours, spread_as, take_colours

__all__ = [
    "EXTRACTION_METHODS",
    "GAMUT_MAPS",
    "MAX_COLOURS",
    "PALETTE_EXTENSIONS",
    "PALETTE_FILES",
    "SHIFTED",
    "TOO_MANY",
    "Colours",
    "Palette",
    "choose_from",
    "colour_histogram",
    "distribution_plot",
    "encode_palette",
    "extract_palette",
    "full_levels",
    "get_palette",
    "in_shades",
    "is_shipped",
    "map_to_gamut",
    "match_colours",
    "nearest_colours",
    "palettes_at_hand",
    "parse_bits",
    "read_palette",
    "reduce_colours",
    "shipped_palettes",
    "spread_as",
    "spread_in_shades",
    "take_colours",
    "to_bits",
    "write_palette",
]

hand_on_late(__name__)
answer_calls(__name__, "shipped_palettes")
