"""The settings of the recipes whose settings may change while they run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, get_args

from pixelstyle.errors import PixelStyleError
from pixelstyle.settings.colour_names import is_palette_name
from pixelstyle.settings.common import OptimiseSettings
from pixelstyle.settings.options import Live, option
from pixelstyle.settings.schedule import Change, parse_schedule


@dataclass(frozen=True)
class ScheduledSettings(OptimiseSettings):
    """A schedule, and what only schedules and live changes have use for."""

    panel: ClassVar[str] = "Schedule"
    steered: ClassVar[bool] = True
    follows: ClassVar[frozenset[Live]] = frozenset(get_args(Live))

    temperature: float = option(
        1.0,
        "how warm anneal's mixtures are: above 1 they stay open longer, below they settle",
        least=0.1,
        most=10,
        live="method",
    )
    at: tuple[str, ...] = option(
        (),
        "a change at an iteration: 50:style_weight=5, or 40%:style_layers=relu3_1; may be repeated",
        file="when:palette=path",
        named=is_palette_name,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        schedule = self.schedule()
        if self.method != "anneal" and (self.temperature != 1 or any(c.name == "temperature" for c in schedule)):
            raise PixelStyleError(f"The method {self.method} has no temperature; anneal has.")
        if self.optimiser != "adam" and any(change.name == "rate" for change in schedule):
            raise PixelStyleError(f"The optimiser {self.optimiser} finds its step sizes itself; adam has a rate.")

    def schedule(self) -> list[Change]:
        """What is to change when. Raises PixelStyleError."""
        return parse_schedule(self.at, self)
