"""From a picture to the best that a mode can show, with or without dither."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.arrays import Choices, Costs, Indices, Planes
from pixelstyle.palettes import Palette
from pixelstyle.screens.dither import Dither
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.bars import Bars
from pixelstyle.screens.solving.costs import distances
from pixelstyle.screens.solving.glyphs import quarters_light
from pixelstyle.screens.solving.pair_costs import pair_costs
from pixelstyle.screens.solving.signals.solve import SOLVERS
from pixelstyle.screens.solving.slots.idle_slots import all_choices, fill_idle
from pixelstyle.screens.solving.slots.solve import hold, picture_of
from pixelstyle.screens.solving.solve import checked, nearest, solve
from pixelstyle.screens.solving.subpalettes.dithered import mixes_in_subpalettes, with_dithered_cells
from pixelstyle.screens.solving.tiles.clustering_dithered import merge_dithered

_NONE = Dither()


def fit(
    mode: ScreenMode,
    picture: Planes,
    palette: Palette,
    metric: str = "oklab",
    dither: Dither = _NONE,
    bars: Bars | None = None,
) -> NativePicture:
    """The legal picture that looks most like `picture`, float32 [H, W, 3] sRGB 0..1 in native pixels.

    Without dither this is `nearest`. With one, the cells' colours are chosen for what their mixtures can show, and each
    pixel then takes one of its cell's colours; glyphs, which have dots of their own, are chosen for their light,
    whatever the dither. `bars` have their own colour, as far as the rules let any pixel have a colour by itself: not
    where colours come of a signal. Raises UnknownNameError for a metric that does not exist, PixelStyleError for what
    `solve` refuses.
    """
    if bars is not None:
        picture = bars.painted(picture)
    if not dither or mode.glyphs is not None:  # glyphs have dots of their own
        if not dither and (bars is None or mode.signal is not None):
            return nearest(mode, picture, palette, metric)
        costs = distances(picture, palette, metric)
        costs = costs if bars is None else bars.priced(costs, palette)
        light = quarters_light(picture, mode.glyphs) if dither and mode.glyphs is not None else None
        return solve(mode, costs, palette, steady=True, light=light)
    colours = palette.srgb()
    if mode.signal in SOLVERS:
        return SOLVERS[mode.signal].dithered(mode, picture, palette, metric, dither)
    costs = distances(picture, palette, metric)
    costs = checked(mode, costs if bars is None else bars.priced(costs, palette), palette)

    def freely_dithered() -> Costs:
        free = distances(colours[dither.freely(picture, colours, mode.usable)], palette, metric)
        return free if bars is None else bars.priced(free, palette)

    def in_pairs() -> Costs:
        pairs = pair_costs(picture, colours, metric, dither.coarseness)
        return pairs if bars is None else bars.priced(pairs, palette)

    if mode.slots and mode.subpalettes is None:
        held, areas = hold(mode, costs, in_pairs, freely_dithered)
        choices = all_choices(held, areas, mode.height, mode.width)
        indices = _dithered(picture, choices, palette, dither, bars)
        return picture_of(mode, palette, indices, fill_idle(costs, indices, held, areas), areas)
    if mixes_in_subpalettes(mode):
        if mode.choice is None:  # else they have been chosen for that
            costs = freely_dithered()
        native = solve(replace(mode, tiles=None), costs, palette)

        def dithered_in(choices: Choices) -> Indices:
            return _dithered(picture, choices, palette, dither, bars)

        native = with_dithered_cells(native, picture, palette, metric, dithered_in, in_pairs)
    else:
        native = solve(replace(mode, tiles=None), costs, palette)
        native = replace(native, indices=_dithered(picture, native.choices(), palette, dither, bars))
    dithered = replace(native, mode=mode)
    return dithered if mode.tiles is None else merge_dithered(dithered, picture, metric, bars)


def _dithered(picture: Planes, choices: Choices, palette: Palette, dither: Dither, bars: Bars | None) -> Indices:
    """Indices [H, W] by the dither; errors that run into bars end there."""
    indices = dither.apply(picture, choices, palette.srgb())
    return indices if bars is None else bars.laid(indices, choices, palette)
