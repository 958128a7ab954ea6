"""What the checker finds: one place where a picture breaks a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pixelstyle.screens.mode import ScreenMode


@dataclass(frozen=True)
class Clash:
    """One place where a picture breaks a rule."""

    cell: tuple[int, int]
    """Column and row of the cell, or of the block of 8 x 8 pixels where the mode has no cells; (0, 0) when the rule is
    about the whole picture."""
    box: tuple[int, int, int, int]
    """Left, top, width and height of the cell in native pixels."""
    found: tuple[str, ...]
    """The colours there: '6 #2e2c9b', or only '#123456' for one that the palette does not have; or how many."""
    allowed: str
    """What the machine could show there instead: 'the background 0 and any 3 others'."""
    rule: str
    """The rule that is broken, in two or three words: 'colours in a cell'."""
    whole: bool = False
    """Whether the rule is about the whole picture."""

    def __str__(self) -> str:
        left, top, width, height = self.box
        where = f"cell {self.cell}, pixels x {left}..{left + width - 1}, y {top}..{top + height - 1}"
        shown = ", ".join(self.found[:8]) + (f" and {len(self.found) - 8:,} more" if len(self.found) > 8 else "")
        return f"{self.rule}: {'whole picture' if self.whole else where}: found {shown}; allowed: {self.allowed}"


def at(place: tuple[int, int], cell: tuple[int, int], found: Iterable[str], allowed: str, rule: str) -> Clash:
    """A clash in the cell of that (row, column)."""
    row, column = place
    return Clash((column, row), (column * cell[0], row * cell[1], *cell), tuple(found), allowed, rule)


def of_all(mode: ScreenMode, found: Iterable[str], allowed: str, rule: str) -> Clash:
    """A clash of the picture as a whole."""
    return Clash((0, 0), (0, 0, mode.width, mode.height), tuple(found), allowed, rule, whole=True)
