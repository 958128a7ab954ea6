"""An objective that follows the schedule of a dream: something else from given iterations on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from pixelstyle.objectives import Objective
from pixelstyle.recipes.dreams.stimuli import Dice
from pixelstyle.settings import DreamSettings, changed, stages


class ScheduledObjective:
    """The objective that a dream's schedule asks for in each of its steps; every frame goes through all of it."""

    def __init__(self, settings: DreamSettings, make: Callable[[DreamSettings], tuple[Objective, Dice | None]]) -> None:
        """`make` gives the objective of other settings, and what is to be done before each step.

        All that the schedule asks for is made once beforehand, so that what cannot be dreamt is said at once.
        """
        self._settings, self._make, self._schedule = settings, make, settings.schedule()
        for now in stages(settings)[1:]:
            make(now)
        self.objective, self._dice = make(settings)
        self._values: dict[str, Any] = {}

    def turn(self, iteration: int) -> bool:
        """Have the objective of this iteration; tells whether the schedule changes something in it."""
        values = {change.name: change.value for change in self._schedule if change.iteration <= iteration}
        if values != self._values:
            # By the number of the step alone: a resumed dream comes to the same objective, and so does the next frame.
            made, self._dice = self._make(changed(self._settings, values))
            self.objective.become(made)
            self._values = values
        return any(change.iteration == iteration for change in self._schedule)

    def throw(self, random: torch.Generator) -> None:
        """Before each step, for objectives that change with the dice."""
        if self._dice is not None:
            self._dice(random)
