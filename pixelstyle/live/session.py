"""The loop of live: a frame in, fitted, painted, handed on, and timed; the next is read and fitted meanwhile."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
    elapsed: float = 0.0
    """From the first frame to the last, waiting included."""
    clashes: int = 0

    @property
    def median(self) -> float:
        """Milliseconds a frame."""
        return 1000 * statistics.median(self.seconds) if self.seconds else 0.0

    @property
    def rate(self) -> float:
        """Frames a second."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0


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
    made, stream, first = Show(), None, time.perf_counter()
    for number, (native, seconds) in enumerate(_fitted_ahead(frames, mode), start=1):
        began = time.perf_counter()
        stream = stream or stream_for(native)
        painted = stream.frame(native)
        sink(painted, number)
        ended = time.perf_counter()
        made.seconds.append(seconds + ended - began)
        made.elapsed = ended - first
        made.clashes += len(check(painted)) if checked else 0
        if number == most or asked():
            break
    return made


def _fitted_ahead(frames: Iterable[np.ndarray], mode: ScreenMode) -> Iterator[tuple[np.ndarray, float]]:
    """Each of `frames`, uint8 [h, w, 3], in native pixels, float32 [H, W, 3], and the seconds that this took: a thread
    is one frame ahead."""
    across, down = mode.pixel
    source = iter(frames)

    def take() -> tuple[np.ndarray, float] | None:
        if (frame := next(source, None)) is None:
            return None
        began = time.perf_counter()
        native = fit_picture(frame, mode.width, mode.height, "cover", aspect=across / down)
        return native, time.perf_counter() - began

    with ThreadPoolExecutor(1, "frames") as thread:
        waiting = thread.submit(take)
        while (fitted := waiting.result()) is not None:
            waiting = thread.submit(take)
            yield fitted
