"""A film within so many bytes a frame: rate and distortion together.

What is sent of a frame, and what that holds, is chosen by what it does for the picture as an eye sees it from afar,
less a price on bytes; the price falls until the frame's bytes are spent (Shoham and Gersho, "Efficient Bit Allocation
for an Arbitrary Set of Quantizers", 1988). Differences that blur into nothing, such as another phase of a dither, are
never worth their bytes, and after a cut other colours under the bytes that are there come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.film.budget.priced import PricedFrame
from pixelstyle.film.shown import Shown
from pixelstyle.formats import FilmFormat
from pixelstyle.screens import NativePicture, ScreenMode, with_slots

_FIRST = 8.0
"""Of a byte's mean part in the difference from the frame before: the price with which the search begins."""
_CHEAPER = 1.6
"""By how much the price falls, until too much would be sent."""
_BETWEEN = 3
"""Prices tried between the last one at which the bytes are enough and the first one at which they are not."""
_TRIES = 16
"""Prices tried at most."""
_LASTS = 0.9
"""Of the pixels that are wanted in the next frame as in this one, from which on what is sent has to last."""


@dataclass
class Budget:
    """What became of it."""

    bytes: list[int]
    """Of each frame but the first."""
    over: int = 0
    """Frames that took more: after a cut to another background, which changes everything."""


def check_budget(mode: ScreenMode, kind: FilmFormat | None) -> None:
    """Raise PixelStyleError where bytes cannot be saved: in files of whole frames and under rules that bind more than
    cells."""
    if kind is None or kind.change is None:
        raise PixelStyleError(
            "--bytes-per-frame is for .prg, .flc, .anim and .p8: other files hold frames whole, and cartridges what "
            "their machine has time for."
        )
    bound = mode.subpalettes or mode.tiles or mode.signal or mode.glyphs or len(mode.cells) > 1
    if bound or any(slots.writes is not None or slots.spans is not None for slots in mode.slots):
        raise PixelStyleError(
            f"--bytes-per-frame is for modes of one palette or of cells of one size, such as c64-hires; {mode.name} is "
            "bound by more."
        )


def within_budget(
    frames: Iterator[Shown], mode: ScreenMode, kind: FilmFormat, most: int, told: Budget
) -> Iterator[Shown]:
    """The frames, of which each takes at most so many bytes after the one before; all have one palette."""
    assert kind.change is not None and kind.layout is not None
    before: NativePicture | None = None
    frame = next(frames, None)
    price = None
    while frame is not None:
        following = next(frames, None)
        assert frame.palette is not None
        wanted = NativePicture(mode, frame.palette, frame.pixels)
        solved = with_slots(wanted) if mode.slots else wanted
        wanted = kind.align(solved, before) if kind.align is not None else solved
        if before is not None:
            whole = kind.change(before, wanted)
            if whole > most and _mix(before, wanted):
                lasting = following is not None and _same(frame.pixels, following.pixels) > _LASTS
                priced = PricedFrame(before, wanted, kind.layout, lasting=lasting, solved=solved)
                wanted, price = _nearest(priced, kind.change, most, price or _FIRST * priced.apart(before) / whole)
            told.bytes.append(kind.change(before, wanted))
            told.over += told.bytes[-1] > most
        before = wanted
        yield replace(frame, pixels=before.indices, native=before)
        frame = following


def _nearest(
    frame: PricedFrame, change: Callable[[NativePicture, NativePicture], int], most: int, price: float
) -> tuple[NativePicture, float]:
    """The picture that comes nearest for so many bytes, and the price at which it does; `price`: where that may be."""
    before = best = frame.picture()
    least = frame.apart(before)
    kept, enough, too_low, between = frame.keep(), 0.0, 0.0, 0
    price *= _CHEAPER**2
    for _ in range(_TRIES):
        frame.back_to(kept)
        frame.sweep(price)
        found = frame.picture()
        if change(before, found) <= most:
            enough, kept, apart = price, frame.keep(), frame.apart(found)
            if apart < least:
                best, least = found, apart
        else:
            too_low = price
        if enough and too_low:
            between += 1
            price = (enough * too_low) ** 0.5
        else:
            price *= _CHEAPER if too_low else 1 / _CHEAPER
        if between > _BETWEEN:
            break
    return best, enough or price


def _same(one: np.ndarray, other: np.ndarray) -> float:
    """The part of the pixels [H, W] that are the same."""
    return float((one == other).mean())


def _mix(before: NativePicture, wanted: NativePicture) -> bool:
    """Whether cells of both frames can stand beside one another."""
    pairs = zip(wanted.mode.slots, before.slots, wanted.slots, strict=True)
    return all(slots.cell is not None or (old == new).all() for slots, old, new in pairs)
