"""Who does the tasks: this process, one after the other; or a Dask cluster, of this machine or of many."""

from __future__ import annotations

from collections import deque
from typing import Protocol

from pixelstyle.film.look import Look
from pixelstyle.film.tasks import Task
from pixelstyle.film.work_folder import WorkFolder
from pixelstyle.film.working import do


class Executor(Protocol):
    """Does tasks; what is done is in the work folder."""

    def submit(self, task: Task) -> None:
        """Take on a task. Those that it needs are there, or were submitted before it."""
        ...

    def poll(self, seconds: float) -> list[Task]:
        """Tasks that were done since the last time; waits for one, but no longer than so many seconds or one task.

        Raises PixelStyleError for what cannot be done.
        """
        ...

    @property
    def pending(self) -> int:
        """How many were submitted and are not done."""
        ...

    @property
    def room(self) -> int:
        """How many may be: what lies behind them waits in the work folder."""
        ...

    def close(self) -> None:
        """Let go of whoever is at work."""
        ...


class Here:
    """This process."""

    def __init__(self, look: Look, work: WorkFolder) -> None:
        self._look, self._work = look, work
        self._waiting: deque[Task] = deque()

    def submit(self, task: Task) -> None:
        """As `Executor.submit`."""
        self._waiting.append(task)

    def poll(self, seconds: float) -> list[Task]:
        """Do the next task."""
        if not self._waiting:
            return []
        task = self._waiting.popleft()
        work = self._work
        neighbours = [None if name is None else work.read(name) for name in (task.left, task.right)]
        work.put(task.name, do(self._look, task.kind, work.read(task.content), work.read(task.palette), neighbours))
        return [task]

    @property
    def pending(self) -> int:
        """As `Executor.pending`."""
        return len(self._waiting)

    @property
    def room(self) -> int:
        """As `Executor.room`."""
        return 64

    def close(self) -> None:
        """Nobody else is at work."""
        self._waiting.clear()
