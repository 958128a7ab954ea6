"""A frame beside those that are made already: what stands still keeps its pixels, the rest is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from pixelstyle.film.look import Look
from pixelstyle.palettes import Palette
from pixelstyle.screens import (
    NativePicture,
    ScreenMode,
    lock_shared,
    with_slots,
)

STAY = 10.0
"""What a kept pixel pays for another colour; all that a moving one can gain is about 1."""


KEEP_SETS = 0.03
"""By how much a cell's new colour has to be worth more than one that it holds, as a part of each of its pixels."""
AREA = 4
"""Pixels: the side of areas that are seen as one colour, where cells choose by what two of their colours can mix."""
_FEW, _MOST = 4, 64
"""Colours in a sub-palette up to which that is worth while, and in all, up to which pairs are few enough."""


@dataclass(frozen=True)
class Made:
    """A frame that is there."""

    content: np.ndarray
    """uint8 [h, w, 3] in shown pixels."""
    pixels: np.ndarray
    """uint8 [H, W]: palette indices; in 24 bits [H, W, 3]."""
    native: NativePicture | None = None
    """The same with what its slots hold, where that is known."""

    @classmethod
    def of(cls, content: np.ndarray, native: NativePicture) -> Made:
        """The frame for a content, uint8 [h, w, 3], that is this picture."""
        return cls(content, native.indices, native)


@dataclass(frozen=True)
class Kept:
    """What is settled before a frame is made."""

    pixels: np.ndarray
    """uint8 [H, W] or [H, W, 3]."""
    where: np.ndarray
    """bool [H, W]: where that is."""
    of: Made | None = None
    """The frame that counts most of those that it is settled by, if there is one."""

    @classmethod
    def nothing(cls, mode: ScreenMode) -> Kept:
        """Of a screen in a palette."""
        shape = (mode.height, mode.width)
        return cls(np.zeros(shape, np.uint8), np.zeros(shape, bool))

    def in_entries(self, mode: ScreenMode) -> Kept:
        """The same with the palette's entries that are shown, where indices are codes of them."""
        if not mode.coded:
            return self
        return replace(self, pixels=mode.shows.render(self.pixels, np.arange(256, dtype=np.uint8)[:, None])[..., 0])

    def costs(self, colours: int) -> np.ndarray:
        """float32 [H, W, K]: what other colours cost there."""
        others = np.ones((*self.where.shape, colours), np.float32)
        np.put_along_axis(others, self.pixels[..., None].astype(np.intp), 0.0, axis=2)
        return np.asarray(STAY * others * self.where[..., None], np.float32)


@dataclass(frozen=True)
class Wanted:
    """What colours cost in a frame."""

    pixels: np.ndarray
    """float32 [H, W, K]."""
    areas: np.ndarray | None = None
    """float32 [H / 4, W / 4, K (K + 1) / 2]: what mixtures cost in areas of AREA x AREA pixels, where that counts."""

    def every(self, height: int, number: int, stride: int) -> Wanted:
        """Of the rows of cells, each so high, one in every `stride`, from row `number` on."""
        areas = None if self.areas is None else _every(self.areas, height // AREA, number, stride)
        return Wanted(_every(self.pixels, height, number, stride), areas)


def _every(costs: np.ndarray, height: int, number: int, stride: int) -> np.ndarray:
    rows = costs.reshape(-1, height, *costs.shape[1:])[number % stride :: stride]
    return rows.reshape(-1, *costs.shape[1:])


def mixes_in_areas(mode: ScreenMode, palette: Palette) -> bool:
    """Whether cells have sub-palettes of so few colours that areas of them are seen as mixtures."""
    rule = mode.subpalettes
    if rule is None or mode.height % rule.cell[1] or rule.shared + rule.size > _FEW or len(palette) > _MOST:
        return False
    return not any(side % AREA for side in (*rule.cell, mode.width))


class FrameMaker(Protocol):
    """Makes frames on one screen with one palette."""

    @property
    def mode(self) -> ScreenMode:
        """The screen, with what is settled for all of a shot."""
        ...

    @property
    def palette(self) -> Palette | None:
        """None in 24 bits."""
        ...

    def make(self, content: np.ndarray, kept: Kept, before: Made | None) -> Made:
        """The frame for a content, uint8 [h, w, 3] in shown pixels, some of whose pixels are settled.

        `before`: the frame just before it, if it is near.
        """
        ...

    def costs(self, content: np.ndarray) -> Wanted:
        """What colours cost in a content, uint8 [h, w, 3], of which nothing is settled."""
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
            return Kept(pixels, where, known[0]), made
    return Kept(pixels, where, known[0] if known else None), None


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
    where = kept.where | bars.where
    if palette is None:
        pixels = np.where(bars.where[..., None], np.array(bars.colour, np.uint8), kept.pixels)
        return replace(kept, pixels=pixels, where=where)
    number = palette.colours.index(bars.colour)
    return replace(kept, pixels=np.where(bars.where, np.uint8(number), kept.pixels), where=where)


def sharing(mode: ScreenMode, palette: Palette, shared: Sequence[int]) -> ScreenMode:
    """The mode with these shared colours for good: another background would repaint every cell."""
    return lock_shared(mode, palette, [palette.colours[k] for k in shared]) if shared else mode


def of_bars(look: Look, mode: ScreenMode, palette: Palette) -> np.ndarray:
    """float32 [H, W, K]: what colours cost in the bars beside the picture, which have theirs."""
    return with_bars(Kept.nothing(mode), look, palette).costs(len(palette))


def held_by(native: NativePicture, colours: int) -> np.ndarray:
    """float32 [H, W, K]: 1 for what each pixel's cell holds."""
    held = np.zeros((*native.indices.shape, colours), np.float32)
    known = native if native.slots or native.subpalettes is not None else with_slots(native)
    np.put_along_axis(held, known.choices().astype(np.intp), 1.0, axis=2)
    return held
