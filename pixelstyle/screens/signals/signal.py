"""What a display makes of a picture's indices, where that is more than to look each up in the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Render = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Indices, uint8 [H, W], and the palette's colours, uint8 [K, 3], as the colours shown, uint8 [H, W, 3]."""


def entries(indices: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Each index of [H, W] as its entry of the palette: an ordinary display."""
    return np.asarray(colours[indices])


@dataclass(frozen=True)
class Signal:
    """One such display. What must be searched for or checked under it is for `solving.signals` and
    `checking.signals` to know, by its name."""

    name: str
    """What `ScreenMode.signal` says; '' for an ordinary display."""
    render: Render = entries
    codes: int | None = None
    """How many different codes there are, where indices are codes of the hardware; None: they are palette entries. With
    more than 256 indices are uint16."""
    cell: tuple[int, int] | None = None
    """Width and height of what a code within the line takes the place of, in native pixels."""
    brings: Callable[[np.ndarray], np.ndarray] | None = None
    """The colours that chosen ones, uint8 [N, 3], bring with them, uint8 [N, 3]: the palette's second half."""
    beyond_palette: bool = False
    """Whether it shows colours that the palette lacks: then no list of costs for each colour can say what is wanted."""
    mixes: bool = False
    """Whether many of the palette's colours are near each other, and which of them a pixel can have hangs on its
    neighbours: then what comes near to the wanted colour counts, and hardly which entry it is."""
    codes_of: Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]] | None = None
    """`render` read backwards, where that takes no search: for colours, uint8 [H, W, 3], and the palette's, uint8
    [K, 3], the codes, uint8 [H, W], and where one makes the colour beside its neighbour, bool [H, W]."""
    background: tuple[Callable[[np.ndarray], int], int] | None = None
    """Where codes hold a background that all of a picture shares: which entry of the palette it is, of codes, uint8
    [H, W], and how many entries it can be, the first ones. `ScreenMode.fixed` can give it a colour for good."""
    palette_of: Callable[[np.ndarray], np.ndarray | None] | None = None
    """The fewest colours, uint8 [N, 3], with which codes show exactly these, uint8 [H, W, 3]; None: too many."""

    @property
    def dtype(self) -> type[np.unsignedinteger[Any]]:
        """Of indices: as wide as codes need it."""
        return np.uint8 if self.codes is None or self.codes <= 256 else np.uint16

    @property
    def parts(self) -> int:
        """How many equal parts a palette has: the colours chosen, and those that they bring."""
        return 1 if self.brings is None else 2


ORDINARY = Signal("")
