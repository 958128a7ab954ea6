"""A run whose settings may change between two steps: by its schedule, or by whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import Judge, Optimisation, Step, Target
from pixelstyle.recipes.canvas import file_facts
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import OptimisingRun
from pixelstyle.settings import (
    Change,
    ScheduledSettings,
    by_iteration,
    changed,
    live_names,
    parse_schedule,
    scheduled_names,
)

S = TypeVar("S", bound=ScheduledSettings)
"""The recipe's own settings."""

_WEIGHT = "_weight"
"""What the setting of a weight ends in; before it stands the name of the term."""


@dataclass
class ScheduledRun(OptimisingRun, Generic[S]):
    """A run of the optimiser that follows the schedule of its settings and takes changes at any time."""

    optimisation: Optimisation
    settings: S
    judge_of: Callable[[S], Judge]
    """The judge that other settings ask for: called when layers change."""
    target_of: Callable[[S], Target]
    """The screen that other settings ask for. Raises PixelStyleError for what cannot be changed to."""
    random: torch.Generator | None = None
    """The run's dice, seeded, in the hands of whoever throws them in its steps; None where nobody does."""
    asked: S = field(init=False)
    """The settings as a person gave them, for the record, where they differ from those that it begins with."""
    now: S = field(init=False)
    """The settings as they are at present."""
    live: list[Change] = field(init=False, default_factory=list)
    """What was changed from outside, and took effect."""
    _asked: dict[str, Any] = field(init=False, default_factory=dict)
    """What is to change before the next step."""
    _schedule: list[Change] = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.asked = self.settings
        self._schedule = self.settings.schedule()
        if self.now.temperature != 1:
            self.optimisation.retune(temperature=self.now.temperature)
        ahead = self.now
        for values in by_iteration(self._schedule).values():  # refused now, not after an hour
            ahead = changed(ahead, values)
            self._check(values, ahead)

    def changeable(self) -> dict[str, Any]:
        """What `change` takes, with the values of now."""
        return {name: getattr(self.now, name) for name in live_names(type(self.now))}

    def change(self, values: Mapping[str, Any]) -> None:
        """New values for some settings: the next step uses them. All of them or, if one is refused, none.

        Raises UnknownNameError for settings that cannot change, PixelStyleError for values that cannot be.
        """
        wanted = self._asked | dict(values)
        ahead = changed(self.now, wanted)
        self._check(values, ahead)
        self._asked = {name: getattr(ahead, name) for name in wanted}

    def steps(self) -> Iterator[Step]:
        """As of Run; whatever is to change changes between two of them."""
        self._take_up(self.optimisation.done + 1)
        for step in self.optimisation.steps():
            yield step
            self._take_up(step.iteration + 1)

    def go_on_from(self, before: ScheduledRun[S]) -> None:
        """Take over every change that has taken effect in a run of the same settings on another screen."""
        self.live, self._asked = before.live, before._asked
        values = {name: value for name, value in before.changeable().items() if value != getattr(self.now, name)}
        self._apply(values)

    def result(self) -> Result:
        """With the live changes in its schedule, so that the same picture can be made again."""
        result = super().result()
        made = [{"iteration": c.iteration, c.name: c.value, "by": by} for c, by in self._history()]
        settings = replace(self.asked, at=(*self.settings.at, *map(str, self.live)))
        return replace(
            result,
            settings=settings,
            inputs=result.inputs | file_facts(settings),  # a palette that came on the way is one of them
            figures=result.figures | ({"changes": made} if made else {}),
        )

    def state(self) -> dict[str, Any]:
        """As of OptimisingRun, with the live changes and the dice."""
        random = None if self.random is None else self.random.get_state()
        return self.optimisation.state() | {"live": [str(change) for change in self.live], "random": random}

    def restore(self, state: dict[str, Any]) -> None:
        """As of OptimisingRun: every change up to there is made again, one after the other."""
        if not 0 <= state["done"] <= self.optimisation.iterations:
            raise ValueError("a state of another run")
        self.live = parse_schedule(state["live"], self.settings)
        for iteration in range(1, state["done"] + 1):
            values = self._scheduled(iteration) | {c.name: c.value for c in self.live if c.iteration == iteration}
            self._apply(values)
        self.optimisation.restore({name: value for name, value in state.items() if name not in ("live", "random")})
        if self.random is not None:
            self.random.set_state(state["random"])

    def _history(self) -> list[tuple[Change, str]]:
        """Every change that has taken effect, and who made it."""
        scheduled = [(c, "schedule") for c in self._schedule if c.iteration <= self.optimisation.done]
        live = [(c, "live") for c in self.live if c.iteration <= self.optimisation.done]
        return sorted([*scheduled, *live], key=lambda pair: pair[0].iteration)

    def _scheduled(self, iteration: int) -> dict[str, Any]:
        return {c.name: c.value for c in self._schedule if c.iteration == iteration}

    def _take_up(self, iteration: int) -> None:
        """Whatever is to be different from this iteration on."""
        if iteration > self.optimisation.iterations:
            return
        values = self._scheduled(iteration)
        if not (values or self._asked):
            return
        ahead, asked = changed(self.now, values), self._asked
        self._asked = {}
        news = {name: value for name, value in asked.items() if getattr(ahead, name) != value}
        self.live += [Change(iteration, name, value) for name, value in news.items()]
        self._apply(values | news)

    def _apply(self, values: Mapping[str, Any]) -> None:
        if not values:
            return
        self.now = changed(self.now, values)
        lives, work = scheduled_names(type(self.now)), self.optimisation
        work.retune(**{name: value for name, value in values.items() if lives[name] == "method"})
        rest = {name: value for name, value in values.items() if lives[name] != "method"}
        if any(lives[name] == "screen" for name in rest):
            work.method.adopt(self.target_of(self.now))
        weights = work.judge.objective.weights
        if all(lives[name] == "weight" and name.removesuffix(_WEIGHT) in weights for name in rest):
            weights.update({name.removesuffix(_WEIGHT): float(value) for name, value in rest.items()})
        else:
            evaluations = work.judge.evaluations
            work.judge = self.judge_of(self.now)
            work.judge.evaluations += evaluations
        if rest:
            work.forget()

    def _check(self, names: Iterable[str], ahead: S) -> None:
        names = list(names)
        lives = {scheduled_names(type(ahead))[name] for name in names} - {"method", "weight"}
        if "metric" in names and not self.optimisation.method.measures:
            raise PixelStyleError(f"{ahead.method} measures colours at the beginning only: its metric cannot change.")
        if "screen" in lives:
            self.target_of(ahead)
        if lives - {"screen"}:
            self.judge_of(ahead)
