"""A film's tasks on a Dask cluster: worker processes of this machine, or whoever belongs to a scheduler elsewhere.

What goes to a worker are bytes and comes back as bytes, so that machines need no disc in common. A task has the name of
all that goes into it: one whose worker dies is done again by another, to the same bytes.
"""

from __future__ import annotations

import atexit
from collections import Counter
from dataclasses import replace
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import HeldFolder
from pixelstyle.film.look import Look
from pixelstyle.film.tasks import Task, digest
from pixelstyle.film.work_folder import WorkFolder
from pixelstyle.film.working import do
from pixelstyle.workers import Carried, Cluster, LostError, WorkerDiedError, carried, gpus_for, lay_out

_DEATHS = 10
"""Workers that may die over one task before it is given up."""
_RETRIES = 3


class DaskCluster:
    """An `Executor` of Dask's."""

    def __init__(self, look: Look, work: WorkFolder, *, workers: int = 2, address: str | None = None) -> None:
        """So many processes of this machine, or the workers of the scheduler at `address`, such as tcp://host:8786.

        Raises PixelStyleError where Dask is missing or the scheduler does not answer.
        """
        gpus = gpus_for(look.settings.device) if look.kind == "style" and address is None else []
        self._cluster = Cluster(workers, address=address, deaths=_DEATHS, threads=1, gpus=gpus)
        self._work, self._deaths = work, Counter[str]()
        self._look = look.record()
        named = look.settings.files() | ({} if look.style is None else {"style": look.style})
        self._files = {} if address is None else carried(named)
        self._tasks: dict[str, Task] = {}
        self._keys: dict[str, Any] = {}
        self._wanted = Counter[str]()

    def processes(self) -> list[int]:
        """The numbers of this machine's worker processes, as far as they are at work."""
        return self._cluster.processes()

    @property
    def room(self) -> int:
        """As `Executor.room`."""
        return 64 + 4 * self._cluster.size()

    def submit(self, task: Task) -> None:
        """As `Executor.submit`."""
        self._wanted.update(task.needs)
        self._begin(task)

    def _begin(self, task: Task) -> None:
        work = self._work
        neighbours = [
            None if name is None else self._keys.get(name) or work.read(name) for name in (task.left, task.right)
        ]
        self._tasks[task.name] = task
        future = self._cluster.submit(
            task.name,
            _do,
            self._look,
            self._files,
            task.kind,
            work.read(task.content),
            work.read(task.palette),
            *neighbours,
            key=f"{task.name}-{self._deaths[task.name]}",
            retries=_RETRIES,
        )
        if task.kind == "key":
            self._keys[task.name] = future

    def poll(self, seconds: float) -> list[Task]:
        """As `Executor.poll`."""
        names = self._cluster.ended(seconds)
        if not names and seconds:
            self._cluster.size()  # which raises PixelStyleError where nobody is left
        return [task for task in map(self._ended, names) if task is not None]

    def _ended(self, name: str) -> Task | None:
        """The task, if it has come to its end; it is begun anew where only its worker has."""
        task = self._tasks.pop(name)
        try:
            result = self._cluster.result(name)
        except (WorkerDiedError, LostError) as error:
            self._deaths[name] += 1
            if self._deaths[name] > _RETRIES:
                raise PixelStyleError(
                    "Worker after worker died over the same frames; there may not be enough memory for so many."
                    if isinstance(error, WorkerDiedError)
                    else "The scheduler has gone, or has lost what was done; try again."
                ) from None
            self._begin(task)
            return None
        self._work.put(task.name, result)
        self._wanted.subtract(task.needs)
        for key in (*task.needs, task.name):
            if not self._wanted[key] and key not in self._tasks:
                self._keys.pop(key, None)
        return task

    @property
    def pending(self) -> int:
        """As `Executor.pending`."""
        return len(self._tasks)

    def close(self) -> None:
        """As `Executor.close`: what is at work is left."""
        self._cluster.close(at_once=True)


def _do(
    look: dict[str, Any],
    files: Carried,
    kind: str,
    content: bytes,
    palette: bytes,
    left: bytes | None,
    right: bytes | None,
) -> bytes:
    """What a worker does."""
    return do(_here(look, files), kind, content, palette, (left, right))


_looks: dict[str, Look] = {}
"""Those that this process has worked for."""
_folders: list[HeldFolder] = []
"""Where files are that came along; they go when this process ends."""


def _here(told: dict[str, Any], files: Carried) -> Look:
    """The look, with the files that came along where this process can read them."""
    known = digest(told, sorted(files))
    if known not in _looks:
        look = Look.from_record(told)
        if files:
            _folders.append(HeldFolder("film"))
            atexit.register(_folders[-1].remove)
            moved = lay_out(files, _folders[-1].path)
            style = moved.pop("style", look.style)
            look = replace(look, settings=look.settings.with_files(moved), style=style)
        _looks[known] = look
    return _looks[known]
