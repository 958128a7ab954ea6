"""What a stylization is judged by: content, style, smoothness and dream, as weighted terms."""

from __future__ import annotations

from dataclasses import replace

import torch

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
from pixelstyle.optimise import Judge
from pixelstyle.recipes.dreams.stimuli import checked_channels, parse_stimuli
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.style_pictures import scale_style, style_terms
from pixelstyle.recipes.stylize_scene import StylizeScene
from pixelstyle.settings import StylizeSettings, parse_layers

PROTECT_WEIGHT = 20.0
"""Of protected pixels beside a content weight of 1: what little the style has to say to them must not show."""


def layers_of(settings: StylizeSettings) -> list[str]:
    """Every layer that these settings look at. Raises PixelStyleError for texts that are no layers or stimuli."""
    stimuli = parse_stimuli(settings.dream)
    return [settings.content_layer, *parse_layers(settings.style_layers), *(found.layer for found in stimuli)]


def stylize_judge(judges: Judges, scene: StylizeScene, settings: StylizeSettings) -> Judge:
    """The judge that these settings ask for, of native pictures [1, 3, H, W] on the scene's screen.

    Raises PixelStyleError or UnknownNameError for layers, channels and statistics that are not there.
    """
    pixel = scene.canvas.mode.pixel
    objective = stylize_objective(judges, scene, settings)
    if settings.clean:
        objective.add(settings.clean * CLEAN_WEIGHT, Tidiness(pixel))
    if settings.keep_colours == "content":
        objective.add(COLOURS_WEIGHT, KeepColours(scene.shown, pixel))
    return judges.judge(objective, pixel, scene.canvas.judged)


def stylize_objective(judges: Judges, scene: StylizeScene, settings: StylizeSettings) -> Objective:
    """Content, style, smoothness, what is protected and dream as weighted terms. Raises what `stylize_judge` does."""
    paintings = [
        replace(painting, picture=scale_style(painting.picture, scene.canvas, settings.style_scale, settings.style_fit))
        for painting in scene.paintings
    ]
    stimuli = parse_stimuli(settings.dream)
    with torch.no_grad():
        before = judges.exact(scene.shown)
        content = Content(settings.content_layer, before[settings.content_layer])
    sizes = {layer: (values.shape[2], values.shape[3]) for layer, values in before.items()}
    terms: list[tuple[float, Term]] = [(settings.content_weight, content)]
    styles = style_terms(judges, paintings, settings, scene.regions, sizes)
    terms += [(settings.style_weight, term) for term in styles]
    terms.append((settings.tv_weight, TotalVariation()))
    if scene.regions is not None and scene.regions.kept is not None:
        terms.append((PROTECT_WEIGHT, Keep(scene.shown, scene.regions.kept)))
    if stimuli:
        weight = sum(abs(found.weight) for found in stimuli)
        terms.append((weight, Dream(checked_channels(stimuli, before), before)))
    return Objective(terms)
