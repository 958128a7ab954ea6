"""A picture that a machine can show: palette indices for every native pixel, and the colours its slots hold."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pixelstyle.arrays import CellMap, Choices, Held, Indices, Rgb8
from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import at_columns, spread
from pixelstyle.screens.mode import ScreenMode


@dataclass(frozen=True)
class NativePicture:
    """A picture in a mode's own pixels. The solver makes it, the formats write and read it.

    Whether it is legal is for `check` to say: a decoder may well have read a file that breaks the rules.
    """

    mode: ScreenMode
    palette: Palette
    """What the indices point into; for modes that choose their palette, the colours chosen."""
    indices: Indices
    """uint8 [H, W], H and W being the mode's native size; uint16 where a pixel holds its colour itself."""
    slots: tuple[Held, ...] = ()
    """For each entry of mode.slots, the palette indices held: uint8 [cells down, cells across, count] ([1, 1, count]
    for the whole picture). () when not known: encoders and methods then derive it with `screens.with_slots`."""
    subpalettes: np.ndarray | None = None
    """uint8 [count, shared + size], shared colours first, for modes with sub-palettes."""
    subpalette_map: CellMap | None = None
    """uint8 [cells down, cells across]: which sub-palette each cell uses."""
    extra: dict[str, int] = field(default_factory=dict)
    """What a file holds beside the picture, such as the C64's border colour."""
    codes: Indices | None = None
    """uint8 [H, W]: which of its `choices()` each pixel uses, as a file had it. Where a colour stands in two slots
    of a cell this tells them apart, so that files survive decoding and encoding; ignored where it contradicts
    `indices`."""

    def __post_init__(self) -> None:
        assert self.indices.shape == (self.mode.height, self.mode.width), (self.indices.shape, self.mode.name)
        assert self.indices.dtype == self.mode.shows.dtype, (self.indices.dtype, self.mode.name)

    def native_rgb(self) -> Rgb8:
        """uint8 [H, W, 3], one entry a native pixel."""
        return self.mode.shows.render(self.indices, self.palette.bytes())

    def shown_rgb(self) -> Rgb8:
        """uint8 [H * pixel height, W * pixel width, 3]: the picture as a person sees it."""
        return show(self.native_rgb(), self.mode)

    def choices(self) -> Choices:
        """Which palette indices each pixel may take, uint8 [H, W, M]: all slots that cover it, one after the other.
        Of slots with spans, what each register holds there.

        For a mode without cells M is the number of usable colours in the palette.
        """
        height, width = self.indices.shape
        if self.subpalettes is not None and self.subpalette_map is not None and self.mode.subpalettes is not None:
            return spread(self.subpalettes[self.subpalette_map], self.mode.subpalettes.cell, height, width)
        if not self.slots:
            every = np.arange(len(self.palette), dtype=np.uint8)
            if self.mode.usable is not None:
                every = every[np.isin(every, self.mode.usable)]
            return np.broadcast_to(every, (height, width, len(every)))
        spreads = [
            at_columns(spread(held, slots.cell or (width, height), height, width), slots.spans)
            for slots, held in zip(self.mode.slots, self.slots, strict=True)
        ]
        return np.concatenate(spreads, axis=2)


def show(native: np.ndarray, mode: ScreenMode) -> np.ndarray:
    """Native pixels [H, W, ...] as the shown picture: each repeated mode.pixel times across and down."""
    return native.repeat(mode.pixel[1], axis=0).repeat(mode.pixel[0], axis=1)
