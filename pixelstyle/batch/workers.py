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

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()

    def work(self, tasks: list[Task], asked: Callable[[], int] = never) -> Iterator[Done]:
        """Each task as it is done, in whatever order; those at work when it is `asked` for are the last."""
        waiting = list(reversed(tasks))
        for worker in self._workers:
            self._give(worker, waiting)
        finishing = False
        while busy := {worker.pipe: worker for worker in self._workers if worker.task is not None}:
            ready = wait(list(busy), _HEARD_AFTER)
            if asked() and not finishing:
                finishing, waiting = True, []
                for worker in busy.values():
                    with contextlib.suppress(OSError):  # it has ended
                        worker.pipe.send(_FINISH)
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
            worker.pipe.send(worker.task)

    def _start(self, number: int) -> _Worker:
        ours, theirs = self._context.Pipe()
        gpu = self._gpus[number % len(self._gpus)] if self._gpus else None
        process = self._context.Process(target=_serve, args=(theirs, gpu, self._threads), daemon=True)
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


def _serve(pipe: Connection, gpu: str | None, threads: int) -> None:
    """What a worker does: tasks until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's to answer, which then ends its workers
    if gpu is not None:  # before torch is imported, which looks at this once
        os.environ["CUDA_VISIBLE_DEVICES"] = gpu
    import torch

    torch.set_num_threads(threads)
    told = 0

    def asked() -> int:
        """Whether the batch has said so since this task was begun."""
        nonlocal told
        while pipe.poll():
            told += pipe.recv() == _FINISH
        return told

    while True:
        told = 0
        try:
            task = pipe.recv()
        except EOFError:
            return
        if task != _FINISH:  # that comes too late: the task was just done
            pipe.send(attempt(task, asked))
