"""Free first: a run begins in 24 bits, and what becomes of the picture there is what the machine's rules start from.

A run under rules from the first step on has to find out at once what the picture is to be and how the machine can show
it, and settles for colours that only its first steps had a use for. Made in 24 bits first, the picture is known: the
palette is chosen for it, mixtures start at its colours, and areas are held to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch

from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.optimise import Step, is_out_of_memory
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import as_bytes
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.runs.staged import StagedRun
from pixelstyle.screens import ScreenMode, cut_cells
from pixelstyle.settings import StylizeSettings

UnderRules = Callable[[np.ndarray, int, bool], ScheduledRun[StylizeSettings]]
"""The run under the rules from a picture, uint8 [h, w, 3] in shown pixels, after so many iterations in 24 bits, and
whether it is to be judged: without that it can only be finished as it is."""


@dataclass
class FreeFirstRun(StagedRun):
    """A run in 24 bits and one under the rules, which is made when that is done."""

    under_rules: UnderRules = field(kw_only=True)
    screen: ScreenMode = field(kw_only=True)
    """The machine."""
    _reference: np.ndarray | None = field(init=False, default=None)
    """What the picture has become in 24 bits: uint8 [h, w, 3] in shown pixels."""

    @property
    def mode(self) -> ScreenMode:
        return self.screen

    @property
    def headline(self) -> str:
        return self.stages[0].headline

    @property
    def identity(self) -> dict[str, Any]:
        return self.stages[0].identity

    @property
    def last(self) -> bool:
        return self.at == 1

    def end(self, iterations: int) -> int:
        return iterations if self.last else min(iterations, self.stages[0].settings.iterations or 0)

    def hand_on(self) -> None:
        free = self._begin_rules()
        self.stages[1].go_on_from(free)

    def result(self) -> Result:
        """As of StagedRun; without losses, where memory ran out in 24 bits and there is none to judge by."""
        try:
            return super().result()
        except Exception as error:
            if self.last or not is_out_of_memory(error):
                raise
        self._begin_rules(judged=False)
        return super().result()

    def _begin_rules(self, judged: bool = True) -> ScheduledRun[StylizeSettings]:
        """Have the rules come in; gives the run in 24 bits, of which nothing is lost."""
        free = self.stages[0]
        work = free.optimisation
        self.set_rules(as_bytes(work.preview()), work.done, judged)
        ruled = self.stages[1].optimisation
        ruled.seconds, ruled.trouble = work.seconds, work.trouble
        ruled.judge.evaluations += work.judge.evaluations
        return free

    def set_rules(self, reference: np.ndarray, done: int, judged: bool = True) -> None:
        """Go on under the rules from a picture, uint8 [h, w, 3] in shown pixels, that was made in 24 bits in so many
        iterations; `judged`: as of UnderRules."""
        self.stages = [self.stages[0], self.under_rules(reference, done, judged)]
        self._reference, self.at = reference, 1

    def shown(self, step: Step) -> Step:
        """A step in 24 bits as the machine's pixels would show it."""
        return step if self.last else replace(step, preview=lambda: in_native_pixels(step.preview(), self.screen))

    def state(self) -> dict[str, Any]:
        """As of OptimisingRun: what came of 24 bits, and the state of the stage at work."""
        reference = None if self._reference is None else torch.from_numpy(self._reference)
        before = self.optimisation.before if self.last else 0
        return super().state() | {"reference": reference, "before": before}

    def restore(self, state: dict[str, Any]) -> None:
        """As of OptimisingRun."""
        if state["stage"] == 1:
            reference, before = state["reference"], state["before"]
            free = self.stages[0].optimisation.preview()
            known = type(before) is int and 0 <= before <= (self.stages[0].settings.iterations or 0)
            if reference.dtype != torch.uint8 or tuple(reference.shape) != free.shape or not known:
                raise ValueError("a state of another run")
            self.set_rules(reference.numpy(), before)
        super().restore(state)


def in_native_pixels(picture: np.ndarray, mode: ScreenMode) -> np.ndarray:
    """A picture, float [h, w, 3], sRGB 0..1, in shown pixels as far as the machine's pixels can show it: float32, each
    the mean of its light."""
    light = cut_cells(srgb_to_linear(picture), mode.pixel).mean(axis=(2, 3))
    return np.asarray(linear_to_srgb(light), np.float32)
