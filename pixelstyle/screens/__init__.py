"""Floor 5: what machines can show (modes), the nearest legal picture (solver), and whether a picture is legal
(checker)."""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.screens.catalogue import get_mode, is_mode_file, modes, modes_at_hand, shipped_modes
    from pixelstyle.screens.catalogue.makers import maker_of
    from pixelstyle.screens.cells import at_columns, cut_cells, lay_cells, pad_to_cells, spread
    from pixelstyle.screens.checking.check import check, check_rgb
    from pixelstyle.screens.checking.clash import Clash
    from pixelstyle.screens.checking.colours import check_gamut
    from pixelstyle.screens.checking.native_size import to_native
    from pixelstyle.screens.checking.overlay import mark_clashes
    from pixelstyle.screens.choosing.palette import Pinned, choose_palette
    from pixelstyle.screens.cp437 import cp437_codes
    from pixelstyle.screens.dither import DITHERS, Dither
    from pixelstyle.screens.glyphs import CP437, GLYPH_COUNT, GLYPH_SIDE, glyph_set
    from pixelstyle.screens.mode import Choice, ScreenMode, Slots, SubPalettes, Tiles
    from pixelstyle.screens.native import NativePicture, show
    from pixelstyle.screens.petscii import petscii_codes, petscii_numbers
    from pixelstyle.screens.recognising import DRAWN_IN
    from pixelstyle.screens.recognising.fitting_modes import modes_that_show
    from pixelstyle.screens.recognising.offset import in_words, legal_offset
    from pixelstyle.screens.recognising.recognise import Recognition, recognise
    from pixelstyle.screens.recognising.repair import Change, changes_between, repair
    from pixelstyle.screens.recognising.screenshot import in_own_colours, recognise_screen, screen_in_bits
    from pixelstyle.screens.recovering.mixed_characters import MixedCells, mixed_cells
    from pixelstyle.screens.recovering.nufli import nufli_layers
    from pixelstyle.screens.recovering.registers import with_registers
    from pixelstyle.screens.recovering.sprites_over import OverlaidBitmap, overlaid_bitmap
    from pixelstyle.screens.recovering.state import with_slots
    from pixelstyle.screens.restricting.colour_zero import (
        clear_entries,
        with_zero,
        without_clear,
        without_zero,
        zero_entry,
    )
    from pixelstyle.screens.restricting.forbidden_colours import forbid, parse_colours
    from pixelstyle.screens.restricting.locked_colours import has_shared, hold_shared, lock_shared, shared_of
    from pixelstyle.screens.restricting.smaller_screen import draft_mode
    from pixelstyle.screens.signals.ham import KINDS as HOLD_AND_MODIFY
    from pixelstyle.screens.signals.mixed_characters import dots_of as mixed_dots
    from pixelstyle.screens.signals.nufli import Layers as NufliLayers
    from pixelstyle.screens.signals.nufli import choices_of as nufli_choices
    from pixelstyle.screens.signals.nufli import written as nufli_written
    from pixelstyle.screens.signals.nufli import written_left as nufli_written_left
    from pixelstyle.screens.signals.sprites_over import areas as sprite_areas
    from pixelstyle.screens.signals.sprites_over import reached as sprites_reach
    from pixelstyle.screens.signals.yjk import codes_of_groups as codes_of_yjk
    from pixelstyle.screens.signals.yjk import every_level as levels_of_yjk
    from pixelstyle.screens.solving.bars import PRICE, Bars
    from pixelstyle.screens.solving.clusters import in_clusters
    from pixelstyle.screens.solving.costs import SOLVER_METRICS, distances, space_of
    from pixelstyle.screens.solving.fit import fit
    from pixelstyle.screens.solving.glyphs import quarters_light
    from pixelstyle.screens.solving.lone_pixels import without_lone_pixels
    from pixelstyle.screens.solving.pair_costs import MOST_COLOURS, area_costs, pair_costs
    from pixelstyle.screens.solving.regions import EDGE, ApartSolver, deal_subpalettes, owners, shares
    from pixelstyle.screens.solving.slots.bands import held_by_band
    from pixelstyle.screens.solving.solve import nearest, solve, within_tiles
    from pixelstyle.screens.solving.subpalettes.dithered import mixes_in_subpalettes
    from pixelstyle.screens.solving.tiles.clustering import MERGED
    from pixelstyle.screens.solving.tiles.clustering_dithered import merge_dithered
    from pixelstyle.screens.solving.tiles.groups import TileGroups

__all__ = [
    "CP437",
    "DITHERS",
    "DRAWN_IN",
    "EDGE",
    "GLYPH_COUNT",
    "GLYPH_SIDE",
    "HOLD_AND_MODIFY",
    "MERGED",
    "MOST_COLOURS",
    "PRICE",
    "SOLVER_METRICS",
    "ApartSolver",
    "Bars",
    "Change",
    "Choice",
    "Clash",
    "Dither",
    "MixedCells",
    "NativePicture",
    "NufliLayers",
    "OverlaidBitmap",
    "Pinned",
    "Recognition",
    "ScreenMode",
    "Slots",
    "SubPalettes",
    "TileGroups",
    "Tiles",
    "area_costs",
    "at_columns",
    "changes_between",
    "check",
    "check_gamut",
    "check_rgb",
    "choose_palette",
    "clear_entries",
    "codes_of_yjk",
    "cp437_codes",
    "cut_cells",
    "deal_subpalettes",
    "distances",
    "draft_mode",
    "fit",
    "forbid",
    "get_mode",
    "glyph_set",
    "has_shared",
    "held_by_band",
    "hold_shared",
    "in_clusters",
    "in_own_colours",
    "in_words",
    "is_mode_file",
    "lay_cells",
    "legal_offset",
    "levels_of_yjk",
    "lock_shared",
    "maker_of",
    "mark_clashes",
    "merge_dithered",
    "mixed_cells",
    "mixed_dots",
    "mixes_in_subpalettes",
    "modes",
    "modes_at_hand",
    "modes_that_show",
    "nearest",
    "nufli_choices",
    "nufli_layers",
    "nufli_written",
    "nufli_written_left",
    "overlaid_bitmap",
    "owners",
    "pad_to_cells",
    "pair_costs",
    "parse_colours",
    "petscii_codes",
    "petscii_numbers",
    "quarters_light",
    "recognise",
    "recognise_screen",
    "repair",
    "screen_in_bits",
    "shared_of",
    "shares",
    "shipped_modes",
    "show",
    "solve",
    "space_of",
    "spread",
    "sprite_areas",
    "sprites_reach",
    "to_native",
    "with_registers",
    "with_slots",
    "with_zero",
    "within_tiles",
    "without_clear",
    "without_lone_pixels",
    "without_zero",
    "zero_entry",
]

hand_on_late(__name__)
