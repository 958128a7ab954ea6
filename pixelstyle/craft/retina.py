"""The trained retina: a shown picture in, what a feature network is to see of it out."""

from __future__ import annotations

import functools
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.craft.retina_network import BLOCK, RetinaNetwork

RETINA_WEIGHTS = Path(__file__).parent / "weights/retina.safetensors"


def through_retina(picture: Tensor, dtype: torch.dtype) -> Tensor:
    """A picture [B, 3, H, W], sRGB 0..1, in which dithers have become shades; the same size, differentiable.

    `dtype`: in what its convolutions are computed. Values may lie a little beyond 0..1.
    """
    height, width = picture.shape[2:]
    whole = F.pad(picture, (0, -width % BLOCK, 0, -height % BLOCK), mode="replicate")
    seen: Tensor = load_retina(picture.device, dtype)(whole)
    return seen[..., :height, :width]


@functools.lru_cache(maxsize=4)
def load_retina(device: torch.device, dtype: torch.dtype) -> RetinaNetwork:
    """The trained network, frozen; its weights stay."""
    with torch.device("meta"):
        network = RetinaNetwork()
    network.load_state_dict(load_file(RETINA_WEIGHTS), assign=True)
    return network.eval().requires_grad_(False).to(device, dtype).to(memory_format=torch.channels_last)
