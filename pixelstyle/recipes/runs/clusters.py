"""Small pictures end in clusters: where a screen has few pixels, each is seen, and confetti is no dither any more."""

from __future__ import annotations

from dataclasses import replace

import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import Judge, Outcome, is_out_of_memory, to_tensor
from pixelstyle.recipes.stylize_scene import StylizeScene
from pixelstyle.screens import ScreenMode, in_clusters
from pixelstyle.settings import StylizeSettings

SMALL = 120
"""Native pixels on the longer side up to which a screen without cells is small: PICO-8's, at 128, shows petals."""
BY_ITSELF = 0.5
"""How much pixels are merged there: found by looking, see docs/style.md."""


def weight_of(settings: StylizeSettings, mode: ScreenMode) -> float:
    """How much pixels are merged on this screen, 0..1.

    Raises PixelStyleError where that is asked for and the machine's rules bind pixels otherwise than by colours.
    """
    bound = any((mode.tiles, mode.signal, mode.glyphs, mode.subpalettes, not mode.constrained))
    if settings.clusters is not None:
        if settings.clusters and bound:
            raise PixelStyleError(f"{mode.name} has no clusters: its pixels are not free to take a neighbour's colour.")
        return settings.clusters
    parted = settings.mask or settings.protect or settings.carry or settings.keep_pixels
    small = max(mode.width, mode.height) <= SMALL and not mode.slots and mode.choice is None
    return BY_ITSELF if small and not bound and not parted else 0.0


def clustered(outcome: Outcome, scene: StylizeScene, settings: StylizeSettings, judge: Judge) -> Outcome:
    """The outcome with its legal picture's pixels merged as the settings ask for, and judged again."""
    weight, picture = weight_of(settings, scene.canvas.mode), outcome.picture
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
