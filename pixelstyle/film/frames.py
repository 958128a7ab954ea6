"""A frame beside those that are made already: what stands still keeps its pixels, the rest is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pixelstyle.film.look import Look
from pixelstyle.palettes import Palette
from pixelstyle.screens import (
    NativePicture,
    ScreenMode,
    has_shared,
    lock_shared,
    with_slots,
)

STAY = 10.0
"""What a kept pixel pays for another colour; all that a moving one can gain is about 1."""


@dataclass(frozen=True)
class Made:
    """A frame that is there."""

    content: np.ndarray
    """uint8 [h, w, 3] in shown pixels."""
    pixels: np.ndarray
    """uint8 [H, W]: palette indices; in 24 bits [H, W, 3]."""
    native: NativePicture | None = None
    """The same with what its slots hold, where that is known."""


@dataclass(frozen=True)
class Kept:
    """What is settled before a frame is made."""

    pixels: np.ndarray
    """uint8 [H, W] or [H, W, 3]."""
    where: np.ndarray
    """bool [H, W]: where that is."""

    @classmethod
    def nothing(cls, mode: ScreenMode) -> Kept:
        """Of a screen in a palette."""
        shape = (mode.height, mode.width)
        return cls(np.zeros(shape, np.uint8), np.zeros(shape, bool))

    def costs(self, colours: int) -> np.ndarray:
        """float32 [H, W, K]: what other colours cost there."""
        others = np.ones((*self.where.shape, colours), np.float32)
        np.put_along_axis(others, self.pixels[..., None].astype(np.intp), 0.0, axis=2)
        return np.asarray(STAY * others * self.where[..., None], np.float32)


class FrameMaker(Protocol):
    """Makes frames on one screen with one palette."""

    def make(self, content: np.ndarray, kept: Kept, before: Made | None) -> Made:
        """The frame for a content, uint8 [h, w, 3] in shown pixels, some of whose pixels are settled.

        `before`: the frame just before it, if it is near.
        """
        ...

    def costs(self, content: np.ndarray) -> np.ndarray:
        """float32 [H, W, K]: what colours cost in a content, uint8 [h, w, 3], of which nothing is settled."""
        ...


def kept_from(content: np.ndarray, known: Sequence[Made], mode: ScreenMode) -> tuple[Kept, Made | None]:
    """What of a content, uint8 [h, w, 3], stands still as in known frames, the first of which counts most.

    Also one of them of which all of it is still, if there is such a one.
    """
    shape = (mode.height, mode.width)
    pixels, where = np.zeros((*shape, *(known[0].pixels.shape[2:] if known else ())), np.uint8), np.zeros(shape, bool)
    for made in reversed(known):
        still = _still(content, made.content, mode)
        pixels = np.where(still[(..., *[None] * (pixels.ndim - 2))], made.pixels, pixels)
        where |= still
        if still.all():
            return Kept(pixels, where), made
    return Kept(pixels, where), None


def _still(content: np.ndarray, other: np.ndarray, mode: ScreenMode) -> np.ndarray:
    """bool [H, W]: the native pixels of which every shown one is, to the bit, as in another content."""
    across, down = mode.pixel
    same = (content == other).all(axis=2)
    return np.asarray(same.reshape(mode.height, down, mode.width, across).all(axis=(1, 3)))


def with_bars(kept: Kept, look: Look, palette: Palette | None) -> Kept:
    """The same with the bars beside the picture settled, too."""
    bars = look.bars(palette)
    if bars is None:
        return kept
    if palette is None:
        return Kept(
            np.where(bars.where[..., None], np.array(bars.colour, np.uint8), kept.pixels), kept.where | bars.where
        )
    number = palette.colours.index(bars.colour)
    return Kept(np.where(bars.where, np.uint8(number), kept.pixels), kept.where | bars.where)


def shared_of(native: NativePicture) -> tuple[int, ...]:
    """The colours that all cells of a picture share, as palette entries; () where there are no such slots."""
    mode = native.mode
    if not has_shared(mode):
        return ()
    held = native.slots or with_slots(native).slots
    return tuple(
        int(k) for slots, colours in zip(mode.slots, held, strict=True) if slots.cell is None for k in colours.ravel()
    )


def sharing(mode: ScreenMode, palette: Palette, shared: Sequence[int]) -> ScreenMode:
    """The mode with these shared colours for good: another background would repaint every cell."""
    return lock_shared(mode, palette, [palette.colours[k] for k in shared]) if shared else mode
