"""Which colours the cells of a screen should hold, by what their pixels mix and what their areas look like."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import linear_to_srgb, srgb_to_linear, srgb_to_oklab
from pixelstyle.optimise.display import lacks_greys
from pixelstyle.optimise.target import ScreenSolver, Target
from pixelstyle.screens import MOST_COLOURS, NativePicture, pair_costs

ALIKE = 0.05
"""Standard deviation, in OKLab, of how alike colours are when cells' sets are solved: a set that lacks one of a
pixel's colours may hold one that is hardly another."""
ALIKE_CHOSEN, ALIKE_SEARCHED, ALIKE_WRITTEN, ALIKE_MIXED = (0.15, 0.8), (0.1, 0.5), (0.1, 1.0), (0.15, 0.5)
"""A wider one besides, and its share, with sub-palettes: those chosen for the picture, and those searched for on
the way; with registers that are written from line to line; and with mixtures that hang on their neighbours. Of two that
lack a colour, the one with something like it is no block, or streak, that stands out."""
ALIKE_IN_LINES, FEW_IN_LINES = 0.2, 4
"""The same, alone, where a whole line holds so few colours at most: dark hair and a light wall are as far apart as what
is shown gets, and two lights that are nearly the same say nothing. And the lines around have no say in it."""
HUED = 2.0
"""How many times as far apart hues are there as shades: a block of grey-blue stands out among olive."""
NEIGHBOURS = 1.0
"""What the cells around count, beside a cell's own mixtures, when its colours are chosen: calmer attributes."""
BETWEEN, COARSENESS, OPPOSITE, PAIRED_NEIGHBOURS = 6.0, 0.4, 3.0, 0.6
"""For cells of two colours: what a squared distance of 1 in sRGB to the nearest mixture of the two counts beside
the part of the pixel's own mixture that they lack, for a palette whose colours are as far apart (eight on the ZX
Spectrum, three on the C64), what a mixture's noise costs, what it costs that the two are of opposite hues, whose
dithers are grey from afar and garish from near, and what NEIGHBOURS is there."""
AREA, AREA_PAIRED, AREA_SIDE, AREA_COARSENESS = 160.0, 80.0, 4, 0.05
"""What a squared distance of 1 in OKLab from an area's colour to the nearest mixture of two in a set counts, a pixel:
for sub-palettes that are searched for, and for cells of two colours; the area's side in pixels, and what a mixture's
noise costs. Single pixels take the nearest colours, which are grey where an area is a dull red."""


