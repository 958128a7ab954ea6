"""Who watches a run: GIMP's own progress bar, or the window of dialogs/progress_window.py."""

from __future__ import annotations

from typing import Any, Protocol

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib  # noqa: E402

from pixelstyle_gimp.engine import Engine  # noqa: E402


class Watcher(Protocol):
    """What `run_request` tells of the runs that it starts."""

    def begin(self, engine: Engine, title: str) -> None:
        """A run of this engine is about to start."""

    def started(self, job: int, message: dict[str, Any]) -> None:
        """The engine has taken it up."""

    def painted(self, message: dict[str, Any]) -> None:
        """A painter's picture is there, before the first iteration."""

    def step(self, message: dict[str, Any]) -> None:
        """One more iteration is done."""

    def warn(self, text: str) -> None:
        """Something that the person should know."""

    def idle(self) -> None:
        """Called many times a second. Raises CancelledError when the person wants nothing any more."""

    def end(self) -> None:
        """All runs are over."""


class ProgressBar:
    """Shows a run in GIMP's own progress bar."""

    def begin(self, engine: Engine, title: str) -> None:
        Gimp.progress_init(title)

    def started(self, job: int, message: dict[str, Any]) -> None:
        pass

    def painted(self, message: dict[str, Any]) -> None:
        pass

    def step(self, message: dict[str, Any]) -> None:
        Gimp.progress_set_text(describe_step(message))
        Gimp.progress_update(message["iteration"] / message["iterations"])

    def warn(self, text: str) -> None:
        Gimp.message(text)

    def idle(self) -> None:
        handle_events()

    def end(self) -> None:
        Gimp.progress_end()


def handle_events() -> None:
    """Let windows and GIMP's messages have their turn."""
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)


def describe_step(message: dict[str, Any]) -> str:
    """One line about where a run stands."""
    losses = ", ".join(
        f"{name} {value:.3g}" for name, value in message["losses"].items() if value is not None and name != "tv"
    )
    seconds = max(0, round(message["eta"] or 0))
    return f"{message['iteration']} of {message['iterations']}, {seconds // 60}:{seconds % 60:02} left, {losses}"
