"""From a picture to the best that a mode can show, with or without dither."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import squared_distances
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import Palette
from pixelstyle.screens.dither import DITHERS, coarseness
from pixelstyle.screens.dither import dither as apply_dither
from pixelstyle.screens.filling import all_choices, fill_idle
from pixelstyle.screens.mixtures import pair_costs
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solver import by_entry, checked, hold, nearest


def fit(
    mode: ScreenMode,
    picture: np.ndarray,
    palette: Palette,
    metric: str = "oklab",
    dither: str = "none",
    strength: float = 1.0,
    serpentine: bool = True,
) -> NativePicture:
    """The legal picture that looks most like `picture`, float32 [H, W, 3] sRGB 0..1 in native pixels.

    Without dither this is `nearest`. With a dither (one of DITHERS; strength 0..1; serpentine: lines run to and
    fro), the cells' colours are chosen for what their mixtures can show, and each pixel then takes one of its cell's
    colours. Raises UnknownNameError for a dither or metric that does not exist, PixelStyleError for a strength
    beyond 0..1 and for what `solve` refuses.
    """
    if dither not in DITHERS:
        raise UnknownNameError("dither", dither, DITHERS)
    if not 0 <= strength <= 1:
        raise PixelStyleError(f"A dither's strength is between 0 and 1, not {strength}.")
    if dither == "none" or strength == 0:
        return nearest(mode, picture, palette, metric)
    colours = palette.srgb()
    if not mode.slots:
        native = nearest(mode, picture, palette, metric)
        return _dithered(native, picture, dither, strength, serpentine)
    costs = checked(mode, squared_distances(picture, colours, metric), palette)
    held, areas = hold(mode, costs, lambda: pair_costs(picture, colours, metric, coarseness(strength)))
    choices = all_choices(held, areas, mode.height, mode.width)
    indices = apply_dither(picture, choices, colours, dither, strength, serpentine)
    return NativePicture(mode, palette, indices, by_entry(mode, fill_idle(costs, indices, held, areas), areas))


def _dithered(
    native: NativePicture, picture: np.ndarray, name: str, strength: float, serpentine: bool
) -> NativePicture:
    """The same picture with its pixels chosen anew, among the same choices."""
    indices = apply_dither(picture, native.choices(), native.palette.srgb(), name, strength, serpentine)
    return replace(native, indices=indices)
