"""What is checked: indices, and what is known of the colours behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture


@dataclass(frozen=True)
class CheckedPicture:
    """Indices in a mode, as its rules see them."""

    mode: ScreenMode
    indices: np.ndarray
    """[H, W]: entries of the palette, or numbers of colours."""
    names: list[str]
    """What each entry is called: '6 #2e2c9b', or only '#2e2c9b' where entries are not known."""
    canonical: tuple[int, ...]
    """For entry k the first one of the same colour, where only colours are known; else k itself."""
    native: NativePicture | None = None
    """Where the indices are from a native picture, that."""

    def names_of(self, entries: Iterable[int]) -> list[str]:
        """The names of these entries, in the palette's order."""
        return [self.names[k] for k in sorted(entries)]

    @property
    def held(self) -> tuple[np.ndarray, np.ndarray] | None:
        """The sub-palettes that the picture carries, uint8 [count, shared + size], and the number of each cell's, uint8
        [cells down, cells across]; None where it has none."""
        if self.native is None or self.native.subpalettes is None or self.native.subpalette_map is None:
            return None
        return self.native.subpalettes, self.native.subpalette_map
