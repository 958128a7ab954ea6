"""Floor 6: recipes: what a person asks for, assembled from the rooms below."""

from pixelstyle.recipes.convert import ConvertSettings, convert, prepare_convert
from pixelstyle.recipes.result import TEXT_KEY, Result, check_outputs
from pixelstyle.recipes.run import Run, drain
from pixelstyle.recipes.settings import OptimiseSettings, Settings
from pixelstyle.recipes.stylize import StylizeSettings, prepare_stylize, stylize

__all__ = [
    "TEXT_KEY",
    "ConvertSettings",
    "OptimiseSettings",
    "Result",
    "Run",
    "Settings",
    "StylizeSettings",
    "check_outputs",
    "convert",
    "drain",
    "prepare_convert",
    "prepare_stylize",
    "stylize",
]
