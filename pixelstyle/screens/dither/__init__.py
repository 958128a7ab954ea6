"""Dithers: showing by mixtures of dots what no single colour of a cell can show."""

from pixelstyle.screens.dither.kind import coarseness
from pixelstyle.screens.dither.request import DITHERS, Dither

__all__ = ["DITHERS", "Dither", "coarseness"]
