"""Texture: what a picture is made of, without what it shows; any size, and tileable if asked for.

Gatys, Ecker and Bethge, "Texture Synthesis Using Convolutional Neural Networks" (2015): noise whose Gram matrices
become the picture's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack, overload

import numpy as np
import torch
from torch import Tensor

from pixelstyle.files import fit_picture
from pixelstyle.objectives import CLEAN_WEIGHT, Objective, Tidiness, TotalVariation
from pixelstyle.optimise import Display, Judge, Optimisation, Outcome, Target, make_method, make_target, to_tensor
from pixelstyle.recipes.canvas import Canvas, changed_screen, in_tone, read_input
from pixelstyle.recipes.framing import cut_out
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.requests.given_objects import with_names
from pixelstyle.recipes.requests.given_pictures import Picture, with_files
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import ImmediateRun, Watcher, drain
from pixelstyle.recipes.run_result import finished
from pixelstyle.recipes.runs.painted_texture import prepare_painted_texture
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.style_pictures import Painting, read_paintings, scale_style, style_terms
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import TextureKeywords, TextureSettings, parse_layers


def texture(
    style: Picture | None = None, *, watch: Watcher | None = None, **settings: Unpack[TextureKeywords]
) -> Result:
    """A texture from `style`. Settings: the fields of TextureSettings.

    Without a style a `painter` is among the settings. `watch` is called with every Step. Raises PixelStyleError for
    anything that cannot be done as asked.
    """
    with with_names(settings) as plain:
        wanted = TextureSettings.of(plain)
        if style is None:
            return drain(prepare_painted_texture(None, wanted), watch)
        return with_files(lambda style: drain(prepare_texture(style, wanted), watch), style=style)


@overload
def prepare_texture(
    style: str | Path, settings: TextureSettings, mode: ScreenMode | None = None
) -> ScheduledRun[TextureSettings]: ...


@overload
def prepare_texture(style: None, settings: TextureSettings, mode: ScreenMode | None = None) -> ImmediateRun: ...


def prepare_texture(
    style: str | Path | None, settings: TextureSettings, mode: ScreenMode | None = None
) -> ScheduledRun[TextureSettings] | ImmediateRun:
    """Read the input, check the settings, load the network: everything up to the first step.

    `mode` is a machine of the caller's own, in place of the one that the settings name. Raises PixelStyleError for
    anything that cannot be done as asked.
    """
    if settings.painter is not None or style is None:
        return prepare_painted_texture(style, settings, mode)
    picture, facts = read_input(style, settings)
    picture = in_tone(cut_out(picture, settings), settings)
    canvas = Canvas.of(replace(settings, crop=None), picture, mode)
    judges = Judges.load(settings, list(parse_layers(settings.style_layers)))

    palette = None
    if canvas.mode.constrained:
        palette = canvas.colours_for(fit_picture(picture, canvas.mode.width, canvas.mode.height))
    target = make_target(canvas.mode, palette, settings.metric, judges.device)
    begin = to_tensor(_noise(picture, canvas, settings), judges.device)
    paintings = read_paintings(picture, settings)
    random = torch.Generator().manual_seed(settings.seed)
    method = make_method(settings.method, target, begin, settings.every)
    optimisation = Optimisation(
        _judge(judges, paintings, canvas, settings, random),
        method,
        iterations=settings.iterations or 0,
        optimiser=settings.optimiser,
        rate=settings.rate,
    )

    def finish(outcome: Outcome) -> Result:
        return finished("texture", method.target.mode, settings, {"style": facts}, outcome, method.name, judges)

    headline = f"the texture of {style}, on {canvas.mode.title}"
    identity = {"recipe": "texture", "style": facts["sha256"], "settings": settings.identity()}

    def judge_of(now: TextureSettings) -> Judge:
        return _judge(Judges.load(now, list(parse_layers(now.style_layers))), paintings, canvas, now, random)

    def target_of(now: TextureSettings) -> Target:
        return make_target(*changed_screen(settings, now, picture, mode, palette), now.metric, judges.device)

    return ScheduledRun(canvas.mode, headline, optimisation, finish, identity, settings, judge_of, target_of, random)


def _judge(
    judges: Judges, paintings: Sequence[Painting], canvas: Canvas, settings: TextureSettings, random: torch.Generator
) -> Judge:
    """Who compares with the style pictures."""
    scaled = [replace(each, picture=scale_style(each.picture, canvas, settings.style_scale)) for each in paintings]
    objective = Objective([(1.0, term) for term in style_terms(judges, scaled, settings)])
    if settings.tv_weight:
        objective.add(settings.tv_weight, TotalVariation())
    if settings.clean:
        objective.add(settings.clean * CLEAN_WEIGHT, Tidiness(canvas.mode.pixel))
    if settings.tile:
        rolling = _rolling(judges.display, random)
        return Judge(judges.fast, objective, canvas.mode.pixel, exact=judges.exact, display=rolling)
    return judges.judge(objective, canvas.mode.pixel)


def _noise(picture: np.ndarray, canvas: Canvas, settings: TextureSettings) -> np.ndarray:
    """White noise with the mean and deviation of the picture's colours: float32 [H, W, 3] in native pixels."""
    small = fit_picture(picture, 64, 64, "stretch")
    shape = (canvas.mode.height, canvas.mode.width, 3)
    noise = np.random.default_rng(settings.seed).normal(small.mean((0, 1)), small.std((0, 1)), shape)
    return np.asarray(noise.clip(0, 1), dtype=np.float32)


def _rolling(display: Display | None, random: torch.Generator) -> Display:
    """Rolls the picture at random before every step, so that its edges are mostly seen from within.

    Final figures, which have no gradient, see the picture as it lies.
    """

    def seen(shown: Tensor) -> Tensor:
        if torch.is_grad_enabled():
            shift = [int(torch.randint(side, (), generator=random)) for side in shown.shape[2:]]
            shown = torch.roll(shown, shift, (2, 3))
        return shown if display is None else display(shown)

    return seen
