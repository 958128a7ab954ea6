"""What to dream of: layers, channels, a guide's features, a class, from the words of the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from pixelstyle.network_facts import check_channel, check_class
from pixelstyle.networks import LOGITS, FeatureNetwork, class_names, classifies, find_class, network_layers
from pixelstyle.objectives import ClassGoal, Dream, Match, Measure, Objective, Stimulus, mean_positive, mean_square
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.settings import DreamSettings, parse_stimulated

USUAL = "relu4_3"
"""Eyes, beaks and shells: deep enough for things, early enough to cover the picture."""
MEASURES: dict[str, Measure] = {"l2": mean_square, "mean": mean_positive}

Dice = Callable[[torch.Generator], None]


def parse_stimuli(texts: Sequence[str]) -> list[Stimulus]:
    """'relu4_3=0.5' or 'relu4_3:87', several with commas. Raises PixelStyleError for anything else."""
    return [Stimulus(layer, weight, channel) for layer, weight, channel in parse_stimulated(texts)]


def wanted_stimuli(settings: DreamSettings) -> list[Stimulus]:
    """The settings' own; without any, and without a class, the usual layer or one as deep in another network."""
    if settings.layer or settings.class_name is not None:
        return parse_stimuli(settings.layer)
    names = [layer.name for layer in network_layers(settings.network) if layer.name != LOGITS]
    return [Stimulus(USUAL if USUAL in names else names[len(names) * 3 // 5])]


def layers_in_use(stimuli: Sequence[Stimulus], settings: DreamSettings) -> list[str]:
    """The layers that the network must hand out. Raises PixelStyleError for a class without a classifier."""
    layers = [stimulus.layer for stimulus in stimuli]
    if settings.class_name is None:
        return layers
    check_class(settings.class_name, settings.network, classifies(settings.network))
    return [*layers, LOGITS]


def dream_objective(
    judges: Judges, stimuli: Sequence[Stimulus], base: Tensor, guide: Tensor | None, settings: DreamSettings
) -> tuple[Objective, Dice | None]:
    """The objective for a picture `base` [1, 3, H, W] as shown; and what to do before each step, if anything."""
    objective, dice = Objective([]), None
    if stimuli:
        with torch.no_grad():
            before = judges.exact(base)
            guiding = before if guide is None else judges.exact(guide)
        objective.add(1.0, dream_term(stimuli, before, guiding, settings))
    if settings.class_name is not None:
        pick = settings.class_name == "random"
        goal = ClassGoal(LOGITS, 0 if pick else find_class(settings.class_name))
        objective.add(settings.class_weight, goal)
        if pick:

            def dice(random: torch.Generator) -> None:
                goal.index = int(torch.randint(len(class_names()), (1,), generator=random))

    return objective, dice


def dream_term(
    stimuli: Sequence[Stimulus],
    before: dict[str, Tensor],
    guiding: dict[str, Tensor],
    settings: DreamSettings,
) -> Dream:
    """Every stimulus measured as the settings say, on activations [1, C, H, W] by layer.

    Raises PixelStyleError for a channel that its layer lacks.
    """
    measured = []
    for stimulus in checked_channels(stimuli, before):
        if settings.guide is None and settings.measure != "cosine":
            measured.append(replace(stimulus, measure=MEASURES[settings.measure]))
            continue
        features = guiding[stimulus.layer]
        if stimulus.channel is not None:
            features = features[:, stimulus.channel : stimulus.channel + 1]
        measured.append(replace(stimulus, measure=Match(features, cosine=settings.measure == "cosine")))
    return Dream(measured, before, settings.ceiling)


def checked_channels(stimuli: Sequence[Stimulus], activations: Mapping[str, Tensor]) -> Sequence[Stimulus]:
    """The same stimuli. Raises PixelStyleError for a channel that its layer, [1, C, H, W], lacks."""
    for stimulus in stimuli:
        channels = activations[stimulus.layer].shape[1]
        if stimulus.channel is not None:
            check_channel(stimulus.layer, stimulus.channel, channels)
    return stimuli


def gains(network: FeatureNetwork, layers: Sequence[str], before: Tensor, after: Tensor) -> dict[str, float]:
    """For each layer its mean squared activation after / before, of two pictures [1, 3, H, W] as shown."""
    with torch.no_grad():
        first, second = network(before), network(after)
    return {
        layer: round(float(second[layer].float().square().mean() / first[layer].float().square().mean()), 3)
        for layer in dict.fromkeys(layers)
    }
