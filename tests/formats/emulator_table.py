"""An emulator as an independent decoder. Its colours are not ours: what is compared is which colour each number has."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette


class EmulatorTable:
    """The emulator's colour for each of our colours, learnt from pictures as they are compared: always one."""

    def __init__(self) -> None:
        self.rgb_of: dict[tuple[int, ...], tuple[int, ...]] = {}

    def compare(self, palette: Palette, indices: np.ndarray, shown: np.ndarray) -> None:
        """`shown` uint8 [H, W, 3], the emulator's screen; every pixel of the same colour in ours, and no other."""
        assert shown.shape[:2] == indices.shape, (shown.shape, indices.shape)
        for index in np.unique(indices):
            found = np.unique(shown[indices == index], axis=0)
            assert len(found) == 1, f"index {index} is shown in {len(found)} colours"
            rgb = tuple(int(value) for value in found[0])
            assert self.rgb_of.setdefault(palette.colours[index], rgb) == rgb
        assert len(set(self.rgb_of.values())) == len(self.rgb_of), "two colours are shown as one"
