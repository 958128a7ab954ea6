"""Commodore 64: a hires bitmap with new colours in every second line (FLI), over sprites that change theirs, too.

Indices are colour numbers. A pair of lines is 2p and 2p + 1, 0 <= p < 100. Each cell of 8 x 2 dots has an ink and a
paper; where a bit of the bitmap is 0 and a sprite lies under it, the sprite is seen in place of the paper:

    dots 0 to 23      ink and paper are light grey, as the late fetch of FLI finds them; above the paper lie a
                      multicolour sprite, three colours in double dots, and a hires sprite of one
    dots 24 to 311    six sprites, each 48 dots wide, of one colour in double dots
    dots 312 to 319   no sprite

Which of the sprites' colours are new, where, is given: it is what the processor has time to write (see
`formats/c64/nufli/program.py`). Each step is run in the second line of a pair: step t, 1 <= t <= 99, in line 2t - 1. It
writes the six sprites' colours before the beam comes to them, and one of the others' behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.signals.signal import Signal

COLOURS, GREY = 16, 15
PAIRS, ACROSS, LEFT, UNDERLAYS, CELLS = 100, 40, 3, 6, 6
"""Pairs of lines; cells in a line; those at the left that FLI loses; sprites beside them, and cells above each."""
_KEPT = {0: (0, 2, 4), 1: (1,), 2: (5,), 3: (2,), 4: (1, 3, 5), 5: (4,), 6: (5,), 7: (3,)}
"""By step modulo 8, the sprites whose colours are not written."""


def written(step: int) -> tuple[int, ...]:
    """The sprites, 0 to 5 from left to right, that have a new colour from line 2 step - 1 on; of step 100 none, of step
    0, which is done before the picture, all."""
    return tuple(k for k in range(UNDERLAYS) if step == 0 or (step < PAIRS and k not in _KEPT[step % 8]))


def written_left(step: int) -> int:
    """Which of the left sprites' four colours is new from line 2 step on, 1 <= step < 100: 0 that of the hires sprite,
    1 to 3 the multicolour sprite's own, $D025 and $D026."""
    return step % 4


def in_lines(underlays: np.ndarray) -> np.ndarray:
    """The six sprites' colours in each line, uint8 [200, 6], by those after each step, uint8 [101, 6]."""
    return np.asarray(underlays[(np.arange(2 * PAIRS) + 1) // 2])


@dataclass(frozen=True)
class Layers:
    """What registers and screen RAM hold, and which double dots are a sprite's."""

    ink: np.ndarray
    """uint8 [100, 40]; of the left three cells GREY."""
    paper: np.ndarray
    sprites: np.ndarray
    """uint8 [200, 6]: the colours of the six in each line."""
    left: np.ndarray
    """uint8 [100, 4]: the colours at the left after each step; in line y those after step y // 2."""
    under: np.ndarray
    """bool [200, 144]: where the six sprites have a dot."""
    multi: np.ndarray
    """uint8 [200, 12]: 0 where the multicolour sprite has none, else which of its colours, 1 to 3, as in `left`."""


def choices_of(layers: Layers) -> np.ndarray:
    """What each dot may show, uint8 [200, 320, 3]: the ink; behind it a sprite or the paper; the left hires sprite, and
    elsewhere the former again."""
    ink, behind = (colours.repeat(2, axis=0).repeat(8, axis=1) for colours in (layers.ink, layers.paper))
    under = layers.sprites.repeat(8 * CELLS, axis=1)
    first, last = 8 * LEFT, 8 * (LEFT + UNDERLAYS * CELLS)
    behind[:, first:last] = np.where(layers.under.repeat(2, axis=1), under, behind[:, first:last])
    left = layers.left.repeat(2, axis=0)
    multi = np.where(layers.multi > 0, np.take_along_axis(left, layers.multi.astype(np.intp), axis=1), GREY)
    behind[:, :first] = multi.repeat(2, axis=1)
    third = behind.copy()
    third[:, :first] = left[:, :1]
    return np.stack([ink, behind, third], axis=2).astype(np.uint8)


NUFLI = Signal("nufli", cell=(8, 2))
