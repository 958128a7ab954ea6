"""What is done to single pixels at the end: small pictures end in clusters, since where a screen has few pixels each is
seen, and confetti is no dither any more; with `--craft` those that still stand alone go."""

from __future__ import annotations

from dataclasses import replace

import torch

from pixelstyle.optimise import Judge, Outcome, is_out_of_memory, to_tensor
from pixelstyle.recipes.requests.small_screens import has_bound_pixels
from pixelstyle.recipes.stylize_scene import StylizeScene
from pixelstyle.screens import in_clusters, without_lone_pixels
from pixelstyle.settings import StylizeSettings


def clustered(outcome: Outcome, scene: StylizeScene, settings: StylizeSettings, judge: Judge) -> Outcome:
    """The outcome with its legal picture's pixels merged as the settings ask for, and judged again."""
    weight, picture = settings.clusters, outcome.picture
    if picture is None or not (weight or settings.craft):
        return outcome
    still = None if scene.bars is None else scene.bars.where
    if settings.keep_pixels is not None and scene.carried is not None:
        still = scene.carried.still if still is None else still | scene.carried.still
    merged = in_clusters(picture, scene.placed, weight, still) if weight else picture
    # A region has colours of its own, what is protected stays, and of a film's frame what has settled.
    parted = scene.regions is not None or settings.carry is not None
    if settings.craft and not parted and not has_bound_pixels(picture.mode):
        merged = without_lone_pixels(merged, scene.placed, settings.craft, still)
    if merged is picture:
        return outcome
    losses = outcome.losses
    try:
        with torch.no_grad():
            losses = judge.exact(to_tensor(merged.native_rgb(), scene.shown.device)).report()
    except Exception as error:
        if not is_out_of_memory(error):
            raise
    return replace(outcome, picture=merged, pixels=merged.native_rgb() / 255.0, losses=losses)
