"""Stylize: the content of one picture in the style of another, under the machine's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.objectives import (
    CLEAN_WEIGHT,
    COLOURS_WEIGHT,
    Content,
    Dream,
    Keep,
    KeepColours,
    Objective,
    Term,
    Tidiness,
    TotalVariation,
)
from pixelstyle.optimise import Judge, Optimisation, Outcome, Target, make_target, to_tensor
from pixelstyle.optimise.methods import make_method
from pixelstyle.palettes import Palette, map_to_gamut
from pixelstyle.recipes.canvas import Canvas, changed_screen, read_input
from pixelstyle.recipes.dreams.stimuli import checked_channels, parse_stimuli
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.regions.masks import Regions, has_regions
from pixelstyle.recipes.regions.palette import dealt_palette, entries_of, owners_of
from pixelstyle.recipes.regions.target import Partition, target_with_regions
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import Watcher, drain
from pixelstyle.recipes.run_result import finished
from pixelstyle.recipes.runs.coarse_to_fine import GrowingRun, grown
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.runs.temporal_coherence import read_carried
from pixelstyle.recipes.style_pictures import (
    Painting,
    expected_colours,
    prepared_style,
    read_paintings,
    scale_style,
    style_terms,
)
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import StylizeSettings, parse_layers

PROTECT_WEIGHT = 20.0
"""Of protected pixels beside a content weight of 1: what little the style has to say to them must not show."""


def stylize(content: str | Path, style: str | Path, *, watch: Watcher | None = None, **settings: Any) -> Result:
    """The picture in the file `content` in the style of the file `style`. Settings: the fields of StylizeSettings.

    `watch` is called with every Step. Raises PixelStyleError for anything that cannot be done as asked.
    """
    return drain(prepare_stylize(content, style, StylizeSettings.of(settings)), watch)


def prepare_stylize(
    content: str | Path, style: str | Path, settings: StylizeSettings, mode: ScreenMode | None = None
) -> ScheduledRun[StylizeSettings] | GrowingRun:
    """Read the inputs, check the settings, load the network: everything up to the first step.

    `mode` is a machine of the caller's own, in place of the one that the settings name.
    Raises PixelStyleError for a file that cannot be read and for settings that do not go together.
    """
    if settings.grow > 1 and settings.carry is not None:
        raise PixelStyleError("A frame that carries on from another one does not grow: leave out --grow or --carry.")
    run, owner = _prepare(content, style, settings, mode)
    if settings.grow == 1:
        return run
    target = run.optimisation.method.target
    palette = target.palette if run.mode.constrained else None
    return grown(lambda smaller: _prepare(content, style, settings, smaller, palette, owner)[0], run, settings.grow)


def _prepare(
    content: str | Path,
    style: str | Path,
    settings: StylizeSettings,
    mode: ScreenMode | None,
    palette: Palette | None = None,
    owner: np.ndarray | None = None,
) -> tuple[ScheduledRun[StylizeSettings], np.ndarray | None]:
    """A run on one screen, with this palette, whose entries belong to these regions, or with the one that suits it."""
    content_picture, content_facts = read_input(content, settings)
    style_picture, style_facts = read_input(style, settings)
    original, canvas = content_picture, Canvas.of(settings, content_picture, mode)
    paintings = [
        replace(painting, picture=prepared_style(painting.picture, content_picture, settings))
        for painting in read_paintings(style_picture, settings)
    ]
    judges = Judges.load(settings, layers_of(settings))

    carried = None if settings.carry is None else read_carried(settings.carry, content_picture, canvas, settings)

    placed, shown_content = _laid_out(content_picture, canvas, judges)
    regions = Regions.read(settings, canvas, content_picture, shown_content) if has_regions(settings) else None
    apart = None if regions is None else regions.apart(canvas.mode.pixel)
    areas = None if apart is None else apart.cpu().numpy()

    if carried and carried.palette:
        palette = carried.palette
    if canvas.mode.constrained:
        if areas is not None and (palette is None or carried):
            owner = owners_of(canvas.mode, len(canvas.locked), areas)
        if palette is None:
            palette = _chosen_palette(canvas, placed, paintings, areas, owner)
        if settings.gamut != "none":
            # With regions the content, which all of them see, must not hang on their styles.
            of_content = palette if areas is None else canvas.colours_for(placed)
            content_picture = map_to_gamut(content_picture, of_content, settings.gamut)
            paintings = [
                replace(p, picture=map_to_gamut(p.picture, entries_of(palette, owner, p.region), settings.gamut))
                for p in paintings
            ]
            placed, shown_content = _laid_out(content_picture, canvas, judges)
            regions = None if regions is None else regions.around(shown_content)

    def judge_of(now: StylizeSettings, judges: Judges | None = None) -> Judge:
        """The judge that these settings ask for, of the pictures as they were prepared at the beginning."""
        judges = judges or Judges.load(now, layers_of(now))
        scaled = [
            replace(painting, picture=scale_style(painting.picture, canvas, now.style_scale, now.style_fit))
            for painting in paintings
        ]
        objective = stylize_objective(judges, shown_content, scaled, now, regions)
        if now.clean:
            objective.add(now.clean * CLEAN_WEIGHT, Tidiness(canvas.mode.pixel))
        if now.keep_colours == "content":
            objective.add(COLOURS_WEIGHT, KeepColours(shown_content, canvas.mode.pixel))
        return judges.judge(objective, canvas.mode.pixel)

    def target_of(now: StylizeSettings) -> Target:
        """The screen that these settings ask for."""
        if now is settings:
            screen, colours = canvas.mode, palette
        elif carried:
            raise PixelStyleError("A frame that carries on from another one keeps its screen, colours and cells.")
        else:
            screen, colours = changed_screen(settings, now, original, mode, palette)
        if apart is None or colours is None:
            return make_target(screen, colours, now.metric, judges.device)
        partition = Partition(placed, apart, owner)
        if carried:
            still = torch.from_numpy(carried.still).to(judges.device)
            partition = replace(partition, before=carried.picture, still=still)
        return target_with_regions(screen, colours, now.metric, partition)

    target = target_of(settings)
    begin = start_picture(placed, canvas, settings, target.colours)
    if carried:
        begin_with = to_tensor(carried.begin(begin), judges.device)
        method = carried.method(settings.method, target, begin_with, settings.every)
    else:
        method = make_method(settings.method, target, to_tensor(begin, judges.device), settings.every)
    optimisation = Optimisation(
        judge_of(settings, judges),
        method,
        iterations=settings.iterations or 0,
        optimiser=settings.optimiser,
        rate=settings.rate,
    )

    facts = {"content": content_facts, "style": style_facts}

    def finish(outcome: Outcome) -> Result:
        return finished("stylize", method.target.mode, settings, facts, outcome, method.name, judges)

    headline = f"{content} in the style of {style}, on {canvas.mode.title}"
    identity = {
        "recipe": "stylize",
        "content": content_facts["sha256"],
        "style": style_facts["sha256"],
        "settings": settings.identity(),
    }
    return ScheduledRun(canvas.mode, headline, optimisation, finish, identity, settings, judge_of, target_of), owner


def _laid_out(picture: np.ndarray, canvas: Canvas, judges: Judges) -> tuple[np.ndarray, Tensor]:
    """A content in native pixels, float32 [H, W, 3], and as the network sees it, [1, 3, H, W]."""
    return canvas.place(picture), to_tensor(canvas.place_shown(picture), judges.device)


def _chosen_palette(
    canvas: Canvas,
    placed: np.ndarray,
    paintings: Sequence[Painting],
    apart: np.ndarray | None,
    owner: np.ndarray | None,
) -> Palette:
    """The palette that suits what the content is expected to become; `apart` and `owner` as `owners_of` has them."""
    if apart is None:
        expected = [expected_colours(placed, painting.picture) for painting in paintings]
        return canvas.colours_for(np.concatenate(expected))
    styled = [
        np.concatenate(
            [expected_colours(placed, p.picture, apart == region) for p in paintings if p.region == region] or [placed]
        )
        for region in range(int(apart.max()) + 1)
    ]
    return dealt_palette(canvas, owner, apart, placed, styled)


def layers_of(settings: StylizeSettings) -> list[str]:
    """Every layer that these settings look at."""
    stimuli = parse_stimuli(settings.dream)
    return [settings.content_layer, *parse_layers(settings.style_layers), *(found.layer for found in stimuli)]


def stylize_objective(
    judges: Judges,
    content: Tensor,
    paintings: Sequence[Painting],
    settings: StylizeSettings,
    regions: Regions | None = None,
) -> Objective:
    """Content, style, smoothness and dream as weighted terms; the content [1, 3, H, W] as shown."""
    terms: list[tuple[float, Term]] = []
    stimuli = parse_stimuli(settings.dream)
    with torch.no_grad():
        before = judges.exact(content)
        of_content = before[settings.content_layer]
        terms.append((settings.content_weight, Content(settings.content_layer, of_content)))
    sizes = {layer: (values.shape[2], values.shape[3]) for layer, values in before.items()}
    styles = style_terms(judges, paintings, settings, regions, sizes)
    terms += [(settings.style_weight, term) for term in styles]
    terms.append((settings.tv_weight, TotalVariation()))
    if regions is not None and regions.kept is not None:
        terms.append((PROTECT_WEIGHT, Keep(content, regions.kept)))
    if stimuli:
        weight = sum(abs(found.weight) for found in stimuli)
        terms.append((weight, Dream(checked_channels(stimuli, before), before)))
    return Objective(terms)


def start_picture(placed: np.ndarray, canvas: Canvas, settings: StylizeSettings, colours: Tensor) -> np.ndarray:
    """What the optimiser starts from: float32 [H, W, 3] in native pixels."""
    if settings.start == "content":
        return placed
    if settings.start == "noise":
        noise = np.random.default_rng(settings.seed).normal(0.0, 0.15, placed.shape)
        return np.asarray((noise + placed.mean(axis=(0, 1))).clip(0, 1), dtype=np.float32)
    return canvas.place(read_picture(settings.start, background=settings.background))
