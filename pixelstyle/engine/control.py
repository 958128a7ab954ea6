"""How the thread that reads commands steers the one that works."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field
from typing import Any


class CancelledError(Exception):
    """The client wants nothing any more."""


@dataclass
class Control:
    """One for each run."""

    cancelled: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)
    """Stop here, with the best picture so far."""
    changes: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)
    """New values for settings, to be used from the next step on."""
