"""What an optimiser came to, as the result of a recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from pixelstyle.formats import settled
from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.optimise import Outcome, conditions_now
from pixelstyle.recipes.canvas import file_facts
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import as_bytes
from pixelstyle.screens import NativePicture, ScreenMode, get_mode
from pixelstyle.settings import OptimiseSettings, Settings


def finished(
    recipe: str,
    mode: ScreenMode,
    settings: OptimiseSettings,
    inputs: Mapping[str, dict[str, str]],
    outcome: Outcome,
    method: str,
    judges: Judges,
) -> Result:
    """The result of `recipe`, by the constraint method of this name.

    `inputs` are the facts of its pictures; those of files in the settings join them.
    """
    picture = outcome.picture
    # What is a region's own stays so; and colours that a person or the frame before has put in their places.
    told = settings.lock or settings.palettes or settings.backdrop or getattr(settings, "carry", None)
    placed = mode.choice is not None and bool(told or get_mode(settings.mode).transparent_zero != mode.transparent_zero)
    if picture is not None and getattr(settings, "mask", None) is None and not placed:
        picture = settled(picture)
    return Result(
        recipe=recipe,
        mode=mode,
        settings=settings,
        inputs={**inputs, **file_facts(settings)},
        pixels=as_bytes(outcome.pixels) if picture is None else picture.native_rgb(),
        picture=picture,
        palette=None if picture is None else picture.palette,
        losses=outcome.losses,
        figures={
            "method": method,
            "iterations": outcome.iterations,
            **({} if outcome.early is None else {"finished_early": asdict(outcome.early)}),
            "network_evaluations": outcome.evaluations,
            "seconds": round(outcome.seconds, 3),
            **({} if picture is None else {"orphan_pixels": count_orphan_pixels(picture.indices)}),
            **judges.figures(),
            "computed": conditions_now(judges.device),
        },
        trouble=outcome.trouble,
    )


def in_order(picture: NativePicture, settings: Settings) -> NativePicture:
    """A painter's picture with its colours in the one canonical order, but where a person has placed them."""
    told = settings.lock or settings.palettes or settings.backdrop
    return picture if picture.mode.choice is not None and told else settled(picture)
