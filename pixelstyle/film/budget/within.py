"""A film within so many bytes a frame: rate and distortion together.

What is sent of a frame, and what that holds, is chosen by what it does for the picture as an eye sees it from afar,
less a price on bytes; the price falls until the frame's bytes are spent (Shoham and Gersho, "Efficient Bit Allocation
for an Arbitrary Set of Quantizers", 1988). Differences that blur into nothing, such as another phase of a dither, are
never worth their bytes, and after a cut other colours under the bytes that are there come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

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
_TRIES = 24
"""Prices tried at most."""
_BEFORE = 6
"""By how many such steps the price with which the search from all that is wanted begins is lower."""
_NEARLY = 3.0
"""How many times what may be sent all of it takes, up to which what is wanted is begun with, too."""
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
                nearly = whole < _NEARLY * most
                stays = following is not None and _same(frame.pixels, following.pixels) > _LASTS
                lasting = stays or (nearly and not mode.slots)
                priced = PricedFrame(before, wanted, kind.layout, lasting=lasting, solved=solved)
                change, start = kind.change, price or _FIRST * priced.apart(before) / whole
                wanted, price = _nearest(priced, partial(change, before), most, start)
                if nearly:
                    wanted = _from_all(priced, partial(change, before), most, price, wanted)
                    if not mode.slots:
                        wanted = _largest(priced, partial(change, before), most, wanted)
            told.bytes.append(kind.change(before, wanted))
            told.over += told.bytes[-1] > most
        before = wanted
        yield replace(frame, pixels=before.indices, native=before)
        frame = following


def _nearest(
    frame: PricedFrame, change: Callable[[NativePicture], int], most: int, price: float
) -> tuple[NativePicture, float]:
    """The picture that comes nearest for so many bytes, and the price at which it does; `price`: where that may be."""
    best = frame.picture()
    least = frame.apart(best)
    kept, enough, too_low, between = frame.keep(), 0.0, 0.0, 0
    price *= _CHEAPER**2
    for _ in range(_TRIES):
        frame.back_to(kept)
        frame.sweep(price)
        found = frame.picture()
        if change(found) <= most:
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


def _from_all(
    frame: PricedFrame, change: Callable[[NativePicture], int], most: int, price: float, best: NativePicture
) -> NativePicture:
    """The same from the other end, from all that is wanted and under prices that rise, where that comes nearer than
    `best`; price: at which that was found. What is nearly all there is not better begun from what was."""
    frame.send_all()
    least, kept = frame.apart(best), frame.keep()
    enough, too_low, between = 0.0, 0.0, 0
    price /= _CHEAPER**_BEFORE
    for _ in range(_TRIES):
        frame.back_to(kept)
        frame.sweep(price)
        found = frame.picture()
        if change(found) <= most:
            enough, apart = price, frame.apart(found)
            if apart < least:
                best, least = found, apart
        else:
            too_low, kept = price, frame.keep()
        if enough and too_low:
            between += 1
            price = (enough * too_low) ** 0.5
        else:
            price *= 1 / _CHEAPER if enough else _CHEAPER
        if between > _BETWEEN:
            break
    return best


def _largest(
    frame: PricedFrame, change: Callable[[NativePicture], int], most: int, best: NativePicture
) -> NativePicture:
    """The same by sending the largest differences: where next to all of them can be sent, nothing comes nearer."""
    enough, too_many = 0, frame.rows + 1
    found = best
    while too_many - enough > 1:
        count = (enough + too_many) // 2
        frame.send_largest(count)
        picture = frame.picture()
        if change(picture) <= most:
            enough, found = count, picture
        else:
            too_many = count
    return found if frame.apart(found) < frame.apart(best) else best


def _same(one: np.ndarray, other: np.ndarray) -> float:
    """The part of the pixels [H, W] that are the same."""
    return float((one == other).mean())


def _mix(before: NativePicture, wanted: NativePicture) -> bool:
    """Whether cells of both frames can stand beside one another."""
    pairs = zip(wanted.mode.slots, before.slots, wanted.slots, strict=True)
    return all(slots.cell is not None or (old == new).all() for slots, old, new in pairs)
