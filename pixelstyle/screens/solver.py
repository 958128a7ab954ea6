"""From costs to the best picture that a mode can show.

The costs may be any numbers: distances to a photo, a network's logits, gradients. Each rule a mode can have is met
by one of the searches beside this module; `solve` only picks among them and puts the result into a NativePicture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pixelstyle.colour import squared_distances
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.filling import all_choices, cheapest, fill_idle
from pixelstyle.screens.levels import Level, levels
from pixelstyle.screens.mixtures import MOST_COLOURS
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.slot_search import Held, is_exact, search


def solve(mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
    """The legal picture of least total cost.

    costs: float32 [H, W, K], what each native pixel costs in each of the palette's K colours; any finite numbers.
    The result's `slots` are always filled; a slot that no pixel uses holds the next best colour for its area.
    Raises PixelStyleError for a mode without a palette, a picture of the wrong size, or numbers that are not finite.
    """
    costs = checked(mode, costs, palette)
    if not mode.slots:
        return NativePicture(mode, palette, costs.argmin(axis=2).astype(np.uint8))
    held, areas = hold(mode, costs)
    indices = cheapest(costs, all_choices(held, areas, mode.height, mode.width))
    return NativePicture(mode, palette, indices, by_entry(mode, fill_idle(costs, indices, held, areas), areas))


def nearest(mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str = "oklab") -> NativePicture:
    """The legal picture nearest to `picture`, float32 [H, W, 3] sRGB 0..1 in native pixels: least sum of squared
    distances.

    Raises UnknownNameError for a metric that is not in colour.METRICS, and what `solve` raises.
    """
    if not np.isfinite(picture).all():
        raise PixelStyleError("The picture holds values that are not numbers.")
    return solve(mode, squared_distances(picture, palette.srgb(), metric), palette)


def with_slots(native: NativePicture) -> NativePicture:
    """The same picture with its slots derived from its indices, for a decoder that knows only those.

    Unused slots hold the colour nearest to one in use. Raises PixelStyleError when no slots could give these indices.
    """
    mode, palette = native.mode, native.palette
    colours = palette.srgb()
    distances = squared_distances(colours[None], colours)[0]
    costs = distances[native.indices]
    costs += 4.0  # a wrong colour is never free, the right one always: a legal picture is the one that costs nothing
    np.put_along_axis(costs, native.indices[..., None].astype(np.intp), 0.0, axis=2)
    solved = solve(mode, costs, palette)
    wrong = solved.indices != native.indices
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise PixelStyleError(
            f"The picture breaks the rules of mode '{mode.name}': for instance near pixel x = {column}, y = {row}."
        )
    return replace(native, slots=solved.slots)


def checked(mode: ScreenMode, costs: np.ndarray, palette: Palette) -> np.ndarray:
    if not mode.constrained:
        raise PixelStyleError(f"The mode '{mode.name}' shows every colour: there is nothing to solve.")
    costs = np.asarray(costs, dtype=np.float32)
    if costs.shape != (mode.height, mode.width, len(palette)):
        raise PixelStyleError(
            f"The mode '{mode.name}' with {len(palette)} colours takes costs of shape "
            f"{(mode.height, mode.width, len(palette))}, not {costs.shape}."
        )
    if not np.isfinite(costs).all():
        raise PixelStyleError("The costs hold values that are not finite numbers.")
    return costs


def hold(
    mode: ScreenMode, costs: np.ndarray, in_pairs: Callable[[], np.ndarray] | None = None
) -> tuple[Held, tuple[Level, ...]]:
    """The colours that the slots of a mode should hold under costs [H, W, K], by level, and those levels.

    `in_pairs` makes the costs in mixtures, [H, W, K * K]; it is asked only where there is a search that can use them.
    """
    areas = levels(mode, costs.shape[2])
    picture = areas[0] if any(slots.cell is None for slots in mode.slots) else None
    cells = areas[1:] if picture else areas
    if not is_exact(picture, cells, mode.width * mode.height):
        raise PixelStyleError(f"The mode '{mode.name}' has more sets of colours than can be searched.")
    if in_pairs is not None and costs.shape[2] <= MOST_COLOURS:
        return search(in_pairs(), picture, cells, pairs=True), areas
    return search(costs, picture, cells), areas


def by_entry(mode: ScreenMode, held: Held, areas: tuple[Level, ...]) -> tuple[np.ndarray, ...]:
    """The colours held, level by level, in the order of mode.slots."""
    slots: list[np.ndarray | None] = [None] * len(mode.slots)
    for colours, level in zip(held, areas, strict=True):
        start = 0
        for entry, count in zip(level.entries, level.counts, strict=True):
            slots[entry] = colours[..., start : start + count]
            start += count
    return tuple(s for s in slots if s is not None)
