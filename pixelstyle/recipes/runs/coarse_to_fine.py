"""Coarse to fine: a run starts on a smaller screen of the same machine and carries what it has found to larger ones.

On a small screen the network's layers look at large parts of the picture, so that large shapes form early; the larger
screens refine them. Gatys, Bethge, Hertzmann and Shechtman, "Preserving Color in Neural Artistic Style Transfer" and
"Controlling Perceptual Factors in Neural Style Transfer" (2017), section 6, do so from picture to picture; here the
variables and the optimiser's moments are carried, and a temperature falls on as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.runs.staged import StagedRun
from pixelstyle.screens import ScreenMode, draft_mode
from pixelstyle.settings import StylizeSettings

SMALL_SHARE = 0.3
"""The part of the iterations that all smaller screens have together."""
LEAST_SIDE = 64
"""Shown pixels of a screen's longer side below which the deep layers have nothing to see."""


@dataclass
class GrowingRun(StagedRun):
    """Several runs of the same work, the smallest screen first."""

    _begun: list[Tensor] = field(init=False)
    """What the variables of the smaller ones were at first."""

    def __post_init__(self) -> None:
        self._begun = [stage.optimisation.method.variables.detach().clone() for stage in self.stages[:-1]]

    @property
    def mode(self) -> ScreenMode:
        return self.stages[-1].mode

    @property
    def headline(self) -> str:
        sizes = ", ".join("{} x {}".format(*stage.mode.shown_size) for stage in self.stages[:-1])
        return f"{self.stages[-1].headline}, by way of {sizes}"

    @property
    def identity(self) -> dict[str, Any]:
        return self.stages[-1].identity

    @property
    def last(self) -> bool:
        return self.at == len(self.stages) - 1

    def end(self, iterations: int) -> int:
        smaller = len(self.stages) - 1
        return iterations if self.last else round(iterations * SMALL_SHARE * (self.at + 1) / smaller)

    def hand_on(self) -> None:
        small, large = self.stages[self.at : self.at + 2]
        large.optimisation.grow_from(small.optimisation, self._begun[self.at])
        large.go_on_from(small)
        self.at += 1


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
