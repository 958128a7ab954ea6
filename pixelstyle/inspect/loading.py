"""Networks and pictures for looking at: full precision, since there is time, and no screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import Tensor

from pixelstyle.files import fit_picture, read_picture
from pixelstyle.inspect.settings import InspectSettings
from pixelstyle.networks import FeatureNetwork, Pooling, load_network
from pixelstyle.optimise import choose_device, to_tensor


def load(settings: InspectSettings, layers: Sequence[str]) -> FeatureNetwork:
    """The network of the settings, in float32, which hands out these layers.

    Raises UnknownNameError for a network or layer that is not there, PixelStyleError for weights that are not to be had
    and for a device that cannot be used here.
    """
    return load_network(
        settings.network,
        layers=layers,
        pooling=cast(Pooling, settings.pooling),
        weights=None if settings.weights is None else Path(settings.weights),
        device=choose_device(settings.device),
    )


def read_sized(path: str | Path, side: int, device: torch.device | str) -> Tensor:
    """A picture file, its longer side `side` pixels, its proportions kept: [1, 3, H, W], sRGB 0..1.

    No side is below 32 pixels. Raises PixelStyleError for what is no picture.
    """
    picture = read_picture(path)
    height, width = picture.shape[:2]
    factor = side / max(height, width)
    fitted = fit_picture(picture, max(32, round(width * factor)), max(32, round(height * factor)), "stretch")
    return to_tensor(fitted, device)


def device_of(network: FeatureNetwork) -> torch.device:
    """The device on which the network computes."""
    return next(network.parameters()).device


def picture_of(tensor: Tensor) -> np.ndarray:
    """[1, 3, H, W] or [3, H, W] in 0..1 as uint8 [H, W, 3]."""
    values = tensor.detach().reshape(3, *tensor.shape[-2:]).clamp(0, 1).permute(1, 2, 0)
    return np.asarray((values * 255).round().byte().cpu().numpy())
