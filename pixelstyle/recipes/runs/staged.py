"""Several runs one after the other, as one: each goes on where the one before stopped, in one count of iterations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pixelstyle.optimise import Optimisation, Step, load_checkpoint, save_checkpoint
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import EARLY_STEPS
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import StylizeSettings


@dataclass
class StagedRun(ABC):
    """A run in stages, of which the last one makes the picture."""

    stages: list[ScheduledRun[StylizeSettings]]
    """Those that are known."""
    at: int = 0
    """Which of them is at work."""

    @property
    @abstractmethod
    def mode(self) -> ScreenMode:
        """The machine's own screen."""
        ...

    @property
    @abstractmethod
    def headline(self) -> str:
        """As of Run."""
        ...

    @property
    @abstractmethod
    def identity(self) -> dict[str, Any]:
        """What is being made: a checkpoint of anything else is refused."""
        ...

    @property
    @abstractmethod
    def last(self) -> bool:
        """Whether the stage at work makes the picture."""
        ...

    @abstractmethod
    def end(self, iterations: int) -> int:
        """The iteration after which the stage at work hands on, of so many in all."""
        ...

    @abstractmethod
    def hand_on(self) -> None:
        """Have the next stage go on where the one at work stands."""
        ...

    @property
    def optimisation(self) -> Optimisation:
        """Of the stage at work."""
        return self.stages[self.at].optimisation

    def steps(self) -> Iterator[Step]:
        """As of Run."""
        while True:
            at, stage = self.at, self.stages[self.at]
            work = stage.optimisation
            end = self.end(work.iterations)
            for step in stage.steps() if work.done < end else ():
                yield self.shown(step)
                if step.iteration >= end or at != self.at:
                    break
            if at != self.at:  # it was told to finish early, in the last stage
                continue
            if work.done < end or self.last:  # it gave up, or all is done
                return
            self.hand_on()

    def shown(self, step: Step) -> Step:
        """A step of the stage at work as readers see it."""
        return step

    def finish_early(self, steps: int = EARLY_STEPS) -> int:
        """As of Run: in the last stage, at once."""
        self._to_the_last()
        return self.stages[self.at].finish_early(steps)

    def changeable(self) -> dict[str, Any]:
        """As of ScheduledRun."""
        return self.stages[self.at].changeable()

    def change(self, values: Mapping[str, Any]) -> None:
        """As of ScheduledRun."""
        self.stages[self.at].change(values)

    def result(self) -> Result:
        """On the machine's own screen, also when stopped in an earlier stage."""
        self._to_the_last()
        return self.stages[self.at].result()

    def _to_the_last(self) -> None:
        while not self.last:
            self.hand_on()

    def state(self) -> dict[str, Any]:
        """As of OptimisingRun: which stage is at work, and the state there."""
        return {"stage": self.at, "run": self.stages[self.at].state()}

    def restore(self, state: dict[str, Any]) -> None:
        """As of OptimisingRun."""
        if not 0 <= state["stage"] < len(self.stages):
            raise ValueError("a state of another run")
        self.at = state["stage"]
        self.stages[self.at].restore(state["run"])

    def save_checkpoint(self, path: str | Path) -> None:
        """As of Run."""
        save_checkpoint(Path(path), self, self.identity)

    def resume(self, path: str | Path) -> None:
        """As of Run."""
        load_checkpoint(Path(path), self, self.identity)
