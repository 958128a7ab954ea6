"""A bar below the cell of a notebook in which a recipe works, by itself: nothing of it where there is no notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pixelstyle.optimise import Step

_EVERY = 0.2
"""Seconds from one look of the bar to the next."""


def bar_for_notebooks(headline: str) -> Callable[[Step], None] | None:
    """What to call after every step; None outside of a notebook's kernel. IPython is asked only where it runs."""
    shell: Any = sys.modules.get("IPython")
    running = None if shell is None else shell.get_ipython()
    if running is None or getattr(running, "kernel", None) is None:
        return None
    handle: Any = None
    told = 0.0

    def watch(step: Step) -> None:
        nonlocal handle, told
        now = time.monotonic()
        if now - told < _EVERY and step.iteration < step.iterations:
            return
        told = now
        left = max(0, round(step.eta))
        words = f"{step.iteration} of {step.iterations}, {left // 60}:{left % 60:02} left"
        bar = shell.display.HTML(_looks(headline, step.iteration, step.iterations, words))
        if handle is None:
            handle = shell.display.display(bar, display_id=True)
        else:
            handle.update(bar)

    return watch


def _looks(headline: str, done: int, of: int, words: str) -> str:
    return f'{escape(headline)}<br><progress value="{done}" max="{of}" style="width: 24em"></progress> {words}'
