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
    finishes: int = 0
    """How often the client asked for an end, with the best picture so far: first a good one, then one at once."""
    changes: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)
    """New values for settings, to be used from the next step on."""
