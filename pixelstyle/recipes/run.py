"""A run: a recipe at work, whose steps can be watched and which has a legal result at any time.

run = prepare_dream("photo.jpg", DreamSettings(mode="c64-multicolor"))
for step in run.steps():
    print(step.iteration, step.losses["total"])    # `break` stops
run.result().save("dream.png")                     # legal, stopped or not
"""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

import numpy as np

from pixelstyle import files
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes.requests.resuming import nothing_to_resume
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.runs.notebook_bar import bar_for_notebooks
from pixelstyle.screens import ScreenMode

Made = TypeVar("Made")

if TYPE_CHECKING:  # torch takes seconds to import, and `convert` has no use for it
    from pixelstyle.optimise import Outcome, Resumable, Step

    class Work(Resumable, Protocol):
        """An Optimisation, or something that stands for several."""

        def steps(self) -> Iterator[Step]:
            """An iteration at a time; stop reading to stop it."""
            ...

        def finish_early(self, steps: int) -> int:
            """Come to a good end in at most so many more steps; gives how many are left, 0 where none would help."""
            ...

        def result(self) -> Outcome:
            """The best picture so far, legal on its machine, at any time."""
            ...


EARLY_STEPS = 15
"""In how many steps a run that is to end early comes to a good end."""

Watcher = Callable[["Step"], None]
"""Called after every step; what it raises ends the run."""


@runtime_checkable
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
        """The work, step by step, from where it stands; stop reading to stop it. A recipe without steps gives none."""
        ...

    def finish_early(self, steps: int = EARLY_STEPS) -> int:
        """Between two steps: come to a good end in at most so many more; gives how many are left.

        What was planned for the rest is hurried through in these: mixtures that are still warm cool down. 0 where no
        more steps would help. To stop at once, stop reading `steps`.
        """
        ...

    def result(self) -> Result:
        """The best picture so far, legal on its machine, at any time."""
        ...

    def save_checkpoint(self, path: str | Path) -> None:
        """Write the whole state between two steps; `resume` then goes on to the same bytes.

        A checkpoint of before is replaced, whole or not at all. Raises PixelStyleError where it cannot be written.
        """
        ...

    def resume(self, path: str | Path) -> None:
        """Go on where a checkpoint was written, in a run that has been prepared in the same way.

        Raises PixelStyleError for what is no checkpoint of this version, or another picture's.
        """
        ...


@runtime_checkable
class Changeable(Protocol):
    """A run whose settings may change between two steps."""

    def changeable(self) -> dict[str, Any]:
        """The settings that may change, by name, with the values of now."""
        ...

    def change(self, values: Mapping[str, Any]) -> None:
        """New values by name, used from the next step on; all of them or none.

        Raises UnknownNameError for settings that cannot change, PixelStyleError for values that cannot be.
        """
        ...


