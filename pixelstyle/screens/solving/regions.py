"""Regions that know nothing of each other: what the whole picture would share is dealt out among them beforehand.

Sub-palettes and tiles are settled for the picture as a whole, so that what one part of it wants is felt in all others.
Here each region has so many of its own, by the area that it covers; and cells through which an edge runs, whose pixels
belong to several, have a sub-palette that does not hang on what any of them wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import cut_cells, pad_to_cells, spread
from pixelstyle.screens.mode import ScreenMode, SubPalettes
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.cheapest import cheapest
from pixelstyle.screens.solving.set_costs import split_cells
from pixelstyle.screens.solving.solve import solve, within_tiles
from pixelstyle.screens.solving.subpalettes.clustering import Arrangement, assign, search_subpalettes
from pixelstyle.screens.solving.subpalettes.costs import CellCosts
from pixelstyle.screens.solving.subpalettes.solve import allowed_cells, in_blocks
from pixelstyle.screens.solving.tiles.clustering import cut_tiles, lay, merge_tiles

EDGE = -1
"""The owner of cells in which regions meet."""


def shares(total: int, areas: Sequence[int] | np.ndarray, power: float = 1.0) -> list[int]:
    """`total` things dealt out in proportion to areas ** power, at least one to each area above 0; [] if too few.

    Of colours the best power is 0.6: the mean squared error of n colours for points in a space of 3 dimensions falls
    as n ** (-2 / 3) (Zador 1982), and the sum over the areas is least where the numbers are as areas ** (3 / 5).

    >>> shares(16, [300, 100])
    [12, 4]
    """
    weights = np.asarray(areas, float) ** power * (np.asarray(areas) > 0)
    if total < (weights > 0).sum():
        return []
    ideal = total * weights / weights.sum()
    dealt = np.where(weights > 0, np.maximum(1, np.floor(ideal)), 0).astype(int)
    while dealt.sum() > total:  # those that had to have one were too many
        dealt[np.where(dealt > 1, dealt - ideal, -np.inf).argmax()] -= 1
    while dealt.sum() < total:
        dealt[np.where(weights > 0, ideal - dealt, -np.inf).argmax()] += 1
    return [int(count) for count in dealt]


def owners(apart: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """The region of each cell (width, height), intp [cells down, cells across]: EDGE where it has several.

    apart: int [H, W], each pixel's region.
    """
    cells = cut_cells(pad_to_cells(apart, cell), cell)
    least = cells.min(axis=(2, 3))
    return np.where(least == cells.max(axis=(2, 3)), least, EDGE).astype(np.intp)


def deal_subpalettes(rule: SubPalettes, apart: np.ndarray) -> list[np.ndarray]:
    """Which sub-palettes each region of [H, W] has for its own, by number; the last is the edges'. [] if too few, as
    where some are a row's."""
    if rule.by_row:
        return []
    counts = shares(rule.count - 1, np.bincount(apart.ravel()))
    ends = np.cumsum(counts)
    return [np.arange(end - count, end) for end, count in zip(ends, counts, strict=True)]


