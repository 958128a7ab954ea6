"""Modes whose rule is a signal: the best picture along each line, by dynamic programming."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pixelstyle.colour import smooth
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.dither import Dither
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.cheapest import cheapest
from pixelstyle.screens.solving.pair_costs import pair_costs
from pixelstyle.screens.solving.signals.apple2 import solve_dhgr, solve_hgr
from pixelstyle.screens.solving.signals.ham import solve_ham
from pixelstyle.screens.solving.signals.serial import SERIAL, solve_serial

_DOTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"hgr": solve_hgr, "dhgr": solve_dhgr}
SIGNALS = ("ham6", *_DOTS, *SERIAL)
"""The signals with a search of their own; extra half-brite is an ordinary palette of 64 to the solver."""

_REACH = (-0.3, 1.3)
"""How far beyond black and white a colour may be wanted to make up for others."""


@dataclass(frozen=True)
class _Ripple:
    """How those signals are dithered in which a pixel cannot choose for itself."""

    height: float
    """How far the wanted colours are moved up and down: about the distance between neighbouring colours."""
    grain: int
    """Columns that are moved alike: what it takes to show a colour."""
    rounds: int
    """How often what is still wrong on average is added to what is wanted."""


_RIPPLES = {"ham6": _Ripple(1 / 15, 1, 1), "hgr": _Ripple(0.9, 2, 3), "dhgr": _Ripple(0.9, 4, 3)}


def solve_signal(mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
    """The best picture under costs [H, W, K]: the least total there is.

    Raises PixelStyleError for HAM, whose colours are not the palette's: it takes a picture (`nearest`), not costs.
    """
    assert mode.signal is not None
    if mode.signal in SERIAL:
        choices = solve_serial(costs, SERIAL[mode.signal])
        return NativePicture(mode, palette, cheapest(costs, choices))
    if mode.signal in _DOTS:
        return NativePicture(mode, palette, _DOTS[mode.signal](costs))
    raise PixelStyleError(f"The mode '{mode.name}' shows more than its palette: it can be fitted to a picture only.")


def nearest_ham(mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
    """The nearest hold-and-modify picture. Raises PixelStyleError for a palette of more than 16 colours."""
    if len(palette) > 16:
        raise PixelStyleError(
            f"The mode '{mode.name}' has a palette of 16 colours; '{palette.name}' has {len(palette)}."
        )
    return NativePicture(mode, palette, solve_ham(picture, palette.bytes() >> 4, metric))


def dither_signal(
    mode: ScreenMode,
    picture: np.ndarray,
    palette: Palette,
    metric: str,
    dither: Dither,
    nearest_to: Callable[[np.ndarray], NativePicture],
) -> NativePicture:
    """The picture dithered: within what each cell may show where codes set the colours (Oric, teletext).

    Elsewhere a pixel cannot choose for itself, and errors cannot be handed on: the wanted colours are moved up and
    down by a threshold map (blue noise in place of error diffusion), `nearest_to` makes the nearest picture of that,
    and where it is wrong on average the wanted colours are moved further.
    """
    assert mode.signal is not None
    if mode.signal in SERIAL:
        costs = pair_costs(picture, palette.srgb(), metric, dither.coarseness)
        choices = solve_serial(costs, SERIAL[mode.signal], pairs=True)
        return NativePicture(mode, palette, dither.apply(picture, choices, palette.srgb()))
    ripple = _RIPPLES[mode.signal]
    grains = dither.thresholds().repeat(ripple.grain, axis=1)
    repeats = (-(-mode.height // grains.shape[0]), -(-mode.width // grains.shape[1]))
    moved = (np.tile(grains, repeats)[: mode.height, : mode.width, None] - 0.5) * (ripple.height * dither.strength)
    wanted = picture + moved
    for left in range(ripple.rounds - 1, -1, -1):
        native = nearest_to(np.clip(wanted, *_REACH).astype(np.float32))
        if left:
            wanted = wanted + smooth(picture - native.native_rgb() / 255, 1.5 * ripple.grain, 1.5)
    return native
