"""Importing torch and loading a network while the client's person still looks at the dialog.

Both take seconds. Runs of recipes without a network do not wait for them.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from pixelstyle.engine.galleries import painting_file, paintings
from pixelstyle.engine.handshake import ready_fields
from pixelstyle.engine.job import settings_of
from pixelstyle.recipes import Recipe, find_recipe
from pixelstyle.screens import get_mode
from pixelstyle.settings import OptimiseSettings


class Preload:
    """A thread that gets torch ready, then the networks of the run that is expected."""

    def __init__(self) -> None:
        self._imported = threading.Event()
        self._failure: Exception | None = None

    def begin(
        self, expected: dict[str, Any] | None, tell: Callable[..., None], fail: Callable[[Exception], None]
    ) -> None:
        """`expected` has the `recipe` and `settings` of a run; `tell` sends `ready` when torch is there, or `fail`."""
        threading.Thread(target=self._load, args=(expected, tell, fail), name="preload", daemon=True).start()

    def wait(self) -> None:
        """Until torch is there. Raises what kept it from coming."""
        self._imported.wait()
        if self._failure is not None:
            raise self._failure

    def _load(
        self, expected: dict[str, Any] | None, tell: Callable[..., None], fail: Callable[[Exception], None]
    ) -> None:
        with contextlib.suppress(OSError):  # nobody reads any more
            try:
                fields = ready_fields()
            except Exception as error:
                self._failure = error
                fail(error)
                return
            finally:
                self._imported.set()
            tell("ready", **fields)
            if expected is not None:
                _load_networks(expected)


def needs_torch(recipe: Recipe) -> bool:
    """Whether a recipe works with a network."""
    return issubclass(recipe.settings, OptimiseSettings)


def _load_networks(expected: dict[str, Any]) -> None:
    """Load and pack what a run will use, and let its painter paint once. What is wrong the run itself will tell."""
    with contextlib.suppress(Exception):
        recipe = find_recipe(str(expected.get("recipe")))
        settings = settings_of(recipe, dict(expected.get("settings") or {}))
        recipe.load_network(settings)
        some = painting_file(f"painting:{next(iter(paintings()))}")
        recipe.first_look(get_mode(settings.mode), {"content": some, "style": some}, settings)
