"""A Dask cluster: worker processes of this machine, or whoever belongs to a scheduler elsewhere."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import queue
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import HeldFolder
from pixelstyle.workers.processes import WorkerProcesses
from pixelstyle.workers.quiet import PATIENCE, quietly
from pixelstyle.workers.stopping import ask

NEEDED = "Several workers need Dask: pip install 'pixelstyle[style]', or '.[style]' in a checkout."


class WorkerDiedError(Exception):
    """The worker that had a call has died; so have others before it, as far as the scheduler tries again."""


class LostError(Exception):
    """The scheduler has gone, or no longer has what was done."""


def have_dask() -> bool:
    """Whether Dask is installed, and what its local clusters are locked with."""
    return all(importlib.util.find_spec(name) for name in ("dask", "distributed", "cryptography"))


class Cluster:
    """Calls are submitted by name, and their ends are heard of by name."""

    def __init__(
        self,
        count: int = 2,
        *,
        address: str | None = None,
        deaths: int = 0,
        threads: int | None = None,
        gpus: Sequence[str] = (),
    ) -> None:
        """So many processes of this machine, or the workers of the scheduler at `address`, such as tcp://host:8786.

        Of this machine's: over one call `deaths` may die before it is given up; each computes with so many `threads`,
        by itself its part of the cores, and has one of the `gpus`, as CUDA_VISIBLE_DEVICES calls them. Nobody else on
        this machine can reach them. Raises PixelStyleError where Dask is missing or the scheduler does not answer.
        """
        if not have_dask():
            raise PixelStyleError(NEEDED)
        import distributed

        self.elsewhere = address is not None
        self.owner = uuid.uuid4().hex
        """What those are told whose calls must not be broken off, for `at_work`."""
        self._library: Any = distributed  # whose functions say no types
        self._address = address
        self._processes: WorkerProcesses | None = None
        self._futures: dict[str, Any] = {}
        self._ended: queue.Queue[str] = queue.Queue()
        with contextlib.ExitStack() as open_now:
            open_now.enter_context(quietly())
            if address is None:
                self._begin(open_now, count, deaths, threads or max(1, (os.cpu_count() or 1) // count), gpus)
            else:
                self._client: Any = open_now.enter_context(self._connected(address))
            self._open = open_now.pop_all()

    def _begin(
        self, open_now: contextlib.ExitStack, count: int, deaths: int, threads: int, gpus: Sequence[str]
    ) -> None:
        folder = open_now.enter_context(HeldFolder("workers"))
        security = self._library.Security.temporary()
        local = self._library.LocalCluster(
            n_workers=0,
            processes=True,
            host="127.0.0.1",
            protocol="tls://",
            security=security,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"allowed_failures": deaths, "dashboard": False},
            silence_logs=logging.CRITICAL,
        )
        open_now.callback(_suppressing, local.close)
        self._client = open_now.enter_context(self._connected(local, security=security))
        names = ("tls_ca_file", "tls_worker_key", "tls_worker_cert")
        kept = {name: getattr(security, name) for name in names} | {"require_encryption": True}
        told = {"address": local.scheduler_address, "folder": str(folder), "security": kept}
        self._processes = WorkerProcesses(count, told, threads=threads, gpus=gpus)

    @contextlib.contextmanager
    def _connected(self, where: Any, **how: Any) -> Iterator[Any]:
        try:
            client = self._library.Client(where, timeout=PATIENCE, set_as_default=False, **how)
        except (OSError, TimeoutError, ValueError, ImportError) as error:
            raise PixelStyleError(f"The scheduler at '{where}' does not answer: {error}") from None
        try:
            yield client
        finally:
            _suppressing(client.close, timeout=5)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(at_once=kind is not None)

    def processes(self) -> list[int]:
        """The numbers of this machine's worker processes, as far as they are running."""
        return [] if self._processes is None else self._processes.numbers()

    def size(self) -> int:
        """How many calls can be at work at the same time now. Raises PixelStyleError where nobody is left to do any."""
        try:
            count = sum(self._client.nthreads().values())
        except (OSError, TimeoutError):
            raise PixelStyleError(
                f"The scheduler at '{self._address}' has gone; run it again to go on from what is done."
            ) from None
        if not count and self._processes is not None and self._processes.given_up:
            raise PixelStyleError(
                "No worker comes to its work; there may not be enough memory for so many: --workers 1 needs the least."
            )
        return int(count)

    def submit(
        self, name: str, function: Callable[..., Any], *arguments: Any, retries: int = 0, key: str | None = None
    ) -> Any:
        """Have `function` called by a worker, to which it and its arguments travel; again as often as it may raise.

        `key` is the call's name for the scheduler, by itself `name`. Gives what other calls take as an argument in
        place of the result.
        """
        future: Any = self._client.submit(function, *arguments, key=key or name, retries=retries, pure=False)
        self._futures[name] = future
        future.add_done_callback(lambda _: self._ended.put(name))
        return future

    def ended(self, seconds: float) -> list[str]:
        """The names of calls that have come to their ends; waits for one, but no longer than so many seconds."""
        names = []
        with contextlib.suppress(queue.Empty):
            names.append(self._ended.get(timeout=seconds) if seconds else self._ended.get_nowait())
            while True:
                names.append(self._ended.get_nowait())
        return names

    def result(self, name: str) -> Any:
        """What the call has given, once. Raises what it has raised, WorkerDiedError and LostError."""
        future = self._futures.pop(name)
        try:
            return future.result(timeout=PATIENCE)
        except self._library.scheduler.KilledWorker:
            raise WorkerDiedError from None
        except (self._library.client.FutureCancelledError, TimeoutError):
            raise LostError from None

    def ask(self, times: int) -> None:
        """Tell the calls at work, as far as they heed it, that somebody has asked so often that they end."""
        with contextlib.suppress(Exception):  # who does not answer is told again, or has ended
            self._client.run(ask, self.owner, times, on_error="ignore")

    def close(self, *, at_once: bool = False) -> None:
        """Let go of the workers. This machine's end when what they are making is kept, `at_once` without that."""
        if self._processes is not None:
            self._processes.close(at_once=at_once)
        elif self._futures:
            _suppressing(self._client.cancel, list(self._futures.values()), force=True)
        self._open.close()


def _suppressing(function: Callable[..., Any], *arguments: Any, **named: Any) -> None:
    """What is closed may have gone."""
    with contextlib.suppress(Exception):
        function(*arguments, **named)
