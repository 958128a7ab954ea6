"""The optimiser's screen with regions: no region's colours hang on what another region wants.

What regions share is settled by the content, which is the same whatever the styles are: colours that the machine has
once for the whole picture, and the colours of cells through which an edge runs. Chosen colours, sub-palettes and tiles
are dealt out among them, by area (see `regions.palette` and `screens.solving.regions`). A frame that carries on from
another one keeps what was settled for that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from pixelstyle.optimise import ScreenSolver, Target, cheaper_of_two, to_array
from pixelstyle.palettes import Palette
from pixelstyle.recipes.regions.palette import EVERYONE
from pixelstyle.screens import (
    EDGE,
    ApartSolver,
    NativePicture,
    ScreenMode,
    distances,
    has_shared,
    hold_shared,
    nearest,
    owners,
    quarters_light,
    spread,
)

_HELD = 10.0
"""What a colour costs at an edge that the frame before did not hold there; what the content can gain is about 1."""


@dataclass(frozen=True)
class Partition:
    """Which part of a screen is whose, and the picture that settles the rest."""

    content: np.ndarray
    """float32 [H, W, 3] in native pixels, sRGB 0..1."""
    apart: Tensor
    """int64 [H, W]: each native pixel's region."""
    owner: np.ndarray | None = None
    """int [K]: the region that each entry of a chosen palette belongs to, as `regions.palette.owners_of` says."""
    before: NativePicture | None = None
    """The frame from which the picture carries on: what was settled for it stays."""
    still: Tensor | None = None
    """bool [H, W]: where the content is what it was in that frame."""


@dataclass(frozen=True)
class RegionSolver:
    """A solver for which every cell belongs to one region or has colours that were settled before."""

    screen: ScreenSolver
    dealt: ApartSolver | None = None
    """Where sub-palettes or tiles are dealt out."""
    settled: tuple[Tensor, Tensor] | None = None
    """Where cells have slots: what those with an edge pay, float32 [H, W, K], and which they are, bool [H, W, 1]."""
    light: Tensor | None = None
    """Where cells are glyphs: the light of their quarters in the content, float32 [2 rows, 2 columns, 3]."""

    def solve(self, costs: Tensor, pairs: Tensor | None = None, light: Tensor | None = None) -> NativePicture:
        if self.dealt is not None:
            return self.dealt.solve(self.screen.payable(costs))
        if self.settled is None:
            return self.screen.solve(costs, pairs, light)
        of_content, edge = self.settled
        if pairs is not None:
            pairs = torch.where(edge, cheaper_of_two(of_content), pairs)
        if light is not None and self.light is not None:
            down, across = edge.shape[0] // light.shape[0], edge.shape[1] // light.shape[1]
            light = torch.where(edge[::down, ::across], self.light, light)
        found = self.screen.solve(torch.where(edge, of_content, costs), pairs, light)
        if self.screen.mode.glyphs is not None:  # its pixels have no choice of their own
            return found
        choices = torch.from_numpy(found.choices().astype(np.int64)).to(costs.device)
        own = choices.gather(2, costs.gather(2, choices).argmin(dim=2, keepdim=True))[..., 0]
        indices = torch.where(edge[..., 0], own.to(torch.uint8).cpu(), torch.from_numpy(found.indices))
        return replace(found, indices=indices.numpy())

    def nearest(self, picture: Tensor) -> NativePicture:
        if self.screen.mode.coded:
            return self.screen.nearest(picture)
        costs = distances(to_array(picture), self.screen.palette, self.screen.metric)
        return self.solve(torch.from_numpy(costs).to(picture.device))


def target_with_regions(mode: ScreenMode, palette: Palette, metric: str, partition: Partition) -> Target:
    """The screen with regions that know nothing of each other, as far as its rules allow.

    Under a signal every pixel has to do with those beside it.
    """
    if has_shared(mode):
        mode = hold_shared(mode, partition.before or nearest(mode, partition.content, palette, metric))
    apart, device = partition.apart.cpu().numpy(), partition.apart.device
    barred = None if partition.owner is None else _barred(mode, apart, partition.owner).to(device)
    screen = ScreenSolver(mode, palette, metric, barred)
    costs = torch.from_numpy(distances(partition.content, palette, metric)).to(device)
    edge = _edges(apart, mode.cells[0]).to(device) if mode.cells else None
    if edge is not None and partition.before is not None and partition.still is not None:
        costs = costs + _HELD * _not_held(partition.before, partition.still & edge)
    solver = RegionSolver(screen)
    if mode.subpalettes or mode.tiles:
        dealt = ApartSolver.of(mode, palette, apart, screen.payable(costs), partition.before)
        solver = RegionSolver(screen, dealt=dealt)
    elif mode.slots:
        assert edge is not None
        light = None if mode.glyphs is None else quarters_light(partition.content, mode.glyphs)
        of_content = None if light is None else torch.from_numpy(light).to(device)
        solver = RegionSolver(screen, settled=(costs, edge[..., None]), light=of_content)
    return Target(mode, palette, metric, device, solver, partition.apart, barred)


def _not_held(before: NativePicture, where: Tensor) -> Tensor:
    """float32 [H, W, K]: 1 for the colours that these pixels, bool [H, W], did not have to choose from."""
    choices = torch.from_numpy(before.choices().astype(np.int64)).to(where.device)
    other = torch.ones(*where.shape, len(before.palette), device=where.device).scatter_(2, choices, 0.0)
    return other * where[..., None]


def _barred(mode: ScreenMode, apart: np.ndarray, owner: np.ndarray) -> Tensor:
    """bool [H, W, K]: the entries that are other regions'. Cells with an edge have entries of their own."""
    place = apart if mode.subpalettes is None else _owner_of_pixels(apart, mode.subpalettes.cell)
    return torch.from_numpy((owner != EVERYONE) & (owner != place[..., None]))


def _edges(apart: np.ndarray, cell: tuple[int, int]) -> Tensor:
    """Which pixels' cells have an edge, bool [H, W]."""
    return torch.from_numpy(_owner_of_pixels(apart, cell) == EDGE)


def _owner_of_pixels(apart: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """The owner of each pixel's cell, intp [H, W]."""
    return spread(owners(apart, cell), cell, *apart.shape)
