"""Small screens: where there are few pixels each is seen, so strokes are larger, outlines crisper, and pixels end in
clusters: confetti is no dither any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import Judge, Outcome, is_out_of_memory, to_tensor
from pixelstyle.recipes.stylize_scene import StylizeScene
from pixelstyle.screens import ScreenMode, in_clusters
from pixelstyle.settings import StylizeSettings

SMALL = 120
"""Native pixels on the longer side up to which a screen without cells is small: PICO-8's, at 128, shows petals."""
STYLE_SCALE, OUTLINES, CLUSTERS = 2.0, 0.5, 0.5
"""What settings of these names are there by themselves: found by looking, see docs/style.md. A painting of 96 pixels
has no strokes that are larger than a pixel, and an eye of 6 no white unless it is brought out."""


def settled(settings: StylizeSettings, mode: ScreenMode) -> StylizeSettings:
    """The settings with what goes by itself on this screen written down, so that whatever is made of it on the way,
    smaller or larger, is made alike.

    Raises PixelStyleError for clusters where the machine's rules bind pixels otherwise than by colours.
    """
    bound = any((mode.tiles, mode.signal, mode.glyphs, mode.subpalettes, not mode.constrained))
    if settings.clusters and bound:
        raise PixelStyleError(f"{mode.name} has no clusters: its pixels are not free to take a neighbour's colour.")
    if bound or mode.slots or mode.choice is not None or max(mode.width, mode.height) > SMALL:
        return settings
    parted = settings.mask or settings.protect or settings.carry or settings.keep_pixels
    by_itself: dict[str, Any] = {
        "style_scale": STYLE_SCALE,
        "outlines": OUTLINES,
        "clusters": 0.0 if parted else CLUSTERS,
    }
    return replace(settings, **{name: value for name, value in by_itself.items() if getattr(settings, name) is None})


def clustered(outcome: Outcome, scene: StylizeScene, settings: StylizeSettings, judge: Judge) -> Outcome:
    """The outcome with its legal picture's pixels merged as the settings ask for, and judged again."""
    weight, picture = settings.clusters, outcome.picture
    if not weight or picture is None:
        return outcome
    still = None if scene.bars is None else scene.bars.where
    if settings.keep_pixels is not None and scene.carried is not None:
        still = scene.carried.still if still is None else still | scene.carried.still
    merged = in_clusters(picture, scene.placed, weight, still)
    losses = outcome.losses
    try:
        with torch.no_grad():
            losses = judge.exact(to_tensor(merged.native_rgb(), scene.shown.device)).report()
    except Exception as error:
        if not is_out_of_memory(error):
            raise
    return replace(outcome, picture=merged, pixels=merged.native_rgb() / 255.0, losses=losses)
