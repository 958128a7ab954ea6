"""Commodore 64: hires FLI over sprites, as `nufli.py` has it, whose registers are written where the picture needs it.

Step t, 1 <= t <= 99, is run in line 2t - 1 and has time for four to six writes. They are dealt to three groups of
registers: sprites 1 to 3, sprites 4 to 6, and the four colours at the left; which of its own a group writes is the
picture's choice. A sprite's colour may be written before the beam comes to it, so that it is seen from line 2t - 1 on,
or when it has passed, and then from line 2t on, or both: so that it may change from line to line. Those at the left are
seen from line 2t on.
"""

from __future__ import annotations

from pixelstyle.screens.signals.nufli import PAIRS
from pixelstyle.screens.signals.signal import Signal

GROUPS = ((0, 1, 2), (3, 4, 5))
"""The sprites, from left to right."""
SENT_DOWN = {first + 4 * k for first in (24, 44, 68) for k in range(4)}
"""Steps in which two sprites are sent down besides."""
SECOND_BANK = 64
"""The step in which the other 16 K are switched to besides."""


def is_short(step: int) -> bool:
    """Whether a step has something else to do, so that only four writes are left."""
    return step in SENT_DOWN or step == SECOND_BANK


def shares(step: int) -> tuple[int, int, int]:
    """How many writes each group has in a step, the one at the left last. Step 100 would come after the picture."""
    if step == PAIRS:
        return 0, 0, 0
    if step % 4:
        return 2, 2, 2
    if not is_short(step):
        return 2, 2, 1
    return (1, 2, 1) if step % 8 else (2, 1, 1)


def latest(step: int) -> int:
    """The last sprite, 0 to 5, that can be written when the beam has passed it; after it there is no time."""
    return 3 if is_short(step) else 4


NUFLIX = Signal("nuflix", cell=(8, 2))
"""What the VIC-II's registers must have held for such a picture."""
