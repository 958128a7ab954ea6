"""A picture that a machine has shown, without its dither: one pass of a small network, in bands of rows."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.craft.scale import enlargement
from pixelstyle.errors import missing_extra

if TYPE_CHECKING:  # torch takes seconds to import, and a light install has none
    from pixelstyle.craft.network import UnditherNetwork

WEIGHTS = Path(__file__).parent / "weights/undither.safetensors"
_BAND = 256
"""Rows that are looked at together: a large photo must not take all memory."""
_BESIDE = 96
"""Rows above and below a band that may change what becomes of it: more than a pixel of the result depends on. Like
_BAND a multiple of the network's stride, so that bands make no difference."""


def undither(picture: Rgb8) -> Rgb8:
    """A machine's picture, uint8 [H, W, 3] in shown pixels, as the shades that its dither stands for: the same size.

    It is not told the machine, nor the dither. One that was enlarged by a whole number is seen at its own size. What
    has no dither stays nearly as it is. Raises MissingExtraError on a light install.

    >>> flat = np.full((16, 24, 3), 120, np.uint8)
    >>> undither(flat).shape
    (16, 24, 3)
    """
    factor = enlargement(picture)
    own = picture[::factor, ::factor]
    try:
        network = _network()
    except ModuleNotFoundError as error:
        raise missing_extra(error, "Taking a dither away") from None
    without = _in_bands(network, own)
    return without.repeat(factor, axis=0).repeat(factor, axis=1)


@functools.cache
def _network() -> UnditherNetwork:
    import torch
    from safetensors.torch import load_file

    from pixelstyle.craft.network import UnditherNetwork

    with torch.device("meta"):
        network = UnditherNetwork()
    network.load_state_dict({name: value.float() for name, value in load_file(WEIGHTS).items()}, assign=True)
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)


def _in_bands(network: UnditherNetwork, picture: Rgb8) -> Rgb8:
    """The picture without dither, uint8 [H, W, 3], band by band of its rows."""
    import torch

    from pixelstyle.craft.network import STRIDE

    height, width = picture.shape[:2]
    around = np.pad(picture, ((0, -height % STRIDE), (0, -width % STRIDE), (0, 0)), mode="symmetric")
    made = np.empty_like(picture)
    with torch.inference_mode():
        for top in range(0, height, _BAND):
            begin = max(0, top - _BESIDE)
            seen = torch.from_numpy(around[begin : top + _BAND + _BESIDE].astype(np.float32) / 255)
            shown = network(seen.permute(2, 0, 1)[None])[0].permute(1, 2, 0)[top - begin :].clamp(0, 1)
            rows = min(_BAND, height - top)
            made[top : top + rows] = (shown[:rows, :width] * 255).round().to(torch.uint8).numpy()
    return made
