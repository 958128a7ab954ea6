"""Processes that work through a batch: one a GPU or a core, each with a network of its own.

A pool of our own rather than the library's: a worker that the system kills for its memory is to cost one picture, not
the batch.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from pixelstyle.batch.task import Done, How, Task, attempt
from pixelstyle.recipes import never

_FINISH = "finish"
"""What a worker is sent while it is at work, in place of a task."""
_LEAVING = 5.0
"""Seconds that an idle worker has to end by itself."""
_OURS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_HEARD_AFTER = 0.2
"""Seconds after which the batch looks at the latest whether it is to stop."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    began: float = 0.0


class Workers:
    """`with Workers(4) as pool: for task, failure, seconds in pool.work(tasks): ...`; leaving ends all of them."""

    def __init__(self, count: int, device: str = "auto") -> None:
        """`device` as in the settings: by itself each worker gets the next GPU, where there are some."""
        import torch

        several = torch.cuda.device_count() if device in ("auto", "cuda") else 0
        self._gpus = _named_gpus() or [str(number) for number in range(several)] if several else []
        self._context = multiprocessing.get_context("spawn")
        self._threads = max(1, (os.cpu_count() or 1) // max(1, count))
        self._workers = [self._start(number) for number in range(count)]

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()  # which an idle one takes for the end
            if kind is not None:
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(_LEAVING)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def work(self, tasks: list[Task], asked: Callable[[], int] = never) -> Iterator[Done]:
        """Each task as it is done, in whatever order; those at work when it is `asked` for are the last."""
        waiting = list(reversed(tasks))
        for worker in self._workers:
            self._give(worker, waiting)
        told = 0
        while busy := {worker.pipe: worker for worker in self._workers if worker.task is not None}:
            ready = wait(list(busy), _HEARD_AFTER)
            if (times := asked()) > told:
                waiting = []
                for worker in busy.values():
                    for _ in range(told, times):
                        with contextlib.suppress(OSError):  # it has ended
                            worker.pipe.send(_FINISH)
                told = times
            for pipe in ready:
                worker = busy[pipe]  # type: ignore[index]
                task = worker.task
                assert task is not None
                try:
                    became = worker.pipe.recv()
                except (EOFError, OSError):
                    became = (
                        How.FAILED,
                        "Its worker was ended from outside; there may not be enough memory for so many.",
                    )
                    self._replace(worker)
                seconds = time.monotonic() - worker.began
                worker.task = None
                self._give(worker, waiting)
                yield task, became, seconds

    def _give(self, worker: _Worker, waiting: list[Task]) -> None:
        if waiting:
            worker.task, worker.began = waiting.pop(), time.monotonic()
            with contextlib.suppress(OSError):  # it has ended, which reading from it will tell
                worker.pipe.send(worker.task)

    def _start(self, number: int) -> _Worker:
        ours, theirs = self._context.Pipe()
        gpu = self._gpus[number % len(self._gpus)] if self._gpus else None
        process = self._context.Process(target=_serve, args=(theirs, gpu, self._threads), daemon=True)
        with _signals_held():  # a worker that is being imported has no answer to them yet
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _replace(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.join()
        fresh = self._start(self._workers.index(worker))
        worker.process, worker.pipe = fresh.process, fresh.pipe


def _named_gpus() -> list[str]:
    return [name for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if name]


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


def _serve(pipe: Connection, gpu: str | None, threads: int) -> None:
    """What a worker does: tasks until the pipe ends, if need be with a picture, which is saved as it is then."""
    for number in _OURS:  # the batch answers them, and then ends its workers
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _OURS)
    if gpu is not None:  # before torch is imported, which looks at this once
        os.environ["CUDA_VISIBLE_DEVICES"] = gpu
    import torch

    torch.set_num_threads(threads)
    told, ended = 0, False

    def asked() -> int:
        """How often the batch has said so since this task was begun; it says nothing any more: that is often enough."""
        nonlocal told, ended
        try:
            while not ended and pipe.poll():
                told += pipe.recv() == _FINISH
        except (EOFError, OSError):
            ended = True
        return 2 if ended else told

    with contextlib.suppress(EOFError, OSError):
        while not ended:
            told = 0
            task = pipe.recv()
            if task != _FINISH:  # that comes too late: the task was just done
                pipe.send(attempt(task, asked))
