"""A run: a recipe at work, whose steps can be watched and which has a legal result at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes.result import Result
from pixelstyle.screens import ScreenMode

if TYPE_CHECKING:  # torch takes seconds to import, and `convert` has no use for it
    from pixelstyle.optimise import Outcome, Resumable, Step

    class Work(Resumable, Protocol):
        """An Optimisation, or something that stands for several."""

        def steps(self) -> Iterator[Step]: ...

        def result(self) -> Outcome: ...


Watcher = Callable[["Step"], None]
"""Called after every step."""


class Run(Protocol):
    """What the command line, the engine and Python programs hold while a recipe works."""

    @property
    def mode(self) -> ScreenMode:
        """The machine, at its final size."""
        ...

    @property
    def headline(self) -> str:
        """One line: what will be made, from what, for which machine."""
        ...

    def steps(self) -> Iterator[Step]:
        """The work, step by step; stop reading to stop it."""
        ...

    def result(self) -> Result:
        """The best picture so far, legal on its machine, at any time."""
        ...

    def save_checkpoint(self, path: str | Path) -> None:
        """Write the whole state between two steps; `resume` then goes on to the same bytes."""
        ...

    def resume(self, path: str | Path) -> None:
        """Go on where a checkpoint was written. Raises PixelStyleError for another picture's."""
        ...


@runtime_checkable
class Changeable(Protocol):
    """A run whose settings may change between two steps."""

    def changeable(self) -> dict[str, Any]:
        """The settings that may change, with the values of now."""
        ...

    def change(self, values: Mapping[str, Any]) -> None:
        """New values, used from the next step on; all or none. Raises PixelStyleError for what cannot be."""
        ...


@dataclass
class OptimisingRun:
    """A run of the optimiser."""

    mode: ScreenMode
    headline: str
    optimisation: Work
    finish: Callable[[Outcome], Result]
    identity: dict[str, Any]
    """What is being made: a checkpoint of anything else is refused."""

    def save_checkpoint(self, path: str | Path) -> None:
        from pixelstyle.optimise import save_checkpoint

        save_checkpoint(Path(path), self.optimisation, self.identity)

    def resume(self, path: str | Path) -> None:
        from pixelstyle.optimise import load_checkpoint

        load_checkpoint(Path(path), self.optimisation, self.identity)

    def steps(self) -> Iterator[Step]:
        return self.optimisation.steps()

    def result(self) -> Result:
        return self.finish(self.optimisation.result())


@dataclass
class ImmediateRun:
    """A recipe without an optimiser: everything happens when the result is asked for."""

    mode: ScreenMode
    headline: str
    make: Callable[[], Result]

    def steps(self) -> Iterator[Step]:
        return iter(())

    def result(self) -> Result:
        return self.make()

    def save_checkpoint(self, path: str | Path) -> None:
        """Nothing to keep: there are no steps between which to stop."""

    def resume(self, path: str | Path) -> None:
        raise PixelStyleError(f"There is nothing to resume from '{path}': this is done in one go.")


def drain(run: Run, watch: Watcher | None = None) -> Result:
    """Run to the end and give the result."""
    for step in run.steps():
        if watch is not None:
            watch(step)
    return run.result()


def as_bytes(pixels: np.ndarray) -> np.ndarray:
    """float 0..1 as uint8, rounded."""
    return np.asarray((pixels.clip(0, 1) * 255).round().astype(np.uint8))
