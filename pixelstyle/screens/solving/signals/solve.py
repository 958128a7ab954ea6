"""Modes whose rule is a signal: the best picture along each line, by dynamic programming."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.dither import Dither
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.signals.nufli import Layers, choices_of
from pixelstyle.screens.signals.shifted_frames import FRAMES, background_of
from pixelstyle.screens.solving.cheapest import cheapest
from pixelstyle.screens.solving.costs import distances
from pixelstyle.screens.solving.pair_costs import pair_costs
from pixelstyle.screens.solving.signals.apple2 import solve_dhgr, solve_hgr
from pixelstyle.screens.solving.signals.attribute_codes import SERIAL, Serial, solve_serial
from pixelstyle.screens.solving.signals.direct_colour import nearest_words
from pixelstyle.screens.solving.signals.ham import solve_ham
from pixelstyle.screens.solving.signals.ham8 import solve_ham8
from pixelstyle.screens.solving.signals.mixed_characters import dither_mixed, solve_mixed
from pixelstyle.screens.solving.signals.nufli import best_layers, pairs_of
from pixelstyle.screens.solving.signals.nuflix import best_fitted_layers
from pixelstyle.screens.solving.signals.ripple import Ripple
from pixelstyle.screens.solving.signals.shifted_frames import nearest_frames, solve_frames
from pixelstyle.screens.solving.signals.sliced_ham import solve_sham
from pixelstyle.screens.solving.signals.sprites_over import solve_over
from pixelstyle.screens.solving.signals.sprites_over_dithered import dither_over
from pixelstyle.screens.solving.signals.yjk import solve_yjk, solve_yjk_attribute


class SignalSolver(Protocol):
    """The search of its own that a signal has."""

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        """The best picture under costs [H, W, K]: the least total there is. Raises PixelStyleError where colours are
        not the palette's, so that costs cannot say what is wanted."""
        ...

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        """The picture nearest to sRGB [H, W, 3] 0..1. Raises PixelStyleError for a palette that is too large."""
        ...

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        """The picture, sRGB [H, W, 3] 0..1, dithered as far as the signal lets pixels choose."""
        ...


@dataclass(frozen=True)
class _Dots:
    """Colours that rows of dots make on a television set."""

    search: Callable[[np.ndarray], np.ndarray]
    """The dots, uint8 [H, W], that cost least under costs [H, W, K]."""
    ripple: Ripple

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        return NativePicture(mode, palette, self.search(costs))

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        return self.solve(mode, distances(picture, palette, metric), palette)

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        # Averages count here, which add up in spaces that are linear in sRGB.
        return self.ripple.dithered(picture, dither, lambda moved: self.nearest(mode, moved, palette, "yuv"))


@dataclass(frozen=True)
class _BeyondPalette:
    """Colours that are changed channel by channel along the line, or made of J and K; and a palette's."""

    search: Callable[[np.ndarray, np.ndarray, str], np.ndarray]
    """The codes, uint8 [H, W], near to sRGB [H, W, 3] with a palette, uint8 [K, 3], in a metric."""
    ripple: Ripple

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        raise PixelStyleError(
            f"The mode '{mode.name}' shows more than its palette: it can be fitted to a picture only."
        )

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        most = len(palette) if mode.choice is None else mode.choice.colours
        if len(palette) > most:
            raise PixelStyleError(
                f"The mode '{mode.name}' has a palette of {most} colours; '{palette.name}' has {len(palette)}."
            )
        return NativePicture(mode, palette, self.search(picture, palette.bytes(), metric))

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        return self.ripple.dithered(picture, dither, lambda moved: self.nearest(mode, moved, palette, metric))


@dataclass(frozen=True)
class _WithoutPalette:
    """Colours that pixels hold themselves, or groups of them together."""

    search: Callable[[np.ndarray, str], np.ndarray]
    """The codes [H, W] near to sRGB [H, W, 3] in a metric."""
    ripple: Ripple
    averaging: str | None = None
    """The metric of dithers; None: the one asked for."""

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        raise PixelStyleError(f"The mode '{mode.name}' has no palette: it can be fitted to a picture only.")

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        return NativePicture(mode, palette, self.search(picture, metric))

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        near = self.averaging or metric
        return self.ripple.dithered(picture, dither, lambda moved: self.nearest(mode, moved, palette, near))


