"""Floor 6: settings: typed options with their defaults, limits and help texts, and what may change while a run goes on.

This room loads no torch, so that lists, help texts and refusals are quick.
"""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.settings.common import (
        QUALITIES,
        SUBJECT,
        ConvertSettings,
        OptimiseSettings,
        QuantizeSettings,
        Settings,
    )
    from pixelstyle.settings.control_file import ControlFile
    from pixelstyle.settings.devices import check_device, device_refusal
    from pixelstyle.settings.display import parse_blur
    from pixelstyle.settings.identity import difference
    from pixelstyle.settings.keywords import (
        ConvertKeywords,
        DreamKeywords,
        QuantizeKeywords,
        StylizeKeywords,
        TextureKeywords,
    )
    from pixelstyle.settings.layers import parse_channels, parse_numbers, parse_stimulated
    from pixelstyle.settings.neural import DreamSettings, StylizeSettings
    from pixelstyle.settings.options import Options, kinds_of, option, split_file
    from pixelstyle.settings.pictures import parse_region, parse_weighted
    from pixelstyle.settings.schedule import (
        Change,
        by_iteration,
        changed,
        live_names,
        parse_schedule,
        parse_value,
        scheduled_names,
        stages,
    )
    from pixelstyle.settings.scheduled import ScheduledSettings
    from pixelstyle.settings.texture import TextureSettings
    from pixelstyle.settings.tiles import TileSettings
    from pixelstyle.settings.training import TrainSettings
    from pixelstyle.settings.weights import parse_layers, parse_statistics, parse_terms, split_weight

__all__ = [
    "QUALITIES",
    "SUBJECT",
    "Change",
    "ControlFile",
    "ConvertKeywords",
    "ConvertSettings",
    "DreamKeywords",
    "DreamSettings",
    "OptimiseSettings",
    "Options",
    "QuantizeKeywords",
    "QuantizeSettings",
    "ScheduledSettings",
    "Settings",
    "StylizeKeywords",
    "StylizeSettings",
    "TextureKeywords",
    "TextureSettings",
    "TileSettings",
    "TrainSettings",
    "by_iteration",
    "changed",
    "check_device",
    "device_refusal",
    "difference",
    "kinds_of",
    "live_names",
    "option",
    "parse_blur",
    "parse_channels",
    "parse_layers",
    "parse_numbers",
    "parse_region",
    "parse_schedule",
    "parse_statistics",
    "parse_stimulated",
    "parse_terms",
    "parse_value",
    "parse_weighted",
    "scheduled_names",
    "split_file",
    "split_weight",
    "stages",
]

hand_on_late(__name__)
