"""Dream: a picture becomes what a network sees in it, under the machine's rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.objectives import CLEAN_WEIGHT, Objective, Tidiness, TotalVariation
from pixelstyle.optimise import Method, Outcome, make_target, show, to_array, to_tensor
from pixelstyle.optimise.methods import make_method, method_for
from pixelstyle.recipes.canvas import Canvas, read_input
from pixelstyle.recipes.dreams.octaves import Dreaming, Octaves
from pixelstyle.recipes.dreams.scheduled_objective import Unfolding, stages
from pixelstyle.recipes.dreams.stimuli import Dice, dream_objective, gains, layers_in_use, wanted_stimuli
from pixelstyle.recipes.dreams.zoom_animation import Journey, animated
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import OptimisingRun, Watcher, drain
from pixelstyle.recipes.run_result import finished
from pixelstyle.recipes.style_pictures import scale_style
from pixelstyle.screens import ScreenMode
from pixelstyle.settings.neural import DreamSettings


def dream(image: str | Path, *, watch: Watcher | None = None, **settings: Any) -> Result:
    """What a network dreams of in the file `image`. Settings: the fields of DreamSettings.

    `watch` is called with every Step. Raises PixelStyleError for anything that cannot be done as asked.
    """
    return drain(prepare_dream(image, DreamSettings.of(settings)), watch)


def prepare_dream(image: str | Path, settings: DreamSettings, mode: ScreenMode | None = None) -> OptimisingRun:
    """Read the inputs, check the settings, load the network: everything up to the first step.

    `mode` is a machine of the caller's own, in place of the one that the settings name.
    """
    picture, facts = read_input(image, settings)
    canvas = Canvas.of(settings, picture, mode)
    stimuli = wanted_stimuli(settings)
    judges = Judges.load(settings, layers_of(settings))

    placed = canvas.place_shown(picture)
    shown = to_tensor(placed, judges.device)
    guide = _guide(canvas, settings, judges)

    def objective_of(now: DreamSettings) -> tuple[Objective, Dice | None]:
        objective, dice = dream_objective(judges, wanted_stimuli(now), shown, guide, now)
        # The logits care for few pixels, and an optimiser fills the others with grain unless something minds.
        smoothness = CLASS_SMOOTHNESS if now.class_name is not None else 0.0
        if now.tv_weight is not None:
            smoothness = now.tv_weight
        if smoothness:
            objective.add(smoothness, TotalVariation())
        if now.clean:
            objective.add(now.clean * CLEAN_WEIGHT, Tidiness(canvas.mode.pixel))
        return objective, dice

    unfolding = Unfolding(settings, objective_of)
    objective = unfolding.objective

    used = method_for(settings.method, canvas.mode).name

    def method(dreamt: Tensor) -> Method:
        """The palette, where the machine chooses one, suits the dream and not the picture before it."""
        palette = None
        if canvas.mode.constrained:
            palette = canvas.colours_for(to_array(dreamt))
        target = make_target(canvas.mode, palette, settings.metric, judges.device)
        return make_method(settings.method, target, dreamt, settings.every)

    begin, mask = to_tensor(_start(placed, canvas, settings), judges.device), _mask(canvas, settings, judges)

    def dreaming(frame: int, start: Tensor | None) -> Dreaming:
        return Dreaming(
            judges,
            objective,
            shown,
            octaves_of(settings),
            canvas.mode,
            method,
            iterations=settings.iterations or 0,
            start=begin if start is None else start,
            mask=mask,
            optimiser=settings.optimiser,
            rate=settings.rate or RATES.get(used),
            seed=settings.seed + frame,
            each_step=unfolding.throw,
            turn=unfolding.turn if settings.at else None,
        )

    work = Journey(dreaming, canvas.mode, settings.frames, settings.zoom, settings.rotate)

    def finish(outcome: Outcome) -> Result:
        result = finished("dream", canvas.mode, settings, {"image": facts}, outcome, used, judges)
        after = show(to_tensor(result.pixels, judges.device), canvas.mode.pixel)
        excited = gains(judges.exact, [stimulus.layer for stimulus in stimuli], shown, after)
        result = replace(result, figures=result.figures | {"gains": excited})
        return animated(result, work.finished) if settings.frames > 1 else result

    headline = f"{image} dreams of {objective}, on {canvas.mode.title}"
    identity = {"recipe": "dream", "image": facts["sha256"], "settings": settings.identity()}
    return OptimisingRun(canvas.mode, headline, work, finish, identity)


CLASS_SMOOTHNESS = 3.0
RATES = {"anneal": 0.2, "straight-through": 0.06}
"""Adam's step sizes that dream best, where they are not the method's own; see docs/dream.md."""


def octaves_of(settings: DreamSettings) -> Octaves:
    return Octaves(
        count=settings.octaves,
        scale=settings.octave_scale,
        steps=settings.octave_steps,
        jitter=settings.jitter,
        strength=settings.strength,
        tile=settings.tile,
    )


def _start(placed: np.ndarray, canvas: Canvas, settings: DreamSettings) -> np.ndarray:
    """What the dream starts from: float32 [H, W, 3] in shown pixels."""
    if settings.start == "image":
        return placed
    if settings.start == "grey":
        return np.full(placed.shape, 0.5, np.float32)
    if settings.start == "noise":
        return clouds(placed.shape[0], placed.shape[1], settings.seed)
    return canvas.place_shown(read_picture(settings.start, background=settings.background))


def clouds(height: int, width: int, seed: int) -> np.ndarray:
    """Noise whose spectrum falls like 1 / frequency, as that of natural pictures: float32 [H, W, 3], around grey.

    White noise would stay as grain wherever the dream has nothing to say.
    """
    white = np.random.default_rng(seed).normal(size=(height, width, 3))
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    frequency[0, 0] = np.inf
    pink = np.fft.irfft2(np.fft.rfft2(white, axes=(0, 1)) / frequency[..., None], s=(height, width), axes=(0, 1))
    return np.asarray((0.5 + 0.12 * pink / pink.std()).clip(0, 1), dtype=np.float32)


def layers_of(settings: DreamSettings) -> list[str]:
    """Every layer that these settings look at."""
    used = [layer for now in stages(settings) for layer in layers_in_use(wanted_stimuli(now), now)]
    return list(dict.fromkeys(used))


def _mask(canvas: Canvas, settings: DreamSettings, judges: Judges) -> Tensor | None:
    """[1, 1, H, W] in shown pixels, 1 where the dream may go."""
    if settings.mask is None:
        return None
    mask = to_tensor(canvas.place_shown(read_picture(settings.mask)), judges.device).mean(1, keepdim=True)
    if not bool(mask.max() > 0):
        raise PixelStyleError(f"The mask '{settings.mask}' is black all over: paint white where the dream may go.")
    return mask


def _guide(canvas: Canvas, settings: DreamSettings, judges: Judges) -> Tensor | None:
    """The guide, its longer side as long as the screen's, its proportions kept."""
    if settings.guide is None:
        return None
    picture = read_picture(settings.guide, background=settings.background)
    return to_tensor(scale_style(picture, canvas, 1.0), judges.device)
