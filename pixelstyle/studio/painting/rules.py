"""Which rules a picture is painted under."""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError
from pixelstyle.screens import NativePicture
from pixelstyle.studio.painting.bands import BandRules, in_bands
from pixelstyle.studio.painting.cells import CellRules
from pixelstyle.studio.painting.direct_colour import DirectRules
from pixelstyle.studio.painting.ham import HamRules
from pixelstyle.studio.painting.lines import LineRules, WholeRules
from pixelstyle.studio.painting.wanted import Rules
from pixelstyle.studio.painting.yjk import YjkRules

_FEWER = "amiga-ham6 is the same with fewer registers"
_NOT_YET: dict[str | None, str] = {
    "ham8": _FEWER,
    "sham": _FEWER,
    "yae": "msx2plus-screen12 is the same without a palette",
}


def rules_of(picture: NativePicture) -> Rules:
    """Those of its machine. Raises PixelStyleError for pictures in 24 bits, which are no machine's."""
    mode = picture.mode
    if not mode.constrained:
        raise PixelStyleError(f"{mode.title} has no rules to paint under; choose a machine.")
    if mode.signal in _NOT_YET:
        raise PixelStyleError(f"On {mode.title} nothing can be painted yet; {_NOT_YET[mode.signal]}.")
    if mode.signal == "rgb555":
        return DirectRules(picture)
    if mode.shows.beyond_palette:
        return HamRules(picture) if mode.shows.codes_of is not None else YjkRules(picture)
    if in_bands(mode):
        return BandRules(picture)
    if mode.signal == "nufli":
        return WholeRules(picture)
    return LineRules(picture) if mode.coded or mode.shows.cell is not None else CellRules(picture)
