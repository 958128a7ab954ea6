"""Which sub-palette suits each cell when a dither is to come: the one whose dither looks most like the picture.

Colours that mix to what is wanted may all be farther from it than a grey, so that no sum over single pixels finds
them: each sub-palette dithers the whole picture, and cells take the best.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pixelstyle.arrays import Choices, Costs, Indices, Planes
from pixelstyle.colour import smooth
from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import cut_cells, pad_to_cells, spread
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.costs import in_space
from pixelstyle.screens.solving.set_costs import colours_of
from pixelstyle.screens.solving.subpalettes.costs import CellCosts

FEW = 4
"""Colours of a sub-palette up to which that is worth its time: with sixteen it gains little of next to nothing."""
_AFAR = 1.5
"""Standard deviation of the eye's blur, in shown pixels."""
_MANY, _LIKELIEST = 16, 3
"""With more sub-palettes than so many only those are dithered that are among so many of some cell's best for pixels
that are mixtures."""
_NEAR = 0.05
"""What the error of single pixels counts beside that: of two dithers that look alike from afar the finer one."""


def mixes_in_subpalettes(mode: ScreenMode) -> bool:
    """Whether a mode's cells have so few colours, and each sub-palette its own, that mixtures decide which they take.

    Not where all are out of one pool: its shades are dithered each beside the next.
    """
    rule, choice = mode.subpalettes, mode.choice
    pooled = choice is not None and choice.pool is not None
    return rule is not None and not pooled and rule.shared + rule.size <= FEW


def with_dithered_cells(
    native: NativePicture,
    picture: Planes,
    palette: Palette,
    metric: str,
    dithered: Callable[[Choices], Indices],
    in_pairs: Callable[[], Costs],
) -> NativePicture:
    """The picture with the sub-palette for each cell whose dither is nearest to `picture`, float32 [H, W, 3] sRGB 0..1,
    seen from afar. `native` says what the sub-palettes hold; its indices are `dithered` anew.

    in_pairs: gives what each pixel costs in mixtures of two colours, [H, W, K (K + 1) / 2], which say what is worth a
    dither where there are many sub-palettes.
    """
    mode, held = native.mode, native.subpalettes
    assert mode.subpalettes is not None and held is not None
    cell, size = mode.subpalettes.cell, (mode.height, mode.width)
    offered = mode.subpalettes.offered(-(-size[0] // cell[1]))
    afar = (_AFAR / mode.pixel[0], _AFAR / mode.pixel[1])
    near, blurred = (in_space(seen, metric) for seen in (picture, np.clip(smooth(picture, *afar), 0, 1)))
    costs = []
    if len(held) > _MANY and offered.shape[1] == len(held):
        offered = np.tile(_likeliest(held, in_pairs(), cell), (len(offered), 1))
    for numbers in offered.T:  # one of each row's at a time
        lines = held[numbers].repeat(cell[1], axis=0)[: size[0], None]
        shown = palette.srgb()[dithered(np.broadcast_to(lines, (*size, held.shape[1])))].astype(np.float32)
        error = ((in_space(np.clip(smooth(shown, *afar), 0, 1), metric) - blurred) ** 2).sum(axis=2)
        error += _NEAR * ((in_space(shown, metric) - near) ** 2).sum(axis=2)
        costs.append(cut_cells(pad_to_cells(error, cell), cell).sum(axis=(2, 3)))
    grid = np.take_along_axis(offered, np.argmin(costs, axis=0), axis=1).astype(np.uint8)
    return replace(native, indices=dithered(spread(held[grid], cell, *size)), subpalette_map=grid)


def _likeliest(held: np.ndarray, pairs: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """The numbers of the sub-palettes that some cell has among its best, of such as have the same colours the first."""
    sets = np.sort(held, axis=1)
    firsts = np.sort(np.unique(sets, axis=0, return_index=True)[1])
    costs = CellCosts.of(np.zeros((*pairs.shape[:2], colours_of(pairs.shape[2])), np.float32), pairs, cell)
    paid = np.stack([costs.in_set(held[number].astype(np.intp)) for number in firsts])
    return firsts[np.unique(np.argsort(paid, axis=0, kind="stable")[:_LIKELIEST])]
