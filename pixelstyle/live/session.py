"""The loop of live: a frame in, fitted, painted, handed on, and timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from pixelstyle.files import fit_picture
from pixelstyle.live.sinks import Sink
from pixelstyle.painters import Stream
from pixelstyle.screens import ScreenMode, check


@dataclass
class Show:
    """What came of it."""

    seconds: list[float] = field(default_factory=list)
    """Of each frame: fitting, painting and handing on; not the waiting for it."""
    clashes: int = 0

    @property
    def median(self) -> float:
        """Milliseconds a frame."""
        return 1000 * statistics.median(self.seconds) if self.seconds else 0.0


def show_live(
    frames: Iterable[np.ndarray],
    stream_for: Callable[[np.ndarray], Stream],
    mode: ScreenMode,
    sink: Sink,
    *,
    most: int | None = None,
    checked: bool = False,
    asked: Callable[[], int] = lambda: 0,
) -> Show:
    """Paint `frames`, uint8 [h, w, 3], one by one until they end, there are `most`, or somebody has `asked`.

    `stream_for` makes the stream from the first one in native pixels, float32 [H, W, 3]: its palette may be chosen by
    it. `checked`: every frame goes through the checker besides.
    """
    made, stream = Show(), None
    across, down = mode.pixel
    for number, frame in enumerate(frames, start=1):
        began = time.perf_counter()
        native = fit_picture(frame, mode.width, mode.height, "cover", aspect=across / down)
        stream = stream or stream_for(native)
        painted = stream.frame(native)
        sink(painted, number)
        made.seconds.append(time.perf_counter() - began)
        made.clashes += len(check(painted)) if checked else 0
        if number == most or asked():
            break
    return made
