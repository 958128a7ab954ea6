"""Parting: a screen on which no region's colours hang on what another region wants.

What regions share is settled by the content, which is the same whatever the styles are: colours that the machine has
once for the whole picture, and the colours of cells through which an edge runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pixelstyle.optimise import Target, to_array
from pixelstyle.palettes import Palette
from pixelstyle.recipes.sharing import has_shared, hold_shared
from pixelstyle.screens import NativePicture, ScreenMode, nearest
from pixelstyle.screens.costs import distances


@dataclass
class PartedTarget(Target):
    """A screen whose cells belong to one region, or have colours that were settled before."""

    content: np.ndarray
    """float32 [H, W, 3] in native pixels."""
    apart: Tensor = field()
    """int64 [H, W]: each native pixel's region."""

    def __post_init__(self) -> None:
        super().__post_init__()
        costs = torch.from_numpy(distances(self.content, self.palette, self.metric)).to(self.device)
        self._settled = costs, edge_cells(self.apart, self.mode.cells[0])[..., None]

    def solve(self, costs: Tensor) -> NativePicture:
        of_content, edge = self._settled
        found = super().solve(torch.where(edge, of_content, costs))
        if self.mode.glyphs is not None:  # its pixels have no choice of their own
            return found
        choices = self.choices(found)
        own = choices.gather(2, costs.gather(2, choices).argmin(dim=2, keepdim=True))[..., 0]
        indices = torch.where(edge[..., 0], own.to(torch.uint8).cpu(), torch.from_numpy(found.indices))
        return replace(found, indices=indices.numpy())

    def nearest(self, picture: Tensor) -> NativePicture:
        costs = distances(to_array(picture), self.palette, self.metric)
        return self.solve(torch.from_numpy(costs).to(self.device))


def parted(
    mode: ScreenMode, palette: Palette, metric: str, device: torch.device, content: np.ndarray, apart: Tensor
) -> Target:
    """The screen with regions that know nothing of each other, as far as its rules allow.

    Under tile limits, signals and sub-palettes every cell has to do with every other.
    """
    if has_shared(mode):
        mode = hold_shared(mode, nearest(mode, content, palette, metric))
    if not mode.slots or mode.tiles or mode.signal or mode.subpalettes or not mode.cells:
        return Target(mode, palette, metric, device)
    return PartedTarget(mode, palette, metric, device, content=content, apart=apart)


def edge_cells(apart: Tensor, cell: tuple[int, int]) -> Tensor:
    """bool [H, W]: the pixels of cells, (width, height), that have pixels of more than one region [H, W]."""
    width, height = cell
    values = apart.to(torch.float32)[None, None]
    most = F.max_pool2d(values, (height, width), ceil_mode=True)
    least = -F.max_pool2d(-values, (height, width), ceil_mode=True)
    mixed = (most != least)[0, 0].repeat_interleave(height, 0).repeat_interleave(width, 1)
    return mixed[: apart.shape[0], : apart.shape[1]]
