"""How the thread that reads commands steers the one that works."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


class CancelledError(Exception):
    """The client wants nothing any more."""


@dataclass
class Control:
    """One for each run."""

    cancelled: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)
    """Stop here, with the best picture so far."""
    weights: dict[str, float] = field(default_factory=dict)
    """To be used from the next step on."""
