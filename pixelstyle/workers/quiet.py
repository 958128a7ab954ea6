"""What Dask is told while this package uses it: no pages, no warnings, and failures that come soon."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

PATIENCE = 30
"""Seconds in which a scheduler has to answer."""


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Dask as this package wants it for the length of a `with`. Raises ImportError where Dask is missing."""
    import dask

    for name in ("distributed", "distributed.nanny", "distributed.scheduler", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    wanted = {
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        "distributed.admin.large-graph-warning-threshold": "1GB",
        "distributed.comm.timeouts.connect": f"{PATIENCE}s",
    }
    with dask.config.set(wanted):
        yield
