"""Floor 4: settings: typed options with their defaults, limits and help texts, and what may change while a run goes on.

This room loads no torch, so that lists, help texts and refusals are quick.
"""

from pixelstyle.settings.common import ConvertSettings, OptimiseSettings, QuantizeSettings, Settings
from pixelstyle.settings.control_file import ControlFile
from pixelstyle.settings.neural import DreamSettings, StylizeSettings, TextureSettings
from pixelstyle.settings.options import Options, kinds_of, option, split_file
from pixelstyle.settings.schedule import live_names, parse_value

__all__ = [
    "ControlFile",
    "ConvertSettings",
    "DreamSettings",
    "OptimiseSettings",
    "Options",
    "QuantizeSettings",
    "Settings",
    "StylizeSettings",
    "TextureSettings",
    "kinds_of",
    "live_names",
    "option",
    "parse_value",
    "split_file",
]
