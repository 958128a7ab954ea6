"""The checker's rule about registers that are written between bands of lines: are there writes enough?

Read from the last band up: what a band shows has to be held there, and so has what the band below needs, but for the
colours that are written in between. Which these are is the only choice there is. It never hurts to let them be those
that the bands above have not shown for longest: a colour that a band above shows stands in a register there anyway, so
that to wait for the nearest such band costs least. So the picture is legal if no band has to hold more than it can.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.picture import CheckedPicture


def write_clashes(picture: CheckedPicture) -> list[Clash]:
    """The bands below which more colours are new than can be written, however registers are filled above them."""
    rule = next((slots for slots in picture.mode.slots if slots.writes is not None), None)
    if rule is None or rule.cell is None or rule.writes is None:
        return []
    height = rule.cell[1]
    shown = [set(np.unique(picture.indices[y : y + height]).tolist()) for y in range(0, len(picture.indices), height)]
    clashes, needed = [], set[int]()
    for band in range(len(shown) - 1, -1, -1):
        new = needed - shown[band]
        waiting = sorted(new, key=lambda colour: _last_shown(colour, shown, band), reverse=True)
        kept = waiting[: max(0, len(new) - rule.writes)]
        most = rule.count - len(shown[band])
        if len(kept) > most:
            below = at((band + 1, 0), rule.cell, picture.names_of(new), f"{rule.writes + most} of them", "new colours")
            clashes.append(below)
        needed = shown[band] | set(kept[: max(0, most)])
    return clashes[::-1]


def _last_shown(colour: int, shown: list[set[int]], band: int) -> int:
    """The last band above that shows a colour; -1: there is none."""
    return next((above for above in range(band - 1, -1, -1) if colour in shown[above]), -1)
