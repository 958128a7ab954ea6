"""Floor 8: recipes: what a person asks for, assembled from the rooms below.

What each recipe does lies in the module of its name, which is imported when the registry is asked for the work: this
room itself needs no torch, so that lists and help texts are quick.
"""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.recipes.canvas import Canvas, nearest_entry
    from pixelstyle.recipes.framing import cut_out
    from pixelstyle.recipes.presets import get_preset, read_preset, shipped_presets, write_preset
    from pixelstyle.recipes.record import AgainRun, Record, again, read_record
    from pixelstyle.recipes.registry import CONVERT, RECIPES, Input, Recipe, find_recipe
    from pixelstyle.recipes.requests.given_pictures import Picture
    from pixelstyle.recipes.requests.looking_over import look_at
    from pixelstyle.recipes.requests.network_requests import check_network
    from pixelstyle.recipes.requests.painter_requests import check_painter, check_painter_named, painter_names
    from pixelstyle.recipes.requests.resuming import look_over_checkpoint
    from pixelstyle.recipes.requests.tiled import tile_counts, tile_options
    from pixelstyle.recipes.result import Result, check_output, check_outputs, check_scale
    from pixelstyle.recipes.run import (
        EARLY_STEPS,
        Changeable,
        Run,
        Watcher,
        as_bytes,
        best_of,
        drain,
        is_memory_full,
        never,
        once_more,
        result_of,
        steps_until,
        trouble_of,
    )
    from pixelstyle.recipes.runs.frames import expected_in, frame_run
    from pixelstyle.recipes.sharing.shared_tiles import convert_together
    from pixelstyle.recipes.sprites import ANCHORS, cut_sheets, grid_of, make_c64_sprites, make_sprites
    from pixelstyle.settings import ConvertSettings, OptimiseSettings, Options, Settings, StylizeSettings, option

__all__ = [
    "ANCHORS",
    "CONVERT",
    "EARLY_STEPS",
    "RECIPES",
    "AgainRun",
    "Canvas",
    "Changeable",
    "ConvertSettings",
    "Input",
    "OptimiseSettings",
    "Options",
    "Picture",
    "Recipe",
    "Record",
    "Result",
    "Run",
    "Settings",
    "StylizeSettings",
    "Watcher",
    "again",
    "as_bytes",
    "best_of",
    "check_network",
    "check_output",
    "check_outputs",
    "check_painter",
    "check_painter_named",
    "check_scale",
    "convert_together",
    "cut_out",
    "cut_sheets",
    "drain",
    "expected_in",
    "find_recipe",
    "frame_run",
    "get_preset",
    "grid_of",
    "is_memory_full",
    "look_at",
    "look_over_checkpoint",
    "make_c64_sprites",
    "make_sprites",
    "nearest_entry",
    "never",
    "once_more",
    "option",
    "painter_names",
    "read_preset",
    "read_record",
    "result_of",
    "shipped_presets",
    "steps_until",
    "tile_counts",
    "tile_options",
    "trouble_of",
    "write_preset",
]

hand_on_late(__name__)
