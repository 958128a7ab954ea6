"""What all frames of a shot have in common: the palette, and its division where a machine has small ones in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.film.packing import pack, unpack
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode


@dataclass(frozen=True)
class ShotColours:
    """The colours of a shot, or of a film."""

    palette: Palette | None
    """None in 24 bits."""
    subpalettes: tuple[tuple[int, ...], ...] = ()
    """The entries of each sub-palette, those that all have first, where colours are fixed and only these are chosen."""

    def pack(self) -> bytes:
        """As bytes."""
        if self.palette is None:
            return pack({})
        arrays = {"colours": self.palette.bytes()}
        if self.subpalettes:
            arrays["subpalettes"] = np.array(self.subpalettes, np.uint8)
        return pack(arrays, name=self.palette.name, source=self.palette.source)

    @classmethod
    def unpack(cls, data: bytes) -> ShotColours:
        """What `pack` has packed. Raises DamagedError for anything else."""
        packed = unpack(data)
        if "colours" not in packed.arrays:
            return cls(None)
        palette = Palette.from_array(packed.facts["name"], packed.arrays["colours"], packed.facts["source"])
        rows = packed.arrays.get("subpalettes", np.empty((0, 0), np.uint8))
        return cls(palette, tuple(tuple(int(entry) for entry in row) for row in rows))

    def picture(self, mode: ScreenMode, pixels: np.ndarray, cells: np.ndarray | None) -> NativePicture:
        """A frame, palette indices uint8 [H, W], whose cells have these of the sub-palettes, [rows, columns]; None:
        that is not known."""
        assert self.palette is not None
        if cells is None:
            return NativePicture(mode, self.palette, pixels)
        held = np.array(self.subpalettes, np.uint8)
        return NativePicture(mode, self.palette, pixels, subpalettes=held, subpalette_map=cells)

    def held(self, mode: ScreenMode) -> ScreenMode:
        """The mode with these sub-palettes for good: others in each frame would repaint every cell."""
        rule = mode.subpalettes
        if rule is None or not self.subpalettes:
            return mode
        own = tuple(row[rule.shared :] for row in self.subpalettes)
        return replace(mode, subpalettes=replace(rule, backdrop=self.subpalettes[0][: rule.shared], given=own))
