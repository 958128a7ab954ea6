"""Loading the network that judges, in the precision and on the device that suit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch

from pixelstyle.networks import FeatureNetwork, Pooling, best_dtype, load_network
from pixelstyle.objectives import Objective
from pixelstyle.optimise import Display, Judge, choose_device, make_display
from pixelstyle.recipes.settings import OptimiseSettings


@dataclass(frozen=True)
class Judges:
    """One network twice: as fast as the device allows for the steps, in float32 for targets and final figures."""

    device: torch.device
    fast: FeatureNetwork
    exact: FeatureNetwork
    display: Display | None

    @classmethod
    def load(cls, settings: OptimiseSettings, layers: Sequence[str]) -> Judges:
        """As the settings say. Raises PixelStyleError or UnknownNameError for a network or layer that is not there."""
        torch.manual_seed(settings.seed)
        device, display = choose_device(settings.device), make_display(settings.display)
        dtype = best_dtype(device) if settings.precision == "auto" else getattr(torch, settings.precision)

        def load(dtype: torch.dtype) -> FeatureNetwork:
            return load_network(
                settings.network,
                layers=layers,
                pooling=cast(Pooling, settings.pooling),
                weights=None if settings.weights is None else Path(settings.weights),
                device=device,
                dtype=dtype,
            )

        exact = load(torch.float32)
        return cls(device, exact if dtype == torch.float32 else load(dtype), exact, display)

    def judge(self, objective: Objective, pixel: tuple[int, int]) -> Judge:
        """A judge of native pictures whose pixels are shown `pixel` = (across, down) times."""
        return Judge(self.fast, objective, pixel, exact=self.exact, display=self.display)

    def figures(self) -> dict[str, Any]:
        """What reports say of it."""
        return {"device": str(self.device), "precision": str(self.fast.dtype).removeprefix("torch.")}
