"""What a worker knows of being asked to stop, and how whoever ends it waits until its calls have come to their ends."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator

_asked: dict[str, int] = {}
"""How often each cluster's owner has asked."""
_calls: Counter[str] = Counter()
_changed = threading.Condition()
_ended = False


def ask(owner: str, times: int) -> None:
    """Called in a worker: the calls of this owner are to come to an end; more than once, at once."""
    _asked[owner] = max(times, _asked.get(owner, 0))


@contextlib.contextmanager
def at_work(owner: str) -> Iterator[Callable[[], int]]:
    """While a call is at work that must not be broken off: gives what says how often somebody has asked it to end.

    2 from the moment on that the owner has gone: what it would have is kept by then, or never.
    """
    with _changed:
        _calls[owner] += 1
    try:
        yield lambda: 2 if _ended else _asked.get(owner, 0)
    finally:
        with _changed:
            _calls[owner] -= 1
            _changed.notify_all()


def end() -> None:
    """Have all calls come to an end at once, and wait for them."""
    global _ended
    _ended = True
    with _changed:
        _changed.wait_for(lambda: not any(_calls.values()))
