"""Dream: a picture becomes what a network sees in it, under the machine's rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Unpack

from pixelstyle.optimise import Outcome
from pixelstyle.recipes.canvas import Canvas, read_input
from pixelstyle.recipes.dreams.scene import DreamScene
from pixelstyle.recipes.dreams.scheduled_objective import ScheduledObjective
from pixelstyle.recipes.dreams.stimuli import layers_in_use, wanted_stimuli
from pixelstyle.recipes.dreams.zoom_animation import ZoomAnimation, animated
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.regions.transparency import cutout, screen_for, uncovered
from pixelstyle.recipes.requests.given_objects import with_names
from pixelstyle.recipes.requests.given_pictures import Picture, with_files
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import OptimisingRun, Watcher, drain
from pixelstyle.recipes.run_result import finished
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import DreamKeywords, DreamSettings, stages


def dream(image: Picture, *, watch: Watcher | None = None, **settings: Unpack[DreamKeywords]) -> Result:
    """What a network dreams of in `image`. Settings: the fields of DreamSettings.

    `watch` is called with every Step. Raises PixelStyleError for anything that cannot be done as asked.
    """
    with with_names(settings) as plain:
        wanted = DreamSettings.of(plain)
        return with_files(lambda image: drain(prepare_dream(image, wanted), watch), image=image)


def prepare_dream(image: str | Path, settings: DreamSettings, mode: ScreenMode | None = None) -> OptimisingRun:
    """Read the inputs, check the settings, load the network: everything up to the first step.

    `mode` is a machine of the caller's own, in place of the one that the settings name. Raises PixelStyleError for
    anything that cannot be done as asked.
    """
    picture, facts = read_input(image, settings)
    cut = None if settings.frames > 1 else cutout(image, picture, settings)
    canvas = Canvas.of(settings, picture, mode or screen_for(picture, cut, settings))
    judges = Judges.load(settings, layers_of(settings))
    scene = DreamScene.of(settings, canvas, picture, judges)
    objective = ScheduledObjective(settings, scene.objective)
    work = ZoomAnimation(scene, objective)

    inputs = {"image": canvas.described(facts)}

    def finish(outcome: Outcome) -> Result:
        result = finished("dream", canvas.mode, settings, inputs, outcome, scene.method_name, judges)
        result = replace(result, figures=result.figures | {"gains": scene.gains(result.pixels)})
        return animated(result, work.finished) if settings.frames > 1 else uncovered(result, picture, cut)

    headline = f"{image} dreams of {objective.objective}, on {canvas.mode.title}"
    identity = {"recipe": "dream", "image": facts["sha256"], "settings": settings.identity()}
    return OptimisingRun(canvas.mode, headline, work, finish, identity)


def layers_of(settings: DreamSettings) -> list[str]:
    """Every layer that these settings look at, each once. Raises PixelStyleError for a class without a classifier."""
    used = [layer for now in stages(settings) for layer in layers_in_use(wanted_stimuli(now), now)]
    return list(dict.fromkeys(used))
