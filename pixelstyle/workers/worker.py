"""A worker process of this machine: `python -m pixelstyle.workers.worker`, told on standard input whom it works for.

It ends when that pipe does, however whoever holds it has ended; what must not be broken off comes to its end first.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
from typing import Any

from pixelstyle.workers import stopping
from pixelstyle.workers.processes import ignore_signals
from pixelstyle.workers.quiet import quietly

_PATIENCE = 60
"""Seconds in which the scheduler has to answer."""

_left = threading.Event()
"""Whoever has begun this worker needs it no more, or is no more."""


def main() -> None:
    """Work until the pipe ends."""
    ignore_signals()
    begun = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no sign that this one has begun
    told = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    try:
        asyncio.run(_work(told, begun))
    except Exception as error:
        if not _left.is_set():
            print(f"A worker cannot work: {type(error).__name__}: {error}", file=sys.stderr)
    stopping.end()


def _end_with_the_pipe() -> None:
    sys.stdin.buffer.read()
    _left.set()
    stopping.end()
    os._exit(0)


async def _work(told: dict[str, Any], begun: int) -> None:
    import distributed

    library: Any = distributed  # whose functions say no types
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with quietly():
        worker = library.Worker(
            told["address"],
            name=told["name"],
            nthreads=1,
            host="127.0.0.1",
            memory_limit=0,
            local_directory=told["folder"],
            security=library.Security(**told["security"]),
            dashboard=False,
            dashboard_address="127.0.0.1:0",
            death_timeout=_PATIENCE,
        )
        async with worker:
            os.write(begun, b".")
            os.close(begun)
            await worker.finished()


if __name__ == "__main__":
    main()
