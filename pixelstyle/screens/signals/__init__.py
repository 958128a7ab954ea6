"""Displays that do more than look up a palette: what the indices of such a screen mean, a file for each family."""

from pixelstyle.screens.signals.apple2 import DHGR, HGR
from pixelstyle.screens.signals.direct_colour import RGB555
from pixelstyle.screens.signals.extra_half_brite import EHB
from pixelstyle.screens.signals.ham import HAM6, HAM8, SLICED_HAM
from pixelstyle.screens.signals.mixed_characters import MIXED_CHARACTERS
from pixelstyle.screens.signals.nufli import NUFLI
from pixelstyle.screens.signals.nuflix import NUFLIX
from pixelstyle.screens.signals.oric import ORIC
from pixelstyle.screens.signals.shifted_frames import DRAZLACE, IFLI, MCI
from pixelstyle.screens.signals.signal import ORDINARY, Signal
from pixelstyle.screens.signals.sprites_over import SPRITES_OVER
from pixelstyle.screens.signals.teletext import TELETEXT
from pixelstyle.screens.signals.yjk import YJK
from pixelstyle.screens.signals.yjk_attribute import YJK_ATTRIBUTE

_ALL = (
    *(HAM6, HAM8, SLICED_HAM, EHB, HGR, DHGR, ORIC, TELETEXT, YJK, YJK_ATTRIBUTE, MCI, DRAZLACE, IFLI, NUFLI, NUFLIX),
    *(MIXED_CHARACTERS, SPRITES_OVER, RGB555),
)
SIGNALS: dict[str, Signal] = {signal.name: signal for signal in _ALL}

__all__ = ["ORDINARY", "SIGNALS", "Signal"]
