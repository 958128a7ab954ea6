"""The screen that a picture is optimised for: the bridge between torch tensors and the screens room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, nearest, solve

_BARRED = 1e6
"""What a colour costs that cannot be had; others cost less than ten."""


class Solver(Protocol):
    """Where a target's legal pictures come from: the machine's own solver, or one that heeds more than its rules.

    Those that heed more hold another one and hand on to it what they have changed.
    """

    def solve(self, costs: Tensor, pairs: Tensor | None = None, light: Tensor | None = None) -> NativePicture:
        """The legal picture with the least sum of `costs`, [H, W, K]: what each pixel would pay for each colour.

        `pairs`, [H, W, K (K + 1) / 2], say what it would pay in mixtures of two, where cells choose by that; `light`,
        [h, w, 3], what light the quarters of cells are to have, where these are glyphs.
        """
        ...

    def nearest(self, picture: Tensor) -> NativePicture:
        """The legal picture nearest in the metric to `picture`, [1, 3, H, W] in native pixels, sRGB 0..1."""
        ...


@dataclass(frozen=True)
class ScreenSolver:
    """The machine's own solver: its rules and nothing else."""

    mode: ScreenMode
    palette: Palette
    metric: str
    barred: Tensor | None = None
    """bool [H, W, K], as of Target; of its own accord `nearest` does not heed it."""

    def solve(self, costs: Tensor, pairs: Tensor | None = None, light: Tensor | None = None) -> NativePicture:
        in_pairs, of_quarters = (None if values is None else values.cpu().numpy() for values in (pairs, light))
        return solve(self.mode, self.payable(costs), self.palette, in_pairs, light=of_quarters)

    def nearest(self, picture: Tensor) -> NativePicture:
        return nearest(self.mode, to_array(picture), self.palette, self.metric)

    def payable(self, costs: Tensor) -> np.ndarray:
        """Costs, [H, W, K], as float32 for the screens room, what is barred being out of the question."""
        costs = costs if self.barred is None else costs.masked_fill(self.barred, _BARRED)
        array: np.ndarray = costs.detach().float().cpu().numpy()
        return array


@dataclass(frozen=True)
class Target:
    """A mode, the palette in use and the colour metric; pictures are float tensors [1, 3, H, W] in native pixels.

    Everything that a constraint method knows of a machine comes through here, so methods work with every mode.
    """

    mode: ScreenMode
    palette: Palette
    metric: str
    device: torch.device
    solver: Solver
    apart: Tensor | None = None
    """int64 [H, W], where the picture has regions that are to know nothing of each other: each pixel's."""
    barred: Tensor | None = None
    """bool [H, W, K]: colours that a pixel never has, as they are another region's; None: there are no such."""

    @cached_property
    def colours(self) -> Tensor:
        """The palette as float32 [K, 3], sRGB 0..1."""
        return torch.from_numpy(self.palette.srgb()).to(self.device)

    def without_tiles(self) -> Target:
        """The same without a limit on tiles, where the machine's own solver is at work."""
        assert isinstance(self.solver, ScreenSolver)
        mode = replace(self.mode, tiles=None)
        return replace(self, mode=mode, solver=replace(self.solver, mode=mode))

    def nearest(self, picture: Tensor) -> NativePicture:
        """As of Solver, for [1, 3, H, W]."""
        return self.solver.nearest(picture)

    def solve(self, costs: Tensor, pairs: Tensor | None = None, light: Tensor | None = None) -> NativePicture:
        """As of Solver, for costs [H, W, K]."""
        return self.solver.solve(costs, pairs, light)

    def picture(self, native: NativePicture) -> Tensor:
        """A legal picture as the tensor [1, 3, H, W] that the network is shown."""
        return to_tensor(native.native_rgb(), self.device)

    def shown_indices(self, native: NativePicture) -> Tensor:
        """Which palette colour each pixel shows: int64 [H, W]. Under a signal that is not what the indices say."""
        if not self.mode.coded:
            return torch.from_numpy(native.indices.astype(np.int64)).to(self.device)
        shown = torch.from_numpy(native.native_rgb().astype(np.float32) / 255).to(self.device)
        return torch.cdist(shown, self.colours.unsqueeze(0).expand(len(shown), -1, -1)).argmin(dim=-1)

    def choices(self, native: NativePicture) -> Tensor:
        """Which palette indices each pixel may take under the slots of `native`: int64 [H, W, M]."""
        return torch.from_numpy(native.choices().astype(np.int64)).to(self.device)

    def others(self, picked: Tensor) -> Tensor:
        """bool [H, W, K]: the entries of another colour than that of the one picked, int64 [H, W].

        By colour: a file that does not tell entries of the same colour apart may name another region's.
        """
        return (self.colours[picked][:, :, None] != self.colours).any(dim=-1)


def show(picture: Tensor, pixel: tuple[int, int]) -> Tensor:
    """Native pixels [1, 3, H, W] as shown: each repeated `pixel` = (across, down) times. Differentiable."""
    across, down = pixel
    if across > 1:
        picture = picture.repeat_interleave(across, dim=3)
    return picture.repeat_interleave(down, dim=2) if down > 1 else picture


def to_tensor(rgb: np.ndarray, device: torch.device | str = "cpu") -> Tensor:
    """A picture [H, W, 3], uint8 or float 0..1, as a float32 tensor [1, 3, H, W].

    >>> tuple(to_tensor(np.zeros((192, 256, 3), np.uint8)).shape)
    (1, 3, 192, 256)
    """
    floats = rgb.astype(np.float32) / 255 if rgb.dtype == np.uint8 else rgb.astype(np.float32)
    return torch.from_numpy(np.ascontiguousarray(floats.transpose(2, 0, 1))).unsqueeze(0).to(device)


def to_array(picture: Tensor) -> np.ndarray:
    """A tensor [1, 3, H, W] as float32 [H, W, 3], clipped to 0..1."""
    array: np.ndarray = picture.detach()[0].clamp(0, 1).permute(1, 2, 0).float().cpu().contiguous().numpy()
    return array


def cheaper_of_two(costs: Tensor) -> Tensor:
    """What pixels pay in each two colours that do not mix, [H, W, K (K + 1) / 2], for costs [H, W, K].

    The order of the pairs is that of `screens.set_costs.pair_numbers`.
    """
    low, high = torch.triu_indices(costs.shape[2], costs.shape[2], device=costs.device)
    return torch.minimum(costs[..., low], costs[..., high])


def make_target(mode: ScreenMode, palette: Palette | None, metric: str, device: torch.device) -> Target:
    """The target for a mode and the palette in use; None in the 24-bit mode `none`, where it only carries pictures."""
    palette = palette or Palette("none", ((0, 0, 0), (255, 255, 255)))
    return Target(mode, palette, metric, device, ScreenSolver(mode, palette, metric))
