"""The loop: one generator of steps, whatever the objective, the machine and the method.

run = Optimisation(judge, method, iterations=150)
for step in run.steps():
    print(step.iteration, step.losses)        # weights may be changed here; `break` stops
best = run.result()                           # always legal, stopped or not
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from pixelstyle.optimise.devices import is_out_of_memory
from pixelstyle.optimise.judge import Judge
from pixelstyle.optimise.methods import EarlyEnd, Method
from pixelstyle.optimise.native_tensors import pack, unpack
from pixelstyle.optimise.optimisers import copy_state, forget, grow, load_state, make_optimiser, scale_rate
from pixelstyle.optimise.state_file import fits
from pixelstyle.optimise.target import to_array
from pixelstyle.screens import NativePicture

MAX_RETRIES = 6
"""How often a step whose loss is not a number is redone with half the step size before the run gives up."""


@dataclass(frozen=True)
class Step:
    """One iteration, as its readers see it."""

    iteration: int
    """From 1."""
    iterations: int
    losses: dict[str, float]
    """Of what the network was shown: {'total', 'content', 'style', 'tv', ...}; total weighted, the others not."""
    seconds: float
    """Since the run began; time spent by the reader between steps not counted."""
    preview: Callable[[], np.ndarray]
    """What the picture is like now, in native pixels: float32 [H, W, 3], 0..1. Costs nothing until called."""

    @property
    def eta(self) -> float:
        """Seconds left, judged by the mean of the iterations so far."""
        return self.seconds / self.iteration * (self.iterations - self.iteration)


@dataclass(frozen=True)
class Outcome:
    """Where a run ended."""

    picture: NativePicture | None
    """The best legal picture; None on the 24-bit mode, where `pixels` is the result."""
    pixels: np.ndarray
    """The same picture as float32 [H, W, 3], 0..1, in native pixels."""
    losses: dict[str, float]
    """Of that legal picture, in full precision; {} if there was no memory left to judge it."""
    iterations: int
    evaluations: int
    seconds: float
    trouble: str = ""
    """Why the run stopped early, if it did."""
    early: EarlyEnd | None = None
    """Where it was told to come to an end, if it was."""


class Optimisation:
    """One run. It can be stopped at any step; `result()` is legal at any time."""

    def __init__(
        self,
        judge: Judge,
        method: Method,
        *,
        iterations: int,
        optimiser: str = "adam",
        rate: float | None = None,
        before: int = 0,
    ) -> None:
        """So many `iterations` in all, of which others have done those `before`; `rate` is Adam's step size, None the
        one that suits the method. Raises UnknownNameError for an optimiser other than adam and lbfgs.
        """
        self.judge, self.method = judge, method
        self.iterations = self.asked = iterations
        self.optimiser = make_optimiser(optimiser, method.variables, rate or method.default_rate, method.memory)
        self.before = self.done = before
        self.seconds, self.trouble = 0.0, ""
        self._best: tuple[float, NativePicture] | None = None
        self._losses: dict[str, float] = {}
        self._good: tuple[Tensor, dict[str, Any]] | None = None
        """Variables and optimiser before the last step that started from a finite loss."""

    def steps(self) -> Iterator[Step]:
        """Run to the end, or until the reader stops reading; called again, it goes on from there.

        Ends early, with `trouble`, where no step however small leads to a loss that is a number.
        """
        while self.done < self.iterations:
            began = time.perf_counter()
            self.method.begin(self.done - self.before, self.asked - self.before)
            self.judge.begin(self.done - self.before, self.asked - self.before)
            scale_rate(self.optimiser, self.method.stride)
            if not self._safe_step():
                return
            if self.method.end():
                forget(self.optimiser)
            self.done += 1
            self.seconds += time.perf_counter() - began
            yield Step(self.done, self.iterations, self._losses, self.seconds, self.preview)

    def preview(self) -> np.ndarray:
        """What the network is shown now: float32 [H, W, 3], 0..1, native pixels."""
        with torch.no_grad():
            return to_array(self.method.picture())

    def finish_early(self, steps: int) -> int:
        """Between two steps: come to a good end in at most so many more; gives how many are left.

        What the method would have done in the rest of the run (cool down, pull harder) it does in these. 0 where no
        more steps would help, since the method stands at a legal picture at any time or does without rules.
        """
        left = self.iterations - self.done
        if not self.method.gradual or not self.method.target.mode.constrained:
            self.iterations = self.done
        elif left > steps and self.early is None:
            self._end_early(EarlyEnd(self.done, steps))
        return self.iterations - self.done

    @property
    def early(self) -> EarlyEnd | None:
        """Where the run was told to come to an end, if it was."""
        early = self.method.early
        return None if early is None else replace(early, after=early.after + self.before)

    def _end_early(self, early: EarlyEnd) -> None:
        self.method.early = replace(early, after=early.after - self.before)
        self.iterations = early.after + early.steps

    def retune(self, *, every: int | None = None, rate: float | None = None, temperature: float | None = None) -> None:
        """Between two steps: another pace for the method, another step size, mixtures so many times as warm.

        `every` is the number of iterations from one exact solution to the next, `rate` Adam's step size, `temperature`
        a factor of the method's own; None leaves each as it is.
        """
        if every is not None:
            self.method.every = every
        if rate is not None:
            for group in self.optimiser.param_groups:
                group["lr"] = rate
        if temperature is not None:
            self.method.warmth = temperature

    def forget(self) -> None:
        """Whenever the objective has changed: losses and curvatures of before say nothing of those to come."""
        self._best = None
        forget(self.optimiser)

    def _safe_step(self) -> bool:
        """One step of the optimiser; redone smaller while it leads to a loss that is no number. False: gave up."""
        for _ in range(MAX_RETRIES):
            here = self.method.variables.detach().clone(), copy_state(self.optimiser)
            losses = self._step()
            legible = all(map(math.isfinite, losses.values()))
            if legible and bool(self.method.variables.isfinite().all()):
                self._good = here
                if self.judge.near or not self._losses:  # losses from afar would flicker among the others
                    self._losses = losses
                return True
            # Either this step led nowhere, or the one before it led to where no loss can be had.
            variables, state = here if legible or self._good is None else self._good
            with self.method.moving() as moved:
                moved.copy_(variables)
            self.optimiser.load_state_dict(state)
            scale_rate(self.optimiser, 0.5)
            forget(self.optimiser)
        self.trouble = f"the loss was not a number in iteration {self.done + 1}, however small the step"
        return False

    def _step(self) -> dict[str, float]:
        """One step of the optimiser, and the losses of the picture it started from."""
        reports: list[dict[str, float]] = []

        def closure() -> Tensor:
            self.optimiser.zero_grad()
            losses = self.judge(self.method.picture())
            penalty = self.method.penalty()
            loss = losses.total if penalty is None else losses.total + penalty
            loss.backward()  # type: ignore[no-untyped-call]
            if not reports:
                reports.append(losses.report())
                if self.judge.near:
                    self._remember(reports[0]["total"])
            return loss.detach()

        self.optimiser.step(closure)
        return reports[0]

    def _remember(self, total: float) -> None:
        """Keep the picture just judged if it is legal and the best so far.

        Not of several regions: which picture is best for all of them would hang on every style in each.
        """
        if len(self.judge.objective.regions) > 1:
            return
        legal = self.method.legal()
        if legal is not None and math.isfinite(total) and (self._best is None or total < self._best[0]):
            self._best = total, legal

    def result(self) -> Outcome:
        """The best legal picture so far: where the variables stand now, or an earlier one if that was better.

        Two or three evaluations of the network in full precision; where there is no memory for them the picture comes
        without losses.
        """
        method = self.method
        with torch.no_grad():
            if not method.target.mode.constrained:
                pixels = method.picture().clamp(0, 1)
                return self._outcome(None, pixels, self._judged(pixels))
            picture = method.finish()
            losses = self._judged(method.target.picture(picture))
            total = losses.get("total", math.inf)
            if self._best is not None and self._best[1] is not picture and not self._best[0] >= total:
                # Its loss may be of a coarser precision or of older weights: judge both alike.
                earlier = self._judged(method.target.picture(self._best[1]))
                if not earlier.get("total", self._best[0]) >= total:
                    picture, losses = self._best[1], earlier
            return self._outcome(picture, method.target.picture(picture), losses)

    def _judged(self, pixels: Tensor) -> dict[str, float]:
        """The losses in full precision; {} without the memory for that: a picture is worth more than its figures."""
        try:
            return self.judge.exact(pixels).report()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            return {}

    def _outcome(self, picture: NativePicture | None, pixels: Tensor, losses: dict[str, float]) -> Outcome:
        return Outcome(
            picture, to_array(pixels), losses, self.done, self.judge.evaluations, self.seconds, self.trouble, self.early
        )

    def grow_from(self, smaller: Optimisation, begun: Tensor) -> None:
        """Go on where the same work on a smaller screen stands.

        Both have the same method. Its variables [...] began as `begun`: what has become of them since is enlarged and
        added, so that the details of which that screen knew nothing stay. So are its optimiser's moments.
        """
        with self.method.moving() as variables:
            variables.add_(self.method.enlarged(smaller.method.variables.detach() - begun))
        grow(self.optimiser, smaller.optimiser, self.method.enlarged)
        self.done, self.seconds = smaller.done, smaller.seconds
        self.judge.evaluations += smaller.judge.evaluations

    def state(self) -> dict[str, Any]:
        """All that is needed to go on from here to the same bytes: tensors, numbers and text only."""
        return {
            "variables": self.method.variables.detach().clone(),
            "method": self.method.state(),
            "optimiser": copy_state(self.optimiser),
            "done": self.done,
            "seconds": self.seconds,
            "evaluations": self.judge.evaluations,
            "weights": dict(self.judge.objective.weights),
            "early": None if self.early is None else (self.early.after, self.early.steps),
            "best": None if self._best is None else {"loss": self._best[0], "picture": pack(self._best[1])},
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave, in a run made with the same inputs and settings.

        Raises ValueError and others for what no such run has given.
        """
        fresh, weights = self.state(), state["weights"]
        if not all(isinstance(name, str) and fits(weight, 1.0) for name, weight in weights.items()):
            raise ValueError("no weights")
        if not fits(state, fresh | {"weights": weights}) or not self.before <= state["done"] <= self.iterations:
            raise ValueError("a state of another run")
        with self.method.moving() as variables:
            variables.copy_(state["variables"])
        self.method.restore(state["method"])
        load_state(self.optimiser, state["optimiser"])
        self.done, self.seconds = state["done"], state["seconds"]
        self.judge.evaluations = state["evaluations"]
        self.judge.objective.weights.update(state["weights"])
        if state["early"] is not None:
            self._end_early(EarlyEnd.of(state["early"], self.done))
        if state["best"] is not None:
            best = unpack(self.method.target.mode, state["best"]["picture"])
            if best is None:
                raise ValueError("no picture")
            self._best = float(state["best"]["loss"]), best
