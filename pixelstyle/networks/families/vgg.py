"""VGG-16 and VGG-19: plain chains of 3x3 convolutions, and still the networks whose features style best.

Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition" (2014). Layers are named as
in the style-transfer papers: conv1_1, relu1_1, conv1_2, relu1_2, pool1, conv2_1 ... pool5. A weights file has
torchvision's layout: features.0.weight [64, 3, 3, 3], features.0.bias [64], features.2.weight ...; the classifier's
tensors may be there and are not used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor, nn

from pixelstyle.networks.blocks import Block
from pixelstyle.networks.kernels.pooling import AveragePool
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling, State
from pixelstyle.networks.network import CAFFE, IMAGENET
from pixelstyle.networks.sources import TorchvisionWeights

WIDTHS = (64, 128, 256, 512, 512)
VGG16 = (2, 2, 3, 3, 3)
VGG19 = (2, 2, 4, 4, 4)
"""Convolutions in each of the five blocks."""


def _chain(depths: Sequence[int], pooling: Pooling) -> list[Block]:
    blocks: list[Block] = []
    before = 3
    for group, (depth, width) in enumerate(zip(depths, WIDTHS, strict=True), start=1):
        for index in range(1, depth + 1):
            convolution = nn.Conv2d(before, width, 3, padding=1)
            blocks.append(Block(f"conv{group}_{index}", convolution, kernel=3))
            blocks.append(Block(f"relu{group}_{index}", nn.ReLU()))
            before = width
        pool: nn.Module = AveragePool() if pooling == "average" else nn.MaxPool2d(2)
        blocks.append(Block(f"pool{group}", pool, kernel=2, stride=2))
    return blocks


def _builder(depths: Sequence[int]) -> Callable[[Pooling], Architecture]:
    def build(pooling: Pooling) -> Architecture:
        blocks = _chain(depths, pooling)
        root = nn.Module()
        root.features = nn.Sequential(*(block.module for block in blocks))
        return Architecture(root, blocks, ignored=("classifier.",))

    return build


class Shipped:
    """The codebooks inside the package (see tools/fetch_vgg19.py): W = table[codes]."""

    path = Path(__file__).parents[1] / "weights" / "vgg19.safetensors"

    def read(self, keys: Sequence[str]) -> State:
        with torch.device("meta"):  # for its names: no memory, and no dice for weights that nobody would see
            names = [block.name for block in _chain(VGG19, "average")]
        state: dict[str, Tensor] = {}
        with safe_open(self.path, framework="pt") as file:
            for key in keys:
                _, index, part = key.split(".")
                name = names[int(index)]
                if part == "bias":
                    state[key] = file.get_tensor(f"{name}.bias")
                else:
                    codes = file.get_tensor(f"{name}.codes")
                    flat = torch.index_select(file.get_tensor(f"{name}.table"), 0, codes.flatten().int())
                    state[key] = flat.view(codes.shape).permute(0, 3, 1, 2)
        return state


NETWORKS = (
    NetworkKind(
        name="vgg19-caffe",
        description="VGG-19 with its authors' own weights, as Gatys used it; shipped with PixelStyle, works offline",
        preprocessing=CAFFE,
        build=_builder(VGG19),
        source=Shipped(),
    ),
    NetworkKind(
        name="vgg19",
        description="VGG-19 as retrained by torchvision; 575 MB are downloaded at first use",
        preprocessing=IMAGENET,
        build=_builder(VGG19),
        source=TorchvisionWeights("VGG19_Weights.IMAGENET1K_V1"),
    ),
    NetworkKind(
        name="vgg16",
        description="VGG-16 as retrained by torchvision; 553 MB are downloaded at first use",
        preprocessing=IMAGENET,
        build=_builder(VGG16),
        source=TorchvisionWeights("VGG16_Weights.IMAGENET1K_V1"),
    ),
    NetworkKind(
        name="vgg16-caffe",
        description="VGG-16 with its authors' own weights, converted from Caffe; with --weights FILE",
        preprocessing=CAFFE,
        build=_builder(VGG16),
    ),
)
