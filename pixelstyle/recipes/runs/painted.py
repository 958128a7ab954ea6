"""Stylize by a painter: a legal picture in one pass of a trained network, and a few annealed steps from there."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pixelstyle.craft import undither
from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.optimise import Optimisation, Outcome, Target, conditions_now, make_method, make_target, to_tensor
from pixelstyle.painters import Painter, find_painter
from pixelstyle.palettes import Palette
from pixelstyle.recipes.canvas import Canvas, file_facts, read_input
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.requests.painter_requests import check_painter
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import ImmediateRun
from pixelstyle.recipes.run_result import finished, in_order
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.runs.temporal_coherence import beside_bars
from pixelstyle.recipes.style_pictures import Painting, expected_colours
from pixelstyle.recipes.stylize_judge import layers_of, stylize_judge
from pixelstyle.recipes.stylize_scene import StylizeScene
from pixelstyle.screens import Bars, NativePicture, ScreenMode
from pixelstyle.settings import StylizeSettings

_UNKNOWN = (
    "more_style", "style_scale", "style_bits", "style_colours", "style_palette", "keep_colours", "gamut", "dream",
    "mask", "region", "protect", "detail", "start", "grow", "clusters", "carry", "style_fit", "keep_pixels",
)  # fmt: skip
"""What has no part in a painter's picture."""
TO_REFINE = ("content_weight", "style_weight", "tv_weight", "clean", "craft", "at", "optimiser", "rate", "weights")
"""What counts only where there are steps after it."""

_RATE = 0.25
"""The length of steps that refine: few, and so longer than anneal's own."""


def prepare_painted(
    content: str | Path, style: str | Path | None, settings: StylizeSettings, mode: ScreenMode | None = None
) -> ImmediateRun | ScheduledRun[StylizeSettings]:
    """As `prepare_stylize`, with a painter in place of a style.

    Raises PixelStyleError for a painter and a style at once or neither of them, a painter that is not there or does not
    know the painting or the machine, and for settings that only an optimised picture can heed.
    """
    check_painter(settings, style)
    assert settings.painter is not None
    _check(settings)
    painter, number = find_painter(settings.painter, settings.painting)
    picture, described = read_input(content, settings)
    if settings.undither == "content":
        picture = undither(picture)
    canvas = Canvas.of(settings, picture, mode)
    painter.check(canvas.mode)
    facts = {"content": canvas.described(described)}
    name = painter.paintings[number].name
    headline = f"{content} by the painter of {name}, on {canvas.mode.title}"
    if settings.refine:
        return _refined(painter, number, picture, canvas, settings, facts, headline)

    def make() -> Result:
        began = time.perf_counter()
        placed = canvas.content(picture)
        palette = canvas.colours_for(expected_colours(placed, painter.paintings[number].pixels()))
        native = in_order(_painted(painter, number, placed, canvas, palette), settings)
        return Result(
            recipe="stylize",
            mode=canvas.mode,
            settings=settings,
            inputs={**facts, **file_facts(settings)},
            pixels=native.native_rgb(),
            picture=native,
            palette=native.palette,
            figures={
                "method": "painter",
                "painting": name,
                "seconds": round(time.perf_counter() - began, 3),
                "orphan_pixels": count_orphan_pixels(native.indices),
                "computed": conditions_now("cpu"),
            },
        )

    return ImmediateRun(canvas.mode, headline, make)


def _check(settings: StylizeSettings) -> None:
    """Raise PixelStyleError for settings that would change nothing."""
    unknown = _UNKNOWN if settings.refine else (*_UNKNOWN, *TO_REFINE)
    plain = {item.name: item.default for item in fields(settings)}
    for name in unknown:
        if getattr(settings, name) != plain[name]:
            told = "--" + name.replace("_", "-")
            only = "" if name in _UNKNOWN else " without --refine"
            raise PixelStyleError(f"A painter paints in one pass{only}: {told} has no part in it; leave it out.")
    if settings.undither in ("style", "both"):
        raise PixelStyleError("A painter has its paintings already: with it, --undither is of the content only.")
    if settings.refine and settings.method != "anneal":
        raise PixelStyleError(f"A painter's picture is refined by anneal, not by {settings.method}.")


def _target(canvas: Canvas, bars: Bars | None, palette: Palette, metric: str, device: torch.device) -> Target:
    target = make_target(canvas.mode, palette, metric, device)
    return target if bars is None else beside_bars(target, bars)


def _painted(painter: Painter, number: int, placed: np.ndarray, canvas: Canvas, palette: Palette) -> NativePicture:
    """The legal picture, float32 [H, W, 3] in native pixels being the content."""
    bars = canvas.bars(palette)
    target = _target(canvas, bars, palette, canvas.metric, torch.device("cpu"))
    begin = placed if bars is None else bars.painted(placed)
    return painter.scene(canvas.mode, palette, number).legal(begin, target.solve)


def _refined(
    painter: Painter,
    number: int,
    picture: np.ndarray,
    canvas: Canvas,
    settings: StylizeSettings,
    facts: dict[str, dict[str, str]],
    headline: str,
) -> ScheduledRun[StylizeSettings]:
    """A run that begins with what the painter would have in each pixel."""
    judges = Judges.load(settings, layers_of(settings))
    of_painting = painter.paintings[number].pixels()
    placed = canvas.content(picture)
    shown = to_tensor(canvas.content_shown(picture)[canvas.judged], judges.device)
    palette = canvas.colours_for(expected_colours(placed, of_painting))
    scene = StylizeScene(canvas, placed, shown, (Painting(of_painting, 1.0),), None, None, None)
    bars = canvas.bars(palette)
    target = _target(canvas, bars, palette, settings.metric, judges.device)
    begin = placed if bars is None else bars.painted(placed)
    method = make_method("anneal", target, to_tensor(begin, judges.device), settings.every)
    method.begin_as(painter.scene(canvas.mode, palette, number).logits(begin))
    if bars is not None:
        method.pin(torch.from_numpy(bars.where).to(target.device))
    work = Optimisation(
        stylize_judge(judges, scene, settings),
        method,
        iterations=settings.refine,
        optimiser=settings.optimiser,
        rate=settings.rate or _RATE,
    )

    def finish(outcome: Outcome) -> Result:
        result = finished("stylize", canvas.mode, settings, facts, outcome, f"painter, {method.name}", judges)
        return replace(result, figures=result.figures | {"painting": painter.paintings[number].name})

    def target_of(now: StylizeSettings) -> Target:
        if (now.palette, now.lock, now.forbid) != (settings.palette, settings.lock, settings.forbid):
            raise PixelStyleError("A painter's picture keeps its colours while it is refined.")
        return _target(canvas, bars, palette, now.metric, judges.device)

    identity: dict[str, Any] = {
        "recipe": "stylize",
        "content": facts["content"]["sha256"],
        "files": {name: file["sha256"] for name, file in file_facts(settings).items()},
        "settings": settings.identity(),
    }
    return ScheduledRun(
        canvas.mode,
        headline,
        work,
        finish,
        identity,
        settings,
        lambda now: stylize_judge(Judges.load(now, layers_of(now)), scene, now),
        target_of,
    )
