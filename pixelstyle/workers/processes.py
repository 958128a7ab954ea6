"""Worker processes of this machine: begun, begun anew when they die, and ended.

Dask's own way of beginning them ends a worker at once when whoever began it dies; these save what they are making
first. They are programs rather than forks or copies of the caller, so that a script of the caller's needs no guard.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_TRIES = 3
"""How often in a row a worker may end before it has begun."""
_LEAVING = 5.0
"""Seconds in which an idle worker ends by itself."""
_OURS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class WorkerProcesses:
    """So many processes that belong to a scheduler; each is a thread of this process, which waits for its end."""

    def __init__(self, count: int, told: Mapping[str, Any], *, threads: int, gpus: Sequence[str] = ()) -> None:
        """`told`: what `pixelstyle.workers.worker` reads; `threads`: of what each computes with; `gpus`: what
        CUDA_VISIBLE_DEVICES calls those that they are given in turns."""
        self._told, self._threads, self._gpus = dict(told), threads, list(gpus)
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._changed = threading.Lock()
        self._closing = False
        self._keepers = [threading.Thread(target=self._keep, args=(number,), daemon=True) for number in range(count)]
        for keeper in self._keepers:
            keeper.start()

    def numbers(self) -> list[int]:
        """The system's numbers of those that are running."""
        with self._changed:
            return [process.pid for process in self._running.values() if process.poll() is None]

    @property
    def given_up(self) -> bool:
        """Whether none is running, nor will be: they ended again and again before they had begun."""
        return not any(keeper.is_alive() for keeper in self._keepers)

    def close(self, *, at_once: bool = False) -> None:
        """End all of them: when what they are making is kept, but after a few seconds, or `at_once`, in any case."""
        with self._changed:
            self._closing = True
            for process in self._running.values():
                assert process.stdin is not None
                with contextlib.suppress(OSError):
                    process.stdin.close()
                if at_once:
                    process.kill()
        until = time.monotonic() + _LEAVING
        for process in list(self._running.values()):
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        for keeper in self._keepers:
            keeper.join()

    def _keep(self, number: int) -> None:
        failed = 0
        while failed < _TRIES:
            with self._changed:
                if self._closing:
                    return
                process = self._running[number] = self._start(number)
            assert process.stdout is not None
            with process.stdout as pipe:
                begun = bool(pipe.read(1))
            process.wait()
            with contextlib.suppress(OSError):
                assert process.stdin is not None
                process.stdin.close()
            failed = 0 if begun else failed + 1

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        threads = {name: str(self._threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
        where = {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}  # noqa: PTH109 - as it is
        gpu = {"CUDA_VISIBLE_DEVICES": self._gpus[number % len(self._gpus)]} if self._gpus else {}
        with _signals_held():  # a worker that is being imported has no answer to them yet
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pixelstyle.workers.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=threads | os.environ | where | gpu,
            )
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended, which waiting for it will tell
            process.stdin.write(json.dumps(self._told | {"name": str(number)}).encode() + b"\n")
            process.stdin.flush()
        return process


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Signals come afterwards; a process that is begun meanwhile holds them from birth."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OURS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_signals() -> None:
    """What a worker does first: whoever began it answers them, and then ends it."""
    for number in _OURS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _OURS)
