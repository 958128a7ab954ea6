"""Oric: colours that are set by attribute codes within the line, each of which takes a cell's place.

Indices are colours 0..7. Each cell of 6 x 1 is either dots in the current ink and paper (or both inverted), or it sets
ink or paper and itself shows plain paper (or its inverse), a new paper at once (so RECOIL shows it). Each line starts
with ink 7 on paper 0.
"""

from __future__ import annotations

from pixelstyle.screens.signals.signal import Signal

CELL = (6, 1)
ORIC = Signal("oric", cell=CELL)
