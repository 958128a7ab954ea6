"""A feature network: a picture goes in, the activations of named layers come out."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import torch
from torch import Tensor, nn

from pixelstyle.errors import PixelStyleError
from pixelstyle.network_facts import LOGITS, check_layers
from pixelstyle.networks.blocks import Block
from pixelstyle.networks.kernels.convolution import ConvReLU


@dataclass(frozen=True)
class Preprocessing:
    """From sRGB 0..1 to what a network was trained on: (picture - mean) * scale, and the order of the channels."""

    mean: tuple[float, float, float]
    """Red, green, blue, in 0..1."""
    scale: tuple[float, float, float]
    bgr: bool = False

    def __call__(self, picture: Tensor) -> Tensor:
        """[N, 3, H, W] to [N, 3, H, W], in the picture's type."""
        mean = picture.new_tensor(self.mean).view(1, 3, 1, 1)
        scale = picture.new_tensor(self.scale).view(1, 3, 1, 1)
        prepared = (picture - mean) * scale
        return prepared.flip(1) if self.bgr else prepared


CAFFE = Preprocessing(mean=(123.68 / 255, 116.779 / 255, 103.939 / 255), scale=(255.0, 255.0, 255.0), bgr=True)
"""BGR, 0..255, channel means of ImageNet taken off: networks of the Caffe years."""
IMAGENET = Preprocessing(mean=(0.485, 0.456, 0.406), scale=(1 / 0.229, 1 / 0.224, 1 / 0.225))
"""RGB, 0..1, means and deviations of ImageNet: networks from torchvision."""
SYMMETRIC = Preprocessing(mean=(0.5, 0.5, 0.5), scale=(2.0, 2.0, 2.0))
"""RGB, -1..1: networks whose weights came from TensorFlow."""

MOST = 512
"""No network here needs pictures of more pixels a side than this."""


class FeatureNetwork(nn.Module):
    """The first part of a network, up to the last layer in use, frozen: only the picture receives a gradient.

    `blocks` is the whole chain; what comes after the last of `layers` is dropped. Activations have the network's type
    and are stored channels last.
    """

    def __init__(
        self,
        name: str,
        blocks: Sequence[Block],
        layers: Sequence[str],
        preprocessing: Preprocessing,
        *,
        smoothing: bool = False,
    ) -> None:
        super().__init__()
        check_layers(name, [block.name for block in blocks], layers)
        self.name = name
        self.layers: tuple[str, ...] = tuple(block.name for block in blocks)
        """All layers of the network, in order, whether in use or not."""
        self.used: tuple[str, ...] = tuple(dict.fromkeys(layers))
        """The layers whose activations are handed out."""
        self.preprocessing = preprocessing
        self.smoothing = smoothing
        """Whether activations are handed out smoothed: see `smooth`."""
        end = max(self.layers.index(layer) for layer in self.used) + 1
        steps = _steps(blocks[:end], self.used)
        self._names = tuple(steps)
        self.steps = nn.ModuleList(steps.values())
        self.eval().requires_grad_(False)

    @property
    def dtype(self) -> torch.dtype:
        """The type in which the network computes."""
        return next(self.parameters()).dtype

    def forward(self, picture: Tensor) -> dict[str, Tensor]:
        """Activations by layer name, each [N, C, h, w], of a picture [N, 3, H, W] in sRGB 0..1.

        Raises PixelStyleError for a picture so small that a layer in use would have no positions.
        """
        if picture.ndim != 4 or picture.shape[1] != 3:
            raise ValueError(f"a picture is [N, 3, H, W], not {list(picture.shape)}")
        values = self.preprocessing(picture).to(self.dtype, memory_format=torch.channels_last)
        activations: dict[str, Tensor] = {}
        for name, module in zip(self._names, self.steps, strict=True):
            try:
                values = module(values)
            except torch.OutOfMemoryError:
                raise
            except RuntimeError as error:
                self._explain(picture.shape[3], picture.shape[2], error)
            if name in self.used:
                activations[name] = smooth(values) if self.smoothing and name != LOGITS else values
        return activations

    def _explain(self, width: int, height: int, error: RuntimeError) -> NoReturn:
        """Raise a PixelStyleError if the picture was too small for the layers in use, otherwise what torch raised."""

        def works(side: int) -> bool:
            values = next(self.parameters()).new_zeros(1, 3, side, side)
            try:
                for module in self.steps:
                    values = module(values)
            except RuntimeError:
                return False
            return True

        smallest = bisect.bisect_left(range(1, MOST), True, key=works) + 1 if min(width, height) < MOST else 1
        if min(width, height) >= smallest:
            raise error
        raise PixelStyleError(
            f"A picture of {width} x {height} is too small for layer {self._names[-1]} of {self.name}, "
            f"which needs at least {smallest} x {smallest}: make it larger or choose earlier layers."
        ) from None

    def extra_repr(self) -> str:
        return f"{self.name}: {', '.join(self.used)}"


def smooth(values: Tensor) -> Tensor:
    """Activations [N, C, H, W] after a softmax over all channels and positions of each picture, scaled to a mean of 1.

    Residual networks have a few very high activations that alone make up a Gram matrix; this evens them out. Wang, Li
    and Vasconcelos, "Rethinking and Improving the Robustness of Image Style Transfer" (2021), with temperature 1; they
    have no scale, which with them depends on the picture's size.
    """
    flat = values.flatten(1).float()
    return (flat.softmax(1) * flat.shape[1]).view(values.shape).to(values.dtype, memory_format=torch.channels_last)


def _steps(blocks: Sequence[Block], used: Sequence[str]) -> dict[str, nn.Module]:
    """The modules to run, by the layer that each one ends; a convolution that nobody asks for is joined to its ReLU."""
    steps: dict[str, nn.Module] = {}
    before: Block | None = None
    for block in blocks:
        module = block.module
        if before and before.name not in used and isinstance(module, nn.ReLU) and ConvReLU.fits(before.module):
            del steps[before.name]
            module = ConvReLU(before.module)
        steps[block.name] = module
        before = block
    return steps