class CellSets:
    """For one screen, its palette and rules."""

    def __init__(self, target: Target) -> None:
        mode = target.mode
        self.target = target
        self.are_coupled = any((mode.tiles, mode.signal, mode.glyphs))
        """Whether pixels hang on each other by more than what their cells hold."""
        counts = [slots.count if slots.cell else 0 for slots in mode.slots]
        few = target.barred is None and len(target.colours) <= MOST_COLOURS
        self.only_two = counts == [2] and few and not self.are_coupled
        """Whether each cell holds two colours and nothing else, out of a palette with not too many pairs."""
        self.whole_areas = bool(mode.cells) and not any(side % AREA_SIDE for cell in mode.cells for side in cell)
        """Whether cells are large enough to be seen as areas; lines of a cell's height are not."""
        searched = mode.subpalettes is not None and mode.choice is None and not self.are_coupled
        self._by_areas = searched and self.whole_areas and isinstance(target.solver, ScreenSolver)
        narrow = all(slots.cell is None or slots.cell[0] < mode.width for slots in mode.slots)
        celled = bool(mode.cells and mode.slots) and not self.are_coupled
        self._by_distance = celled and narrow and len(target.colours) > MOST_COLOURS
        """Whether a pixel's colours are so many that the colour that they mix says what is wanted. How many of them are
        like one another is the palette's business: there are most greys, which would be taken for everything."""
        self._points = points = srgb_to_oklab(target.colours)
        self.hues = points[:, 1:]
        """OKLab's a and b of the palette, [K, 2]."""
        lines = all(slots.cell and slots.cell[0] == mode.width and slots.writes is None for slots in mode.slots)
        self._few_in_lines = lines and 0 < sum(counts) <= FEW_IN_LINES
        """Whether a line that runs from edge to edge holds a few colours of many."""
        width = ALIKE_IN_LINES if self._few_in_lines else ALIKE
        self._alike = torch.exp(torch.cdist(points, points).square() / (-2 * width**2))
        written = bool(mode.slots) and all(slots.writes is not None for slots in mode.slots)
        if written or mode.subpalettes is not None or mode.shows.mixes:
            chosen = ALIKE_CHOSEN if mode.choice is not None else ALIKE_SEARCHED
            wide, share = ALIKE_WRITTEN if written else ALIKE_MIXED if mode.shows.mixes else chosen
            hued = points * points.new_tensor([1.0, HUED, HUED])
            self._alike = torch.lerp(self._alike, torch.exp(torch.cdist(hued, hued).square() / (-2 * wide**2)), share)

    def solved_coupled(self, mixture: Tensor, light: Tensor | None = None) -> NativePicture:
        """The picture that suits mixtures [H, W, K] best where pixels hang on each other.

        `light`: what `quarters_light` gave, if glyphs are to have another light from afar than the mixtures.
        """
        costs = -(mixture @ self._alike if self.target.mode.shows.mixes else mixture)
        own = self.quarters_light(mixture @ self.target.colours) if light is None else light
        return self.target.solve(costs, light=own)

    def quarters_light(self, picture: Tensor) -> Tensor | None:
        """The linear light of the cells' quarters, [2 rows, 2 columns, 3], of a picture [H, W, 3], where cells are
        glyphs."""
        if self.target.mode.glyphs is None:
            return None
        width, height = self.target.mode.cells[0]
        light = srgb_to_linear(picture.clamp(0, 1)).permute(2, 0, 1)
        return F.avg_pool2d(light[None], (height // 2, width // 2))[0].permute(1, 2, 0)

    def solved(self, mixture: Tensor, light: Tensor | None = None) -> NativePicture:
        """The sets that suit mixtures [H, W, K] best, and the picture in them; `light` as of `solved_coupled`."""
        mode = self.target.mode
        if self.only_two:
            return self.target.solve(-mixture, self._pairs(mixture))
        if mode.shows.mixes or mode.glyphs is not None:
            return self.solved_coupled(mixture, light)
        if self._by_distance:
            mixed = srgb_to_oklab((mixture @ self.target.colours).clamp(0, 1))
            return self.target.solve(torch.cdist(mixed, self._points).square())
        areas = AREA * AREA_SIDE**2 * self._areas(mixture) if self._by_areas else None
        if mode.cells and not self.are_coupled:
            mixture = mixture @ self._alike
            if not self._few_in_lines:
                mixture = mixture + NEIGHBOURS * around(mixture, mode.cells[0], self.target.apart)
        return self.target.solve(-mixture, areas)

    def _pairs(self, mixture: Tensor) -> Tensor:
        """What every pixel pays for each two colours, [H, W, K (K + 1) / 2]: how far its colour is from any that the
        two can mix, and what of its mixture they lack.

        With two colours a cell shows one line through colour space: the two that most pixels want may well lie on one
        side of all that the cell has to show, such as red and yellow where black lines run through orange.
        """
        colours = self.target.colours
        soft = (mixture @ colours).cpu().numpy()
        apart = torch.from_numpy(pair_costs(soft, colours.cpu().numpy(), "rgb", COARSENESS)).to(mixture.device)
        low, high = torch.triu_indices(len(colours), len(colours), device=mixture.device)
        between = BETWEEN * float(F.pdist(colours).square().mean())
        opposite = OPPOSITE * F.relu(-(self.hues[low] * self.hues[high]).sum(dim=-1))
        pairs = between * (apart + opposite) - mixture[..., low] - torch.where(low == high, 0.0, mixture[..., high])
        pairs = pairs + PAIRED_NEIGHBOURS * around(pairs, self.target.mode.cells[0], self.target.apart)
        if self.whole_areas and not lacks_greys(colours):  # else every shade is a dither, with lines in it to be kept
            areas = AREA_PAIRED * self._areas(mixture)
            for axis, length in enumerate(mixture.shape[:2]):
                areas = areas.repeat_interleave(AREA_SIDE, axis).narrow(axis, 0, length)
            pairs = pairs + areas
        return pairs

    def _areas(self, mixture: Tensor) -> Tensor:
        """What areas of a few pixels are away from any that two colours can mix, [H / 4, W / 4, K (K + 1) / 2]."""
        light = srgb_to_linear((mixture @ self.target.colours).clamp(0, 1)).permute(2, 0, 1)
        means = F.avg_pool2d(light[None], AREA_SIDE, ceil_mode=True)[0].permute(1, 2, 0)
        seen = linear_to_srgb(means).cpu().numpy()
        costs = pair_costs(seen, self.target.colours.cpu().numpy(), "oklab", AREA_COARSENESS)
        return torch.from_numpy(costs).to(mixture.device)


def around(mixture: Tensor, cell: tuple[int, int], apart: Tensor | None) -> Tensor:
    """The mean mixture of each cell and the eight around it, [H, W, K], for every pixel of the cell.

    Of those around only what is in the pixel's own region counts.
    """
    width, height = cell
    planes = mixture.permute(2, 0, 1)
    regions = torch.zeros(mixture.shape[:2], dtype=torch.int64, device=mixture.device) if apart is None else apart
    around = torch.zeros_like(planes)
    for region in range(int(regions.max()) + 1):
        own = (regions == region).to(planes.dtype)
        # Beyond the edge there is nothing, which has no say.
        by_cell = F.avg_pool2d(torch.cat([planes * own, own[None]])[None], (height, width), ceil_mode=True)
        sums = F.avg_pool2d(by_cell, 3, stride=1, padding=1, count_include_pad=False)[0]
        means = sums[:-1] / sums[-1:].clamp_min(1e-6)
        spread = means.repeat_interleave(height, 1).repeat_interleave(width, 2)
        around = torch.where(own > 0, spread[:, : len(mixture), : mixture.shape[1]], around)
    return around.permute(1, 2, 0)
