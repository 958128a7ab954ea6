"""Modes whose rule is a signal: the best picture along each line, by dynamic programming."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.dither import coarseness
from pixelstyle.screens.dither import dither as apply_dither
from pixelstyle.screens.dither.thresholds import ORDERED, threshold_map
from pixelstyle.screens.filling import cheapest
from pixelstyle.screens.mixtures import pair_costs
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.signals.apple2 import solve_dhgr, solve_hgr
from pixelstyle.screens.signals.ham import solve_ham
from pixelstyle.screens.signals.serial import SERIAL, solve_serial

_DOTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"hgr": solve_hgr, "dhgr": solve_dhgr}
SIGNALS = ("ham6", *_DOTS, *SERIAL)
"""The signals with a search of their own; extra half-brite is an ordinary palette of 64 to the solver."""

_RIPPLE = {"ham6": 1 / 15, "hgr": 0.5, "dhgr": 0.4}
"""How far a dither moves the wanted colours of those signals in which a pixel cannot choose for itself: about the
distance between neighbouring colours."""


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
    name: str,
    strength: float,
    serpentine: bool,
    solved: Callable[[np.ndarray], NativePicture],
) -> NativePicture:
    """The picture dithered: within what each cell may show where codes set the colours (Oric, teletext).

    Elsewhere a pixel cannot choose for itself, and errors cannot be handed on: the wanted colours are moved up and
    down by a threshold map (blue noise in place of error diffusion), and `solved` makes the nearest picture of that.
    """
    assert mode.signal is not None
    if mode.signal in SERIAL:
        costs = pair_costs(picture, palette.srgb(), metric, coarseness(strength))
        choices = solve_serial(costs, SERIAL[mode.signal], pairs=True)
        return NativePicture(mode, palette, apply_dither(picture, choices, palette.srgb(), name, strength, serpentine))
    thresholds = threshold_map(name if name in ORDERED else "blue-noise")
    tiled = np.tile(
        thresholds, tuple(-(-size // side) for size, side in zip(picture.shape, thresholds.shape, strict=False))
    )
    ripple = (tiled[: mode.height, : mode.width, None] - 0.5) * (_RIPPLE[mode.signal] * strength)
    return solved(np.clip(picture + ripple, 0, 1).astype(np.float32))
