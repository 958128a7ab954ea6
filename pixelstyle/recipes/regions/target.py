"""Parting: a screen on which no region's colours hang on what another region wants.

What regions share is settled by the content, which is the same whatever the styles are: colours that the machine has
once for the whole picture, and the colours of cells through which an edge runs. Chosen colours, sub-palettes and tiles
are dealt out among them, by area (see `dealing` and `screens.apart`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from pixelstyle.optimise import Target, cheaper_of_two, to_array
from pixelstyle.palettes import Palette
from pixelstyle.recipes.regions.palette import EVERYONE
from pixelstyle.screens import NativePicture, ScreenMode, nearest
from pixelstyle.screens.native import spread
from pixelstyle.screens.restricting.locked_colours import has_shared, hold_shared
from pixelstyle.screens.solving.costs import distances
from pixelstyle.screens.solving.regions import EDGE, ApartSolver, owners


@dataclass
class PartedTarget(Target):
    """A screen whose cells belong to one region, or have colours that were settled before."""

    content: np.ndarray
    """float32 [H, W, 3] in native pixels."""
    apart: Tensor = field()
    """int64 [H, W]: each native pixel's region."""
    owner: np.ndarray | None = None
    """int [K]: the region that each entry of a chosen palette belongs to, as `dealing.owners_of` says."""

    def __post_init__(self) -> None:
        super().__post_init__()
        mode, apart = self.mode, self.apart.cpu().numpy()
        costs = distances(self.content, self.palette, self.metric)
        if self.owner is not None:
            self.barred = _barred(mode, apart, self.owner).to(self.device)
        self._solver = None
        if mode.subpalettes or mode.tiles:
            self._solver = ApartSolver.of(mode, self.palette, apart, self.payable(torch.from_numpy(costs)))
        elif mode.slots:
            edge = torch.from_numpy(_owner_of_pixels(apart, mode.cells[0]) == EDGE).to(self.device)
            self._settled = torch.from_numpy(costs).to(self.device), edge[..., None]

    def solve(self, costs: Tensor, pairs: Tensor | None = None) -> NativePicture:
        if self._solver is not None:
            return self._solver.solve(self.payable(costs))
        if not self.mode.slots:
            return super().solve(costs)
        of_content, edge = self._settled
        if pairs is not None:
            pairs = torch.where(edge, cheaper_of_two(of_content), pairs)
        found = super().solve(torch.where(edge, of_content, costs), pairs)
        if self.mode.glyphs is not None:  # its pixels have no choice of their own
            return found
        choices = self.choices(found)
        own = choices.gather(2, costs.gather(2, choices).argmin(dim=2, keepdim=True))[..., 0]
        indices = torch.where(edge[..., 0], own.to(torch.uint8).cpu(), torch.from_numpy(found.indices))
        return replace(found, indices=indices.numpy())

    def nearest(self, picture: Tensor) -> NativePicture:
        if self.mode.coded:
            return super().nearest(picture)
        costs = distances(to_array(picture), self.palette, self.metric)
        return self.solve(torch.from_numpy(costs).to(self.device))


def parted(
    mode: ScreenMode,
    palette: Palette,
    metric: str,
    device: torch.device,
    content: np.ndarray,
    apart: Tensor,
    owner: np.ndarray | None = None,
) -> PartedTarget:
    """The screen with regions that know nothing of each other, as far as its rules allow.

    Under a signal every pixel has to do with those beside it.
    """
    if has_shared(mode):
        mode = hold_shared(mode, nearest(mode, content, palette, metric))
    return PartedTarget(mode, palette, metric, device, content=content, apart=apart, owner=owner)


def _barred(mode: ScreenMode, apart: np.ndarray, owner: np.ndarray) -> Tensor:
    """bool [H, W, K]: the entries that are other regions'. Cells with an edge have entries of their own."""
    place = apart if mode.subpalettes is None else _owner_of_pixels(apart, mode.subpalettes.cell)
    return torch.from_numpy((owner != EVERYONE) & (owner != place[..., None]))


def _owner_of_pixels(apart: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """The owner of each pixel's cell, intp [H, W]."""
    return spread(owners(apart, cell), cell, *apart.shape)
