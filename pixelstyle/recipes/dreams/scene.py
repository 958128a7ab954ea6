"""What a dream has before it: pictures laid onto the screen, a network to look at them, and what to strive for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor

from pixelstyle.formats import read_content
from pixelstyle.objectives import CLEAN_WEIGHT, Objective, Tidiness, TotalVariation
from pixelstyle.optimise import Method, make_method, make_target, method_for, show, to_array, to_tensor
from pixelstyle.palettes import spread_in_shades
from pixelstyle.recipes.artwork import start_picture
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.dreams.stimuli import Dice, dream_objective, gains, wanted_stimuli
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.requests.named_pictures import black_all_over
from pixelstyle.recipes.runs.temporal_coherence import beside_bars
from pixelstyle.recipes.style_pictures import scale_style
from pixelstyle.screens import Bars
from pixelstyle.settings import DreamSettings

CLASS_SMOOTHNESS = 3.0
"""The weight of smoothness for a class, where the settings leave it open."""
RATES = {"anneal": 0.2, "straight-through": 0.06}
"""Adam's step sizes that dream best, where they are not the method's own; see docs/dream.md."""


@dataclass(frozen=True)
class DreamScene:
    """All that stays the same from the first step of a dream to the last frame of it."""

    settings: DreamSettings
    canvas: Canvas
    judges: Judges
    shown: Tensor
    """The picture as the network sees it: [1, 3, H, W] in shown pixels, sRGB 0..1."""
    start: Tensor
    """What the dream starts from, of the same size: the picture itself, unless the settings say otherwise."""
    guide: Tensor | None
    """[1, 3, h, w]: dream of what this excites."""
    mask: Tensor | None
    """[1, 1, H, W]: 1 where the dream may go, 0 where the picture stays as it is."""

    @classmethod
    def of(cls, settings: DreamSettings, canvas: Canvas, picture: np.ndarray, judges: Judges) -> Self:
        """Lay out `picture`, uint8 [h, w, 3], and the pictures that the settings name.

        Raises PixelStyleError for a file that is not there or no picture, and for a mask without any white.
        """
        placed = canvas.content_shown(picture)
        shown, start = (to_tensor(each, judges.device) for each in (placed, _start(placed, canvas, settings)))
        mask, bars = _mask(canvas, settings, judges), canvas.bars(None)
        if bars is not None:
            start = torch.where(_shown(bars, canvas, judges), to_tensor(placed, judges.device), start)
            free = (~_shown(bars, canvas, judges)).float()
            mask = free if mask is None else mask * free
        return cls(settings, canvas, judges, shown, start, _guide(canvas, settings, judges), mask)

    def objective(self, now: DreamSettings) -> tuple[Objective, Dice | None]:
        """What these settings strive for, and what is to be thrown before each step, if anything.

        Raises PixelStyleError or UnknownNameError for a channel or class that is not there.
        """
        objective, dice = dream_objective(self.judges, wanted_stimuli(now), self.shown, self.guide, now)
        # The logits care for few pixels, and an optimiser fills the others with grain unless something minds.
        smoothness = CLASS_SMOOTHNESS if now.class_name is not None else 0.0
        if now.tv_weight is not None:
            smoothness = now.tv_weight
        if smoothness:
            objective.add(smoothness, TotalVariation())
        if now.clean:
            objective.add(now.clean * CLEAN_WEIGHT, Tidiness(self.canvas.mode.pixel))
        return objective, dice

    @property
    def method_name(self) -> str:
        """The constraint method that the machine can follow: the settings' own, or the one in its place."""
        return method_for(self.settings.method, self.canvas.mode).name

    @property
    def rate(self) -> float | None:
        """Adam's step size under the rules; None: the method's own."""
        return self.settings.rate or RATES.get(self.method_name)

    def method(self, dreamt: Tensor) -> Method:
        """A constraint method that starts from the 24-bit dream [1, 3, h, w] in native pixels.

        The palette, where the machine chooses one, suits the dream and not the picture before it.
        """
        mode, settings = self.canvas.mode, self.settings
        palette = self.canvas.colours_for(to_array(dreamt)) if mode.constrained else None
        target, bars = make_target(mode, palette, settings.metric, self.judges.device), self.canvas.bars(palette)
        if bars is None:
            return make_method(settings.method, target, dreamt, settings.every)
        begin = to_tensor(bars.painted(to_array(dreamt)), target.device)
        method = make_method(settings.method, beside_bars(target, bars), begin, settings.every)
        method.pin(torch.from_numpy(bars.where).to(target.device))
        return method

    def in_shades(self, dreamt: Tensor) -> Tensor:
        """The 24-bit dream [1, 3, H, W], where the machine has shades of one colour only (Game Boy) in these, so that
        what holds on to it asks for nothing that cannot be shown."""
        palette = self.canvas.palette if self.canvas.mode.choice is None else None
        of_glyphs = self.canvas.mode.glyphs is not None
        shades = None if palette is None else spread_in_shades(to_array(dreamt), palette, of_glyphs)
        return dreamt if shades is None else to_tensor(shades, self.judges.device)

    def gains(self, pixels: np.ndarray) -> dict[str, float]:
        """How much more a native picture, uint8 [h, w, 3], excites each layer than the one before the dream does."""
        after = show(to_tensor(pixels, self.judges.device), self.canvas.mode.pixel)
        layers = [stimulus.layer for stimulus in wanted_stimuli(self.settings)]
        return gains(self.judges.exact, layers, self.shown, after)


def _shown(bars: Bars, canvas: Canvas, judges: Judges) -> Tensor:
    """Where bars are, bool [1, 1, H, W] in shown pixels."""
    return show(torch.from_numpy(bars.where).to(judges.device)[None, None], canvas.mode.pixel)


def clouds(height: int, width: int, seed: int) -> np.ndarray:
    """Noise whose spectrum falls like 1 / frequency, as that of natural pictures: float32 [H, W, 3], around grey.

    White noise would stay as grain wherever the dream has nothing to say.
    """
    white = np.random.default_rng(seed).normal(size=(height, width, 3))
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    frequency[0, 0] = np.inf
    pink = np.fft.irfft2(np.fft.rfft2(white, axes=(0, 1)) / frequency[..., None], s=(height, width), axes=(0, 1))
    return np.asarray((0.5 + 0.12 * pink / pink.std()).clip(0, 1), dtype=np.float32)


def _start(placed: np.ndarray, canvas: Canvas, settings: DreamSettings) -> np.ndarray:
    """What the dream starts from: float32 [H, W, 3] in shown pixels."""
    if settings.start == "image":
        return placed
    if settings.start == "grey":
        return np.full(placed.shape, 0.5, np.float32)
    if settings.start == "noise":
        return clouds(placed.shape[0], placed.shape[1], settings.seed)
    return canvas.place_shown(start_picture(settings, canvas))


def _guide(canvas: Canvas, settings: DreamSettings, judges: Judges) -> Tensor | None:
    """The guide, its longer side as long as the screen's, its proportions kept."""
    if settings.guide is None:
        return None
    picture = read_content(settings.guide, background=settings.background)
    return to_tensor(scale_style(picture, canvas, 1.0), judges.device)


def _mask(canvas: Canvas, settings: DreamSettings, judges: Judges) -> Tensor | None:
    """[1, 1, H, W] in shown pixels."""
    if settings.mask is None:
        return None
    mask = to_tensor(canvas.place_shown(read_content(settings.mask)), judges.device).mean(1, keepdim=True)
    if not bool(mask.max() > 0):
        raise black_all_over(settings.mask)
    return mask
