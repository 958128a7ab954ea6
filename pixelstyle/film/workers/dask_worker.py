"""What a Dask worker is told when it begins. Imports Dask, and is imported only where there is one."""

from __future__ import annotations

import contextlib
import signal
from typing import Any

from distributed import WorkerPlugin


class Quiet(WorkerPlugin):
    """Ctrl-C is answered by whoever began the film, and by no worker."""

    name = "pixelstyle-quiet"
    idempotent = True

    def setup(self, worker: Any) -> None:
        """Called by Dask when a worker begins."""
        del worker
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, signal.SIG_IGN)