@dataclass(frozen=True)
class ApartSolver:
    """The solver for a mode with sub-palettes or tile limits and a picture with regions."""

    mode: ScreenMode
    palette: Palette
    apart: np.ndarray
    """int [H, W]: each pixel's region."""
    settled: Arrangement | None
    """Sub-palettes as they were settled beforehand; `member` counts for the edges only."""
    rows: list[np.ndarray]
    """Which of them each region may use."""
    searched: bool
    """Whether each region chooses anew what its own hold."""

    @classmethod
    def of(
        cls,
        mode: ScreenMode,
        palette: Palette,
        apart: np.ndarray,
        costs: np.ndarray,
        before: NativePicture | None = None,
    ) -> ApartSolver:
        """`costs` [H, W, K] of a picture that does not hang on what the regions are to become.

        Where there are fewer sub-palettes than regions and the edges need, all of them are those of that picture.
        `before` is a picture with the same regions whose sub-palettes, where it knows them, are settled already: which
        of them an edge's cells use, and what the edges' own holds, still goes by the costs.
        """
        rule = mode.subpalettes
        if rule is None:
            return cls(mode, palette, apart, None, [], False)
        dealt, blocks = deal_subpalettes(rule, apart), in_blocks(mode, len(palette))
        owner = owners(apart, rule.cell).ravel()
        whole = before
        if whole is None or whole.subpalettes is None:
            whole = solve(replace(mode, tiles=None), costs, palette)
        assert whole.subpalettes is not None and whole.subpalette_map is not None
        shared = whole.subpalettes[0, : rule.shared].astype(np.intp)
        own = whole.subpalettes[:, rule.shared :].astype(np.intp)
        if not dealt:
            member = whole.subpalette_map.ravel().astype(np.intp)
            if whole is before:
                member = assign(CellCosts.of(costs, None, rule.cell), shared, own, allowed_cells(mode, rule)).member
            settled = Arrangement(shared, own, member, 0.0)
            return cls(mode, palette, apart, settled, [np.arange(rule.count)] * (int(apart.max()) + 1), False)
        settled = Arrangement(shared, own, np.full(len(owner), rule.count - 1), 0.0)
        if blocks is None and (owner == EDGE).any():
            own[-1] = _searched(mode, rule, split_cells(costs, rule.cell)[:, :, owner == EDGE], shared, 1)[0]
        return cls(mode, palette, apart, settled, dealt, blocks is None)

    def solve(self, costs: np.ndarray) -> NativePicture:
        """The best picture found under costs [H, W, K]; what a region has is the same whatever the others cost."""
        if self.settled is None:
            native = replace(solve(replace(self.mode, tiles=None), costs, self.palette), mode=self.mode)
        else:
            native = self._in_subpalettes(costs)
        return within_tiles(native, costs, lambda codes, by_number: self._merged(codes, by_number))

    def _in_subpalettes(self, costs: np.ndarray) -> NativePicture:
        rule, settled = self.mode.subpalettes, self.settled
        assert rule is not None and settled is not None
        cells = split_cells(costs, rule.cell)
        grid = owners(self.apart, rule.cell)
        own, member = settled.own.copy(), settled.member.copy()
        for region, rows in enumerate(self.rows):
            mine = (grid == region).ravel()
            if not mine.any():
                continue
            if self.searched:
                own[rows] = _searched(self.mode, rule, cells[:, :, mine], settled.shared, len(rows))
            may = allowed_cells(self.mode, rule)[mine][:, rows]
            member[mine] = rows[assign(CellCosts(cells[:, :, mine]), settled.shared, own[rows], may).member]
        found = Arrangement(settled.shared, own, member, 0.0)
        chosen, subpalettes = found.member.reshape(grid.shape).astype(np.uint8), found.palettes()
        choices = spread(subpalettes[chosen], rule.cell, self.mode.height, self.mode.width)
        return NativePicture(
            self.mode, self.palette, cheapest(costs, choices), subpalettes=subpalettes, subpalette_map=chosen
        )

    def _merged(self, codes: np.ndarray, costs: np.ndarray) -> np.ndarray:
        """Each region with tiles of its own; the edges have one for each place, as far as half the limit goes."""
        rule = self.mode.tiles
        assert rule is not None
        owner = owners(self.apart, rule.size).ravel()
        edges = min(int((owner == EDGE).sum()), rule.limit // 2)
        limits = [*(shares(rule.limit - edges, np.bincount(self.apart.ravel())) or [1] * len(self.rows)), edges]
        tiles, at_place = cut_tiles(codes, rule.size), cut_tiles(costs, rule.size)
        for group in np.unique(owner):
            mine = owner == group
            strip, paid = (np.concatenate(list(part[mine]), axis=1) for part in (tiles, at_place))
            tiles[mine] = cut_tiles(merge_tiles(strip, paid, replace(rule, limit=limits[group])), rule.size)
        return lay(tiles, codes.shape)


def _searched(mode: ScreenMode, rule: SubPalettes, cells: np.ndarray, shared: np.ndarray, count: int) -> np.ndarray:
    """What `count` sub-palettes should hold, intp [count, size], for cells [K, P, N] beside given shared colours."""
    usable = np.array([k for k in (mode.usable or range(len(cells))) if k < len(cells)], np.intp)
    if len(shared):  # no pixel pays more for a colour than for one that it has anyway
        cells = np.minimum(cells, cells[shared].min(axis=0))
    if len(usable) < rule.size:
        return np.tile(np.resize(usable, rule.size), (count, 1))
    return search_subpalettes(CellCosts(cells), replace(rule, count=count, shared=0), usable).own
