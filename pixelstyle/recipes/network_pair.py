"""Loading the network that judges, in the precision and on the device that suit it."""

from __future__ import annotations

import copy
import functools
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch

from pixelstyle.networks import FeatureNetwork, Pooling, best_dtype, find_network, load_network
from pixelstyle.objectives import Objective
from pixelstyle.optimise import AUTO_BLUR, Display, Judge, choose_device, make_display, suitable_display
from pixelstyle.palettes import get_palette
from pixelstyle.screens import get_mode
from pixelstyle.settings import OptimiseSettings, StylizeSettings, TextureSettings


@dataclass(frozen=True)
class Judges:
    """One network twice: as fast as the device allows for the steps, in float32 for targets and final figures."""

    device: torch.device
    fast: FeatureNetwork
    exact: FeatureNetwork
    display: Display | None
    display_name: str

    @classmethod
    def load(cls, settings: OptimiseSettings, layers: Sequence[str]) -> Judges:
        """As the settings say. Raises PixelStyleError or UnknownNameError for a network or layer that is not there."""
        device = choose_device(settings.device)
        name = _suitable_display(settings) if settings.display == "auto" else settings.display
        display = make_display(name)
        fast, exact = _load(settings, tuple(layers), device)
        return cls(device, fast, exact, display, name)

    def judge(
        self,
        objective: Objective,
        pixel: tuple[int, int],
        area: tuple[slice, slice] = (slice(None), slice(None)),
        afar: Objective | None = None,
    ) -> Judge:
        """A judge of the `area` of native pictures whose pixels are shown `pixel` = (across, down) times.

        `afar` is for what is seen from afar, if that counts too.
        """
        return Judge(self.fast, objective, pixel, exact=self.exact, display=self.display, area=area, afar=afar)

    def figures(self) -> dict[str, Any]:
        """What reports say of it."""
        return {
            "device": str(self.device),
            "precision": str(self.fast.dtype).removeprefix("torch."),
            "display": self.display_name,
        }


def _suitable_display(settings: OptimiseSettings) -> str:
    """What the display `auto` is on this machine.

    More than two colours that are chosen for the picture have the greys it needs, unless the list that they are chosen
    from lacks them; and so has a machine whose colours are more than its palette's.
    """
    mode = get_mode(settings.mode)
    if not mode.constrained or mode.shows.beyond_palette:
        return "sharp"
    if mode.choice is not None and mode.choice.colours == 2:
        return AUTO_BLUR
    if mode.choice is not None and mode.choice.bits is not None:
        return "sharp"
    palette = get_palette(settings.palette or mode.palette or "")
    return suitable_display(torch.from_numpy(palette.srgb()))


def warm(settings: OptimiseSettings, layers: Sequence[str]) -> None:
    """Have the network ready, its weights packed both ways, for a run with these settings that is about to come."""
    with _LOADING:
        device = choose_device(settings.device)
        fast, exact = _load(settings, tuple(layers), device)
        picture = torch.zeros(1, 3, 64, 64, device=device, requires_grad=True)
        with torch.no_grad():
            exact(picture)
        torch.autograd.grad([values.float().sum() for values in fast(picture).values()], picture)


def _load(settings: OptimiseSettings, layers: tuple[str, ...], device: torch.device) -> tuple[FeatureNetwork, ...]:
    dtype = best_dtype(device) if settings.precision == "auto" else getattr(torch, settings.precision)
    file = None if settings.weights is None else Path(settings.weights)
    weights = None if file is None else (file, file.stat().st_mtime_ns if file.exists() else None)
    pooling, smoothing = cast(Pooling, settings.pooling), _smoothed(settings)
    with _LOADING:
        return _networks(settings.network, layers, pooling, weights, smoothing, device, dtype)


def _smoothed(settings: OptimiseSettings) -> bool:
    """Whether activations are to be smoothed: where a style is judged, by a network that needs it for that.

    A dream is of what excites a network as it is; smoothed, the mean of every layer is 1 whatever the picture.
    """
    return isinstance(settings, StylizeSettings | TextureSettings) and find_network(settings.network).residual


_LOADING = threading.RLock()
"""A network that is being made ready is waited for, not made twice."""


@functools.lru_cache(maxsize=2)
def _networks(
    name: str,
    layers: tuple[str, ...],
    pooling: Pooling,
    weights: tuple[Path, int | None] | None,
    smoothing: bool,
    device: torch.device,
    dtype: torch.dtype,
) -> tuple[FeatureNetwork, ...]:
    """A network in `dtype` and in float32, kept for the next run: they are frozen, so that runs can share them.

    Reading and packing the weights takes as long as a draft of a picture. `weights` are a file and when it was written.
    """
    file = weights[0] if weights is not None else None
    exact = load_network(name, layers=layers, pooling=pooling, weights=file, smoothing=smoothing, device=device)
    if dtype == torch.float32:
        return exact, exact
    return copy.deepcopy(exact).to(dtype), exact
