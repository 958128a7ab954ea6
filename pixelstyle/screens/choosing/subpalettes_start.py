"""Where the search for sub-palettes begins: k-means of cells and of each sub-palette's colours in turn, as if the
machine could make every colour.

A third of the pixels says nearly as well as all of them which cells go together, and means take a small part of the
time in which colours of a lattice are tried.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pixelstyle.screens.solving.subpalettes.in_space import coefficients, lifted

_STEP = 3
"""Every third pixel counts, or every second, or all of them"""
_DISTANCES = 1_500_000
"""where so many distances to colours are enough for that."""
_CANDIDATES = 64
"""How many of the pixels that a sub-palette's cells have are tried as the next colour of its first ones."""
_TURNS = (3, 2, 2, 2, 2, 2)
"""How often colours become the means of what is nearest to them before each time that cells choose, and at the end."""


class Start:
    """The sub-palettes' colours as real numbers."""

    def __init__(
        self, srgb: np.ndarray, points: np.ndarray, fixed: Sequence[np.ndarray], size: int, allowed: np.ndarray
    ) -> None:
        """Of cells' pixels, both [N, P, 3], as they are and in the metric's space; `fixed` are the first of each
        sub-palette's `size` colours, float32 [F, 3] in that space. `allowed`, bool [N, count], says which sub-palettes
        cells may use."""
        self.allowed = allowed
        distances = int(allowed.sum()) * points.shape[1] * size
        some = np.s_[:, :: max(1, min(_STEP, distances // _DISTANCES))]
        self.pixels = np.concatenate([lifted(points[some]), srgb[some].astype(np.float32)], axis=2)
        """[N, Q, 8]: what some of each cell's pixels are in the metric's space, lifted, and what they are in sRGB."""
        self.lifted = np.ascontiguousarray(self.pixels[..., :5].transpose(2, 0, 1))
        """[5, N, Q]"""
        self.fixed = [len(row) for row in fixed]
        self.colours = np.zeros((len(fixed), size, 8), np.float32)
        """[count, size, 8]: the same of colours, as far as means of these can be."""
        for number, row in enumerate(fixed):
            self.colours[number, : len(row), :3] = row

    def settle(self, groups: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Find colours from these groups of cells on, intp [n] each; what the groups become in the end."""
        groups, idle = list(groups), list(range(len(groups)))
        for turn, times in enumerate(_TURNS):
            if turn:
                groups, idle = shared_out(self._paid(), self.allowed)
            for number, cells in enumerate(groups):
                if number in idle:
                    self.begin(number, cells)
                self._average(number, cells, times)
        return groups

    def begin(self, number: int, cells: np.ndarray) -> None:
        """Take colours of these cells, intp [n], one after the other that which helps most beside those before it."""
        few = self.pixels[cells, ::_STEP].reshape(-1, 8)
        tried = few[np.linspace(0, len(few) - 1, _CANDIDATES).astype(np.intp)]
        apart, fixed = coefficients(tried[:, :3]) @ few[:, :5].T, self.fixed[number]
        near = np.full(len(few), 10.0, np.float32)  # farther than any colour
        if fixed:
            near = (coefficients(self.colours[number, :fixed, :3]) @ few[:, :5].T).min(axis=0)
        for place in range(fixed, self.colours.shape[1]):
            best = np.minimum(apart, near).sum(axis=1).argmin()
            self.colours[number, place] = tried[best]
            near = np.minimum(near, apart[best])

    def _paid(self) -> np.ndarray:
        """What each cell costs in each sub-palette, [count, N]."""
        paid = np.full(self.allowed.T.shape, np.inf, np.float32)
        for number, colours in enumerate(coefficients(self.colours[..., :3])):
            mine = self.allowed[:, number]
            pixels = self.lifted if mine.all() else self.lifted[:, mine]
            found = (colours @ pixels.reshape(5, -1)).min(axis=0)
            paid[number, mine] = found.reshape(pixels.shape[1:]).sum(axis=1)
        return paid

    def _average(self, number: int, cells: np.ndarray, times: int) -> None:
        """So many times make each colour, but the fixed ones, the mean of what is nearest to it in these cells."""
        pixels, colours = self.pixels[cells].reshape(-1, 8), self.colours[number]
        every = np.arange(len(colours))
        for _ in range(times):
            nearest = (pixels[:, :5] @ coefficients(colours[:, :3]).T).argmin(axis=1)
            sums = (nearest == every[:, None]).astype(np.float32) @ pixels
            moved = (sums[:, 3] > 0) & (every >= self.fixed[number])
            colours[moved] = sums[moved] / sums[moved, 3:4]


def shared_out(paid: np.ndarray, allowed: np.ndarray) -> tuple[list[np.ndarray], list[int]]:
    """The cells of each sub-palette, intp [n], by what each cell costs in each, [count, N]: those that cost least in
    it; and the numbers of those that no cell takes, whose cells are those, of the allowed ones, that are served worst.
    """
    member, least = paid.argmin(axis=0), paid.min(axis=0)
    groups = [np.flatnonzero(member == number) for number in range(len(paid))]
    idle = [number for number, cells in enumerate(groups) if not len(cells)]
    for number in idle:
        worst = np.where(allowed[:, number], least, -np.inf)
        groups[number] = np.argsort(-worst, kind="stable")[: -(-len(least) // len(paid))]
    return groups, idle
