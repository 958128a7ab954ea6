"""Calls dealt out to a cluster, never more than it has workers: whoever dies has one at most."""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.workers.cluster import Cluster, LostError, WorkerDiedError

_HEARD_AFTER = 0.2
"""Seconds after which it is seen at the latest that somebody has asked, or that there are more workers."""


@dataclass(frozen=True)
class Call:
    """What a worker is to do."""

    function: Callable[..., Any]
    arguments: Callable[[], tuple[Any, ...]]
    """What it is called with, found out when its turn has come. Raises PixelStyleError where that cannot be."""


@dataclass(frozen=True)
class Ended:
    """What has become of a call."""

    number: int
    """Of those that were to be done, from 0."""
    result: Any
    """None where it failed."""
    error: Exception | None
    """WorkerDiedError and LostError among them."""
    seconds: float

    @property
    def failure(self) -> str | None:
        """Why it failed, for people, if it did."""
        if isinstance(self.error, WorkerDiedError):
            return "Its worker was ended from outside; there may not be enough memory for so many."
        if isinstance(self.error, LostError):
            return "The scheduler has lost it."
        return None if self.error is None else str(self.error)


def deal(cluster: Cluster, calls: Sequence[Call], asked: Callable[[], int]) -> Iterator[Ended]:
    """The calls as they end. Once `asked` gives more than 0, none is begun any more, and those at work hear of it.

    Raises PixelStyleError where no worker is left.
    """
    waiting = deque(enumerate(calls))
    began: dict[str, tuple[int, float]] = {}
    told = 0
    while waiting or began:
        if (told := max(told, asked())) > 0:
            waiting.clear()
            if began:
                cluster.ask(told)  # every time: a worker that has begun meanwhile has not heard
        free = cluster.size() - len(began)
        while waiting and free > 0:
            number, call = waiting.popleft()
            try:
                arguments = call.arguments()
            except PixelStyleError as error:
                yield Ended(number, None, error, 0.0)
                continue
            name = f"call-{uuid.uuid4().hex}"
            began[name] = number, time.monotonic()
            cluster.submit(name, call.function, *arguments)
            free -= 1
        for name in cluster.ended(_HEARD_AFTER):
            number, since = began.pop(name)
            seconds = time.monotonic() - since
            try:
                ended = Ended(number, cluster.result(name), None, seconds)
            except (WorkerDiedError, LostError, PixelStyleError) as error:
                ended = Ended(number, None, error, seconds)
            yield ended
