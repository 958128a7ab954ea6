"""The engine on this process's own stdin and stdout."""

from __future__ import annotations

import os
import signal


def serve_pipes() -> None:
    """Serve one client, until stdin ends; then the process does."""
    from pixelstyle.engine.session import Session  # here: whoever only wants the engine's address needs no recipes

    # torch's threads wait by spinning, which beside other busy programs made a draft take 62 s in place of 8 s; torch
    # comes later, so that this is early enough.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # A library's stray print must not come between two messages: from here on stdout goes where stderr goes.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    source = os.fdopen(os.dup(0), "rb")
    session = Session(source, sink)
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: session.end_soon())
    session.serve()
