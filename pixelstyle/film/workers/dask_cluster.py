"""A film's tasks on a Dask cluster: worker processes of this machine, or whoever belongs to a scheduler elsewhere.

What goes to a worker are bytes and comes back as bytes, so that machines need no disc in common. A task has the name of
all that goes into it: one whose worker dies is done again by another, to the same bytes.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import queue
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import HeldFolder
from pixelstyle.film.look import Look
from pixelstyle.film.tasks import Task, digest
from pixelstyle.film.work_folder import WorkFolder
from pixelstyle.film.working import do

_DEATHS = 10
"""Workers that may die over one task before it is given up."""
_RETRIES = 3
_PATIENCE = 30
"""Seconds in which a scheduler has to answer."""
_MOST_BYTES = 64 << 20
"""Of a file that goes along with a task; larger ones, a network's weights say, have to be on every machine."""


class DaskCluster:
    """An `Executor` of Dask's."""

    def __init__(self, look: Look, work: WorkFolder, *, workers: int = 2, address: str | None = None) -> None:
        """So many processes of this machine, or the workers of the scheduler at `address`, such as tcp://host:8786.

        Raises PixelStyleError where Dask is missing or the scheduler does not answer.
        """
        try:
            import dask
            import distributed

            from pixelstyle.film.workers.dask_worker import Quiet
        except ImportError:
            raise PixelStyleError("Several workers need a package: pip install 'pixelstyle[film]'.") from None
        for name in ("distributed", "distributed.nanny", "distributed.scheduler", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        dask.config.set(
            {
                "distributed.scheduler.allowed-failures": _DEATHS,
                "distributed.worker.daemon": True,
                "distributed.admin.large-graph-warning-threshold": "1GB",
                "distributed.comm.timeouts.connect": f"{_PATIENCE}s",
            }
        )
        library: Any = distributed  # whose functions say no types
        self._distributed = library
        self._work, self._deaths = work, Counter[str]()
        self._cluster: Any = None
        try:
            if address is None:
                self._cluster = library.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )
            self._client: Any = library.Client(self._cluster or address, timeout=_PATIENCE, set_as_default=False)
            self._client.register_plugin(Quiet())
        except (OSError, TimeoutError, ValueError, ImportError) as error:
            raise PixelStyleError(f"The scheduler at '{address}' does not answer: {error}") from None
        self._look = look.record()
        self._files = {} if address is None else _carried(look)
        self._futures: dict[str, tuple[Task, Any]] = {}
        self._keys: dict[str, Any] = {}
        self._wanted = Counter[str]()
        self._done: queue.Queue[str] = queue.Queue()

    def processes(self) -> list[int]:
        """The numbers of this machine's worker processes, as far as they are at work."""
        nannies = () if self._cluster is None else self._cluster.workers.values()
        return [nanny.pid for nanny in nannies if nanny.pid]

    @property
    def room(self) -> int:
        """As `Executor.room`."""
        return 64 + 4 * len(self._client.nthreads())

    def submit(self, task: Task) -> None:
        """As `Executor.submit`."""
        self._wanted.update(task.needs)
        self._begin(task)

    def _begin(self, task: Task) -> None:
        work = self._work
        neighbours = [
            None if name is None else self._keys.get(name) or work.read(name) for name in (task.left, task.right)
        ]
        future: Any = self._client.submit(
            _do,
            self._look,
            self._files,
            task.kind,
            work.read(task.content),
            work.read(task.palette),
            *neighbours,
            key=f"{task.name}-{self._deaths[task.name]}",
            retries=_RETRIES,
            pure=False,
        )
        self._futures[task.name] = task, future
        if task.kind == "key":
            self._keys[task.name] = future
        future.add_done_callback(lambda _: self._done.put(task.name))

    def poll(self, seconds: float) -> list[Task]:
        """As `Executor.poll`."""
        found = []
        with contextlib.suppress(queue.Empty):
            name = self._done.get(timeout=seconds) if seconds else self._done.get_nowait()
            while True:
                if (task := self._ended(name)) is not None:
                    found.append(task)
                name = self._done.get_nowait()
        return found

    def _ended(self, name: str) -> Task | None:
        """The task, if it has come to its end; it is begun anew where only its worker has."""
        task, future = self._futures.pop(name)
        try:
            result = future.result(timeout=_PATIENCE)
        except self._distributed.scheduler.KilledWorker:
            self._deaths[name] += 1
            if self._deaths[name] > _RETRIES:
                raise PixelStyleError(
                    "Worker after worker died over the same frames; there may not be enough memory for so many."
                ) from None
            self._begin(task)
            return None
        except (self._distributed.client.FutureCancelledError, TimeoutError):
            self._deaths[name] += 1
            if self._deaths[name] > _RETRIES:
                raise PixelStyleError("The scheduler has gone, or has lost what was done; try again.") from None
            self._begin(task)
            return None
        self._work.put(task.name, result)
        self._wanted.subtract(task.needs)
        for key in (*task.needs, task.name):
            if not self._wanted[key] and key not in self._futures:
                self._keys.pop(key, None)
        return task

    @property
    def pending(self) -> int:
        """As `Executor.pending`."""
        return len(self._futures)

    def close(self) -> None:
        """As `Executor.close`: what is at work is left."""
        with contextlib.suppress(Exception):
            self._client.cancel([future for _, future in self._futures.values()], force=True)
        for one in (self._client, self._cluster):
            if one is not None:
                with contextlib.suppress(Exception):
                    one.close(timeout=5)


def _do(
    look: dict[str, Any],
    files: dict[str, tuple[str, bytes]],
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


def _here(told: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Look:
    """The look, with the files that came along where this process can read them."""
    known = digest(told, sorted(files))
    if known not in _looks:
        look = Look.from_record(told)
        if files:
            _folders.append(HeldFolder("film"))
            atexit.register(_folders[-1].remove)
            folder = _folders[-1].path
            moved = {}
            for name, (called, data) in files.items():
                (folder / name).mkdir()
                moved[name] = str(folder / name / Path(called).name)
                Path(moved[name]).write_bytes(data)
            style = moved.pop("style", look.style)
            look = replace(look, settings=look.settings.with_files(moved), style=style)
        _looks[known] = look
    return _looks[known]


def _carried(look: Look) -> dict[str, tuple[str, bytes]]:
    """The files that go into every frame, by what they are for: their names and their bytes."""
    named = look.settings.files() | ({} if look.style is None else {"style": look.style})
    return {
        name: (Path(path).name, Path(path).read_bytes())
        for name, path in named.items()
        if Path(path).stat().st_size <= _MOST_BYTES
    }