@dataclass
class OptimisingRun:
    """A run of the optimiser: of one Optimisation, or of something that stands for several."""

    mode: ScreenMode
    headline: str
    optimisation: Work
    finish: Callable[[Outcome], Result]
    """What the optimiser came to, as the recipe's result."""
    identity: dict[str, Any]
    """What is being made: a checkpoint of anything else is refused."""

    def steps(self) -> Iterator[Step]:
        """As of Run."""
        return self.optimisation.steps()

    def finish_early(self, steps: int = EARLY_STEPS) -> int:
        """As of Run."""
        return self.optimisation.finish_early(steps)

    def result(self) -> Result:
        """As of Run."""
        return self.finish(self.optimisation.result())

    def state(self) -> dict[str, Any]:
        """All that a checkpoint keeps: tensors, numbers and text only."""
        return self.optimisation.state()

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave, in a run made with the same inputs and settings."""
        self.optimisation.restore(state)

    def save_checkpoint(self, path: str | Path) -> None:
        """As of Run."""
        from pixelstyle.optimise import save_checkpoint

        save_checkpoint(Path(path), self, self.identity)

    def resume(self, path: str | Path) -> None:
        """As of Run."""
        from pixelstyle.optimise import load_checkpoint

        load_checkpoint(Path(path), self, self.identity)


@dataclass
class ImmediateRun:
    """A recipe without an optimiser: everything happens when the result is asked for."""

    mode: ScreenMode
    headline: str
    make: Callable[[], Result]

    def steps(self) -> Iterator[Step]:
        """None."""
        return iter(())

    def finish_early(self, steps: int = EARLY_STEPS) -> int:
        """0: there are no steps."""
        return 0

    def result(self) -> Result:
        """The picture, made now. Raises PixelStyleError for what cannot be made."""
        return self.make()

    def save_checkpoint(self, path: str | Path) -> None:
        """Nothing to keep: there are no steps between which to stop."""

    def resume(self, path: str | Path) -> None:
        """Raises PixelStyleError, always."""
        raise nothing_to_resume(path)


def never() -> int:
    """Nobody has asked."""
    return 0


def steps_until(run: Run, asked: Callable[[], int], tell: Callable[[int], None] | None = None) -> Iterator[Step]:
    """The steps of `run` to its end, or to the one that it comes to when it is asked to.

    `asked` is called after every step and gives how often somebody has asked by then: once, and the run finishes early,
    of which `tell` hears with the number of steps that are left; twice, and it stops at once.
    """
    finishing = False
    for step in run.steps():
        yield step
        times = asked()
        if times > 1:
            return
        if times and not finishing:
            finishing, left = True, run.finish_early()
            if not left:
                return
            if tell is not None:
                tell(left)


def drain(run: Run, watch: Watcher | None = None, asked: Callable[[], int] = never) -> Result:
    """Run to the end and give the result; `watch` sees every step. Raises what the run and `watch` raise.

    In a notebook a bar is shown where nobody watches. `asked` is that of `steps_until`.
    """
    watch = watch or bar_for_notebooks(run.headline)
    for step in steps_until(run, asked):
        if watch is not None:
            watch(step)
    return result_of(run)


def best_of(run: Run, asked: Callable[[], int] = never) -> Result:
    """As `drain`, but trouble after the first step ends the run with the best picture so far: `trouble` says why."""
    reached, trouble = 0, ""
    try:
        for step in steps_until(run, asked):
            reached = step.iteration
    except Exception as error:
        trouble = trouble_of(error, reached)
    result = result_of(run)
    return replace(result, trouble=trouble) if trouble else result


def result_of(run: Run) -> Result:
    """The run's result, as `once_more` gives it. Raises what the run raises."""
    return once_more(run.result)


def once_more(make: Callable[[], Made]) -> Made:
    """As the files' own, where torch may tell of the memory, too."""
    return files.once_more(make, is_memory_full)


def trouble_of(error: Exception, reached: int) -> str:
    """Why a run that has done so many iterations ends with the picture that it has. Raises `error` if it has none.

    A bug is printed, too: what there is of the picture is not lost to it.
    """
    if is_memory_full(error):
        return f"memory ran out in iteration {reached + 1}: choose a smaller size or network"
    if not reached:
        raise error
    if isinstance(error, PixelStyleError):
        return str(error).rstrip(".")
    with contextlib.suppress(OSError):
        traceback.print_exception(error)
    return f"something went wrong in iteration {reached + 1} ({type(error).__name__})"


def is_memory_full(error: Exception) -> bool:
    """Whether an exception means that the processor's or the device's memory is full."""
    if isinstance(error, PixelStyleError) or "torch" not in sys.modules:
        return isinstance(error, MemoryError)
    from pixelstyle.optimise import is_out_of_memory

    return is_out_of_memory(error)


def as_bytes(pixels: np.ndarray) -> np.ndarray:
    """float [...], 0..1, as uint8 of the same shape, 0..255, rounded.

    >>> as_bytes(np.array([0.0, 0.5, 1.0])).tolist()
    [0, 128, 255]
    """
    return np.asarray((pixels.clip(0, 1) * 255).round().astype(np.uint8))
