"""SIGTERM and SIGHUP: whoever ends the program from outside gets what Ctrl-C gets, the best picture so far."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
UNFINISHED = 1
"""The exit status where a run had to end early and its best picture is saved."""

BY_CTRL_C = 130
"""The exit status of what Ctrl-C has ended."""

_heard: list[int] = []
"""The first of them that was heard in this process, if any."""


def ended_by() -> int:
    """The exit status of what was ended from outside: 130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP, as shells count."""
    return 128 + (_heard[0] if _heard else signal.SIGINT)


class Termination:
    """Hands these signals on to `pressed`, which is what hears Ctrl-C. Those that are ignored (`nohup`) stay so."""

    def __init__(self, pressed: Callable[[int, FrameType | None], None]) -> None:
        self._pressed = pressed
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Termination:
        _heard.clear()
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        _heard.append(number)
        self._pressed(number, frame)


def stop(number: int, frame: FrameType | None) -> None:
    """For `Termination`, where there is nothing to be kept: what is half written is taken away, as Ctrl-C has it."""
    raise KeyboardInterrupt


class StoppedEarlyError(Exception):
    """Ctrl-C before there was a picture."""
