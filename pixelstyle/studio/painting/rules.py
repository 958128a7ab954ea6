"""Which rules a picture is painted under."""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError
from pixelstyle.screens import NativePicture
from pixelstyle.studio.painting.bands import BandRules, in_bands
from pixelstyle.studio.painting.cells import CellRules
from pixelstyle.studio.painting.direct_colour import DirectRules
from pixelstyle.studio.painting.ham import HamRules
from pixelstyle.studio.painting.ham8 import Ham8Rules
from pixelstyle.studio.painting.lines import LineRules, WholeRules
from pixelstyle.studio.painting.wanted import Rules
from pixelstyle.studio.painting.yjk import YjkAttributeRules, YjkRules


def rules_of(picture: NativePicture) -> Rules:
    """Those of its machine. Raises PixelStyleError for pictures in 24 bits, which are no machine's."""
    mode = picture.mode
    if not mode.constrained:
        raise PixelStyleError(f"{mode.title} has no rules to paint under; choose a machine.")
    if mode.signal == "rgb555":
        return DirectRules(picture)
    if mode.signal == "ham8":
        return Ham8Rules(picture)
    if mode.signal == "yae":
        return YjkAttributeRules(picture)
    if mode.shows.beyond_palette:
        return HamRules(picture) if mode.shows.codes_of is not None else YjkRules(picture)
    if in_bands(mode):
        return BandRules(picture)
    if mode.signal in ("nufli", "nuflix"):
        return WholeRules(picture)
    return LineRules(picture) if mode.coded or mode.shows.cell is not None else CellRules(picture)
