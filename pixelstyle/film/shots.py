"""Shots: where a film cuts from one take to another.

A cut is a frame that differs from the one before far more than its neighbours do from theirs (the criterion of
PySceneDetect's AdaptiveDetector: a moving camera changes every frame alike), and that is followed by frames like
itself: a flash is no cut.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np

from pixelstyle.colour import srgb_to_oklab

LEAST = 0.05
"""How far, in OKLab, the means of two frames' parts differ at least over a cut."""
RATIO = 3.0
"""How many times that of the frames around."""
_ACROSS, _DOWN = 16, 12
"""Parts of which the means are compared."""
_AROUND = 2
"""Frames on either side."""

Item = TypeVar("Item")


def signature(rgb: np.ndarray) -> np.ndarray:
    """float32 [12, 16, 3] in OKLab: what a picture, uint8 [h, w, 3], shows in its parts."""
    height, width = rgb.shape[:2]
    rows = np.linspace(0, height, _DOWN + 1).astype(int).clip(0, height - 1)[:-1]
    columns = np.linspace(0, width, _ACROSS + 1).astype(int).clip(0, width - 1)[:-1]
    sums = np.add.reduceat(np.add.reduceat(rgb, rows, axis=0, dtype=np.float32), columns, axis=1)
    counts = np.add.reduceat(np.add.reduceat(np.ones((height, width, 1), np.float32), rows, axis=0), columns, axis=1)
    return np.asarray(srgb_to_oklab(sums / counts / np.float32(255)), np.float32)


def with_cuts(frames: Iterable[tuple[Item, np.ndarray]]) -> Iterator[tuple[Item, bool]]:
    """Each item with whether a shot begins with it; `frames` are items with their signatures, [12, 16, 3].

    Looks two frames ahead, and holds no more than five of them.
    """
    window: deque[tuple[Item, np.ndarray]] = deque(maxlen=2 * _AROUND + 2)
    ahead: deque[tuple[Item, np.ndarray]] = deque()
    since = 0
    source = iter(frames)
    ended = False
    while True:
        while len(ahead) <= _AROUND and not ended:
            following = next(source, None)
            if following is None:
                ended = True
            else:
                ahead.append(following)
        if not ahead:
            return
        item, now = ahead.popleft()
        cut = not window or (since > _AROUND and _is_cut([s for _, s in window], now, [s for _, s in ahead]))
        since = 1 if cut else since + 1
        window.append((item, now))
        yield item, cut


def _is_cut(before: list[np.ndarray], now: np.ndarray, after: list[np.ndarray]) -> bool:
    step = _apart(before[-1], now)
    if step < LEAST:
        return False
    around = [_apart(a, b) for a, b in zip(before[-_AROUND - 1 :], before[-_AROUND:], strict=False)]
    around += [_apart(a, b) for a, b in zip([now, *after], after, strict=False)]
    calm = sum(around) / len(around) if around else 0.0
    if step < RATIO * calm:
        return False
    # After a flash it is again as before it: such frames go on with the shot.
    back = [_apart(before[-1], later) for later in after]
    return (not back or min(back) >= LEAST) and (len(before) < 2 or _apart(before[-2], now) >= LEAST)


def _apart(first: np.ndarray, second: np.ndarray) -> float:
    """Mean distance of the parts of two signatures."""
    return float(np.sqrt(np.square(first - second).sum(axis=-1)).mean())
