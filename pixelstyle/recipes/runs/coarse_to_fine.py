"""Coarse to fine: a run starts on a smaller screen of the same machine and carries what it has found to larger ones.

On a small screen the network's layers look at large parts of the picture, so that large shapes form early; the larger
screens refine them. Gatys, Bethge, Hertzmann and Shechtman, "Preserving Color in Neural Artistic Style Transfer" and
"Controlling Perceptual Factors in Neural Style Transfer" (2017), section 6, do so from picture to picture; here the
variables and the optimiser's moments are carried, and a temperature falls on as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import Optimisation, Step, load_checkpoint, save_checkpoint
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import EARLY_STEPS
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.screens import ScreenMode, draft_mode
from pixelstyle.settings import StylizeSettings

SMALL_SHARE = 0.3
"""The part of the iterations that all smaller screens have together."""
LEAST_SIDE = 64
"""Shown pixels of a screen's longer side below which the deep layers have nothing to see."""


@dataclass
class GrowingRun:
    """Several runs of the same work, the smallest screen first, each going on where the one before it stopped."""

    stages: Sequence[ScheduledRun[StylizeSettings]]
    at: int = 0
    """Which of them is at work."""
    _begun: list[Tensor] = field(init=False)
    """What the variables of the smaller ones were at first."""

    def __post_init__(self) -> None:
        self._begun = [stage.optimisation.method.variables.detach().clone() for stage in self.stages[:-1]]

    @property
    def mode(self) -> ScreenMode:
        """The machine's own screen, the largest."""
        return self.stages[-1].mode

    @property
    def headline(self) -> str:
        """As of Run, with the sizes of the smaller screens."""
        sizes = ", ".join("{} x {}".format(*stage.mode.shown_size) for stage in self.stages[:-1])
        return f"{self.stages[-1].headline}, by way of {sizes}"

    @property
    def optimisation(self) -> Optimisation:
        """Of the screen that is at work."""
        return self.stages[self.at].optimisation

    def steps(self) -> Iterator[Step]:
        """As of Run: one count of iterations through all screens."""
        while True:
            stage = self.stages[self.at]
            work = stage.optimisation
            end = self._end(work.iterations)
            for step in stage.steps() if work.done < end else ():
                yield step
                if step.iteration >= end or stage is not self.stages[self.at]:
                    break
            if stage is not self.stages[self.at]:  # it was told to finish early, on the largest
                continue
            if work.done < end or self.at == len(self.stages) - 1:  # it gave up, or all is done
                return
            self._grow()

    def _end(self, iterations: int) -> int:
        """The iteration after which the stage at work hands on."""
        smaller = len(self.stages) - 1
        return iterations if self.at == smaller else round(iterations * SMALL_SHARE * (self.at + 1) / smaller)

    def finish_early(self, steps: int = EARLY_STEPS) -> int:
        """As of Run: on the machine's own screen, at once."""
        while self.at < len(self.stages) - 1:
            self._grow()
        return self.stages[-1].finish_early(steps)

    def _grow(self) -> None:
        small, large = self.stages[self.at : self.at + 2]
        large.optimisation.grow_from(small.optimisation, self._begun[self.at])
        large.go_on_from(small)
        self.at += 1

    def changeable(self) -> dict[str, Any]:
        """As of ScheduledRun."""
        return self.stages[self.at].changeable()

    def change(self, values: Mapping[str, Any]) -> None:
        """As of ScheduledRun."""
        self.stages[self.at].change(values)

    def result(self) -> Result:
        """On the machine's own screen, also when stopped on a smaller one."""
        while self.at < len(self.stages) - 1:
            self._grow()
        return self.stages[-1].result()

    def state(self) -> dict[str, Any]:
        """As of OptimisingRun: which screen is at work, and the state there."""
        return {"stage": self.at, "run": self.stages[self.at].state()}

    def restore(self, state: dict[str, Any]) -> None:
        """As of OptimisingRun."""
        if not 0 <= state["stage"] < len(self.stages):
            raise ValueError("a state of another run")
        self.at = state["stage"]
        self.stages[self.at].restore(state["run"])

    def save_checkpoint(self, path: str | Path) -> None:
        """As of Run."""
        save_checkpoint(Path(path), self, self.stages[-1].identity)

    def resume(self, path: str | Path) -> None:
        """As of Run."""
        load_checkpoint(Path(path), self, self.stages[-1].identity)


def grown(
    stage_of: Callable[[ScreenMode], ScheduledRun[StylizeSettings]],
    largest: ScheduledRun[StylizeSettings],
    stages: int,
) -> GrowingRun:
    """`largest`, begun on `stages` - 1 smaller screens, each with half the sides of the next.

    Raises PixelStyleError for a screen that cannot be smaller.
    """
    width, height = largest.mode.shown_size
    most = 1
    while max(width, height) >> most >= LEAST_SIDE:
        most += 1
    if stages > most:
        raise PixelStyleError(
            f"On a screen of {width} x {height} a picture can grow in {most} steps at most: "
            f"the first of {stages} would be so small that the network sees nothing."
        )
    smaller = []
    for halvings in range(stages - 1, 0, -1):
        side = max(width, height) >> halvings
        mode = draft_mode(largest.mode, side, width / height)
        if mode is None:
            raise PixelStyleError(f"{largest.mode.name} cannot be made smaller, so a picture cannot grow in it.")
        smaller.append(stage_of(mode))
    return GrowingRun([*smaller, largest])
