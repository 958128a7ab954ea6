"""Teletext: colours that are set by control codes within the row, each of which takes a character's place.

Indices are colours 0..7. Each cell of 2 x 3 is a mosaic in the current colours, or a control code, which shows as
background: a foreground from the next cell on, background := foreground, or black, both at once ('set-at', ETS 300 706,
table 26). Each row starts with 7 on 0, but in letters: before the first foreground code a cell can only be plain
background.
"""

from __future__ import annotations

from pixelstyle.screens.signals.signal import Signal

CELL = (2, 3)
TELETEXT = Signal("teletext", cell=CELL)
