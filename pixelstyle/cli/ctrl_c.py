"""Ctrl-C as a question that a run answers between two steps, rather than an exception in the middle of one."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any


class CtrlC:
    """Takes over Ctrl-C: what is within its patience is only counted, so that the step at work is finished and the
    picture saved. Breaking a step off would gain next to nothing, since Python hears of Ctrl-C between torch's calls,
    and torch 2.4 has damaged its memory after a backward pass that was broken off.
    """

    def __init__(self, patience: float = 0) -> None:
        """Raises KeyboardInterrupt from the press on that comes after so many; `math.inf`: never."""
        self.patience = patience
        self.presses = 0
        """How often it was pressed."""
        self._before: Any = None

    def asked(self) -> int:
        """How often it was pressed, for those who ask after every step."""
        return self.presses

    def __enter__(self) -> CtrlC:
        # Not in threads, where Python has no signals, and not where a shell had Ctrl-C ignored (`nohup`, `&`).
        here = threading.current_thread() is threading.main_thread()
        if here and signal.getsignal(signal.SIGINT) not in (signal.SIG_IGN, None):
            self._before = signal.signal(signal.SIGINT, self._pressed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _pressed(self, number: int, frame: FrameType | None) -> None:
        # Whoever ends the program by another signal, a machine that shuts down say, has less patience than a person.
        self.presses += 1 if number == signal.SIGINT else 2
        if self.presses > self.patience:
            raise KeyboardInterrupt
