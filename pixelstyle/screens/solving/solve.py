"""From costs to the best picture that a mode can show.

The costs may be any numbers: distances to a photo, a network's logits, gradients. Each rule a mode can have is met
by one of the searches beside this module; `solve` only picks among them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from pixelstyle.arrays import Costs, Planes
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.costs import CIEDE2000, distances, expected_numbers
from pixelstyle.screens.solving.glyphs import solve_glyphs
from pixelstyle.screens.solving.signals.solve import SOLVERS
from pixelstyle.screens.solving.slots.solve import solve_slots
from pixelstyle.screens.solving.subpalettes.solve import (
    in_blocks,
    nearest_in_subpalettes,
    pixel_numbers,
    solve_subpalettes,
)
from pixelstyle.screens.solving.tiles.clustering import merge_tiles, merged_tiles
from pixelstyle.screens.solving.tiles.recolouring import merge_recoloured

Merge = Callable[[np.ndarray, np.ndarray], np.ndarray]

_COSTS_AT_ONCE = 1 << 17
"""Costs, 512 KB of them, that stay in a core's cache until the least has been found."""


def solve(
    mode: ScreenMode,
    costs: Costs,
    palette: Palette,
    pairs: Costs | None = None,
    steady: bool = False,
    light: Planes | None = None,
) -> NativePicture:
    """The legal picture of least total cost.

    costs: float32 [H, W, K], what each native pixel costs in each of the palette's K colours; any finite numbers.
    pairs: float32 [H, W, K (K + 1) / 2], what each costs in mixtures of two colours, in the order of `pair_numbers`,
    no more than in either alone; where all sets of the slots' colours can be tried and K is 32 at most, the sets are
    chosen by these. With sub-palettes, whose search they join, of areas: [H / s, W / s, K (K + 1) / 2], a cell being a
    whole number of areas of s x s pixels.
    steady: a few registers that are written from line to line are not written for what gains next to nothing, so that
    there are no streaks from edge to edge.
    light: float32 [h, w, 3], 0..1, linear; with glyphs what light each quarter of each cell is to have from afar.
    The least there is for signals and for slots whose sets of colours can all be tried; a local optimum, always the
    same one for the same costs, for more slots than that, for sub-palettes and for tile limits.
    The result's `slots` are always filled, as are `subpalettes` and their map where the mode has them; a slot that
    no pixel uses holds the next best colour for its area.
    Raises PixelStyleError for a mode without a palette, a picture of the wrong size, or numbers that are not finite.

    >>> from pixelstyle.palettes import get_palette
    >>> from pixelstyle.screens import get_mode
    >>> costs = np.ones((200, 320, 16), np.float32)
    >>> costs[:, :160, 6], costs[:, 160:, 14] = 0, 0  # blue costs nothing on the left, light blue on the right
    >>> picture = solve(get_mode("c64-hires"), costs, get_palette("c64"))
    >>> picture.indices[0, [0, 319]].tolist()
    [6, 14]
    """
    costs = checked(mode, costs, palette)
    if mode.signal in SOLVERS:
        return SOLVERS[mode.signal].solve(mode, costs, palette)
    if mode.glyphs is not None:
        return solve_glyphs(mode, mode.glyphs, costs, palette, light)
    if mode.subpalettes is not None:
        native = solve_subpalettes(mode, mode.subpalettes, costs, palette, pairs)
    elif mode.slots:
        native = solve_slots(mode, costs, palette, pairs, steady)
    else:
        native = NativePicture(mode, palette, _usable(mode, costs).argmin(axis=2).astype(np.uint8))
    return within_tiles(native, costs)