@dataclass(frozen=True)
class _AttributeCodes:
    """Two colours at a time, which codes within the line set: between them each pixel chooses for itself."""

    machine: Serial

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        return NativePicture(mode, palette, cheapest(costs, solve_serial(costs, self.machine)))

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        return self.solve(mode, distances(picture, palette, metric), palette)

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        costs = pair_costs(picture, palette.srgb(), metric, dither.coarseness)
        choices = solve_serial(costs, self.machine, pairs=True)
        return NativePicture(mode, palette, dither.apply(picture, choices, palette.srgb()))


@dataclass(frozen=True)
class _ShiftedFrames:
    """Means of two pictures in turn."""

    ripple: Ripple

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        return solve_frames(mode, costs, palette)

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        return nearest_frames(mode, picture, palette, metric)

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        plain = self.nearest(mode, picture, palette, metric)  # whose background all rounds have
        held = replace(mode, fixed={"background": background_of(plain.indices)})
        found = self.ripple.dithered(picture, dither, lambda moved: self.nearest(held, moved, palette, metric))
        return replace(found, mode=mode)


@dataclass(frozen=True)
class _OverSprites:
    """Two colours a cell, and those of sprites under it, which change from step to step."""

    best: Callable[[np.ndarray], Layers]
    """The layers whose dots cost least in two colours each, [136, 200, 320]."""

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        return NativePicture(mode, palette, cheapest(costs, choices_of(self.best(pairs_of(costs)))))

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        return self.solve(mode, distances(picture, palette, metric), palette)

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        pairs = pair_costs(picture, palette.srgb(), metric, dither.coarseness).transpose(2, 0, 1)
        return NativePicture(mode, palette, dither.apply(picture, choices_of(self.best(pairs)), palette.srgb()))


@dataclass(frozen=True)
class _UnderSprites:
    """A bitmap of pixels twice as wide as the dots of the sprites before it."""

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        return NativePicture(mode, palette, solve_over(mode, costs, palette))

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        return self.solve(mode, distances(picture, palette, metric), palette)

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        return NativePicture(mode, palette, dither_over(mode, picture, palette, metric, dither))


@dataclass(frozen=True)
class _MixedCharacters:
    """Cells of 256 patterns, each hires or multicolour."""

    def solve(self, mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
        return NativePicture(mode, palette, solve_mixed(costs))

    def nearest(self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
        return self.solve(mode, distances(picture, palette, metric), palette)

    def dithered(
        self, mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str, dither: Dither
    ) -> NativePicture:
        return NativePicture(mode, palette, dither_mixed(picture, palette.srgb(), metric, dither))


SOLVERS: dict[str | None, SignalSolver] = {
    "ham6": _BeyondPalette(solve_ham, Ripple(1 / 15, 1, 1)),
    "sham": _BeyondPalette(solve_sham, Ripple(1 / 15, 1, 1)),
    "ham8": _BeyondPalette(solve_ham8, Ripple(1 / 63, 1, 1)),
    "yjk": _WithoutPalette(solve_yjk, Ripple(1 / 31, 1, 1)),
    # Dithered as the consoles do it: channel by channel, so that averages are kept.
    "rgb555": _WithoutPalette(nearest_words, Ripple(1 / 31, 1, 1), "rgb"),
    "yae": _BeyondPalette(solve_yjk_attribute, Ripple(1 / 31, 1, 1)),
    "hgr": _Dots(solve_hgr, Ripple(0.9, 2, 3)),
    **{name: _ShiftedFrames(Ripple(0.2, 1, 1)) for name in FRAMES},
    "nufli": _OverSprites(best_layers),
    "nuflix": _OverSprites(best_fitted_layers),
    "sprites-over": _UnderSprites(),
    "mixed-characters": _MixedCharacters(),
    "dhgr": _Dots(solve_dhgr, Ripple(0.9, 4, 3)),
    **{name: _AttributeCodes(machine) for name, machine in SERIAL.items()},
}
"""By the signal's name. Extra half-brite is an ordinary palette of 64 to the solver."""
