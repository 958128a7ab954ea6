"""Importing torch and loading a network while the client's person still looks at the dialog.

Both take seconds. Runs of recipes without a network do not wait for them.
"""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Callable
from typing import Any

from pixelstyle.engine.handshake import offer_of_torch
from pixelstyle.engine.job import settings_of
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import OptimiseSettings, Recipe, find_recipe


class Warmth:
    """A thread that gets torch ready, then the network of the run that is expected."""

    def __init__(self) -> None:
        self._imported = threading.Event()
        self._trouble: Exception | None = None

    def begin(
        self, expected: dict[str, Any] | None, tell: Callable[..., None], fail: Callable[[Exception], None]
    ) -> None:
        """`expected` has the `recipe` and `settings` of a run; `tell` sends `ready` when torch is there, or `fail`."""
        threading.Thread(target=self._work, args=(expected, tell, fail), name="warmth", daemon=True).start()

    def wait(self) -> None:
        """Until torch is there. Raises what kept it from coming."""
        self._imported.wait()
        if self._trouble is not None:
            raise self._trouble

    def _work(
        self, expected: dict[str, Any] | None, tell: Callable[..., None], fail: Callable[[Exception], None]
    ) -> None:
        with contextlib.suppress(OSError):  # nobody reads any more
            try:
                offered = offer_of_torch()
            except Exception as error:
                self._trouble = error
                fail(error)
                return
            finally:
                self._imported.set()
            tell("ready", **offered)
            if expected is not None:
                _warm_network(expected)


def needs_torch(recipe: Recipe) -> bool:
    """Whether a recipe works with a network."""
    return issubclass(recipe.settings, OptimiseSettings)


def _warm_network(expected: dict[str, Any]) -> None:
    """Load and pack what a run will use. What is wrong with it the run itself will tell, if it comes."""
    from pixelstyle.recipes.network_pair import warm

    with contextlib.suppress(PixelStyleError, RuntimeError, MemoryError, TypeError):
        recipe = find_recipe(str(expected.get("recipe")))
        layers_of = getattr(importlib.import_module(f"pixelstyle.recipes.{recipe.name}"), "layers_of", None)
        settings = settings_of(recipe, dict(expected.get("settings") or {}))
        if layers_of is not None and isinstance(settings, OptimiseSettings):
            warm(settings, layers_of(settings))