def nearest(mode: ScreenMode, picture: Planes, palette: Palette, metric: str = "oklab") -> NativePicture:
    """The legal picture nearest to `picture`: least sum of squared distances in the metric, and `steady` as of `solve`.

    picture: float32 [H, W, 3] sRGB 0..1 in native pixels.
    Raises UnknownNameError for a metric that is not in SOLVER_METRICS, and what `solve` raises.

    >>> from pixelstyle.palettes import get_palette
    >>> from pixelstyle.screens import check, get_mode
    >>> mode, grey = get_mode("zx-spectrum"), np.full((192, 256, 3), 0.8, np.float32)
    >>> picture = nearest(mode, grey, get_palette("zx-spectrum"))
    >>> np.unique(picture.native_rgb()).tolist(), check(picture)
    ([205], [])
    """
    if _by_itself(mode):
        _expect_costs_of(mode, (*picture.shape[:2], len(palette)), palette)
        lines = max(1, _COSTS_AT_ONCE // (mode.width * len(palette)))
        parts = (picture[start : start + lines] for start in range(0, mode.height, lines))
        indices = [_usable(mode, distances(part, palette, metric)).argmin(axis=2) for part in parts]
        return NativePicture(mode, palette, np.concatenate(indices).astype(np.uint8))
    if mode.subpalettes is not None and _in_space(mode, palette, metric):
        _expect_costs_of(mode, (*picture.shape[:2], len(palette)), palette)
        return nearest_in_subpalettes(mode, mode.subpalettes, expected_numbers(picture), palette, metric)
    costs = distances(picture, palette, metric)
    if mode.shows.beyond_palette:
        return SOLVERS[mode.signal].nearest(mode, picture, palette, metric)
    return solve(mode, costs, palette, steady=True)


def _by_itself(mode: ScreenMode) -> bool:
    """Whether no pixel's colour has a say in any other's."""
    rules = mode.signal in SOLVERS or mode.glyphs or mode.subpalettes or mode.slots or mode.tiles
    return mode.constrained and not rules


def _in_space(mode: ScreenMode, palette: Palette, metric: str) -> bool:
    """Whether cells can choose sub-palettes by where colours stand, without what each pixel costs in every colour."""
    return in_blocks(mode, len(palette)) is not None and not mode.tiles and metric != CIEDE2000


def within_tiles(native: NativePicture, costs: np.ndarray, merge: Merge | None = None) -> NativePicture:
    """The picture with no more different tiles than its mode allows, under costs [H, W, K].

    `merge` brings numbers within sub-palettes [H, W] that cost so much at each pixel [H, W, S] down to so many tiles.
    """
    mode = native.mode
    if mode.tiles is None:
        return native
    if merge is None and mode.recolours:
        return merge_recoloured(native, costs)
    merge = merge or partial(merge_tiles, rule=mode.tiles)
    if mode.subpalettes is None:
        indices = merge(native.indices, _usable(mode, costs))
        return replace(native, indices=indices, extra=native.extra | merged_tiles(native.indices, indices, mode.tiles))
    before, by_number = pixel_numbers(native, costs)
    codes = merge(before, by_number)
    native = replace(native, extra=native.extra | merged_tiles(before, codes, mode.tiles))
    indices = np.take_along_axis(native.choices(), codes[..., None].astype(np.intp), axis=2)[..., 0]
    return replace(native, indices=indices, codes=codes)


def checked(mode: ScreenMode, costs: np.ndarray, palette: Palette) -> np.ndarray:
    """The costs as float32 [H, W, K]. Raises PixelStyleError where `solve` says so."""
    if not mode.constrained:
        raise PixelStyleError(f"The mode '{mode.name}' shows every colour: there is nothing to solve.")
    costs = np.asarray(costs, dtype=np.float32)
    _expect_costs_of(mode, costs.shape, palette)
    if not (np.isfinite(costs.min()) and np.isfinite(costs.max())):
        raise PixelStyleError("The costs hold values that are not finite numbers.")
    return costs


def _expect_costs_of(mode: ScreenMode, shape: tuple[int, ...], palette: Palette) -> None:
    if shape != (mode.height, mode.width, len(palette)):
        raise PixelStyleError(
            f"The mode '{mode.name}' with {len(palette)} colours takes costs of shape "
            f"{(mode.height, mode.width, len(palette))}, not {shape}."
        )


def _usable(mode: ScreenMode, costs: np.ndarray) -> np.ndarray:
    """The costs with the colours that the mode cannot show out of the question."""
    if mode.usable is None:
        return costs
    barred = np.ones(costs.shape[2], bool)
    barred[[k for k in mode.usable if k < len(barred)]] = False
    return np.where(barred, np.float32(1e30), costs)
