"""Floor 6: settings: typed options with their defaults, limits and help texts, and what may change while a run goes on.

This room loads no torch, so that lists, help texts and refusals are quick.
"""

from pixelstyle.settings.common import QUALITIES, SUBJECT, ConvertSettings, OptimiseSettings, QuantizeSettings, Settings
from pixelstyle.settings.control_file import ControlFile
from pixelstyle.settings.neural import DreamSettings, StylizeSettings, TextureSettings
from pixelstyle.settings.options import Options, kinds_of, option, split_file
from pixelstyle.settings.schedule import (
    Change,
    by_iteration,
    changed,
    live_names,
    parse_schedule,
    parse_value,
    scheduled_names,
)
from pixelstyle.settings.scheduled import ScheduledSettings
from pixelstyle.settings.tiles import TileSettings
from pixelstyle.settings.weights import parse_layers, parse_statistics, split_weight

__all__ = [
    "QUALITIES",
    "SUBJECT",
    "Change",
    "ControlFile",
    "ConvertSettings",
    "DreamSettings",
    "OptimiseSettings",
    "Options",
    "QuantizeSettings",
    "ScheduledSettings",
    "Settings",
    "StylizeSettings",
    "TextureSettings",
    "TileSettings",
    "by_iteration",
    "changed",
    "kinds_of",
    "live_names",
    "option",
    "parse_layers",
    "parse_schedule",
    "parse_statistics",
    "parse_value",
    "scheduled_names",
    "split_file",
    "split_weight",
]
