"""SqueezeNet 1.0: the smallest download.

Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters" (2016). Layers: conv1, relu1, pool1,
fire2, fire3, fire4, pool4, fire5 ... fire8, pool8, fire9, conv10, relu10, logits. A weights file has torchvision's
layout: features.0.weight, features.3.squeeze.weight, ..., classifier.1.weight.
"""

from __future__ import annotations

from torch import nn

from pixelstyle.network_facts import LOGITS
from pixelstyle.networks.blocks import Block, Logits
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling
from pixelstyle.networks.network import IMAGENET
from pixelstyle.networks.sources import TorchvisionWeights, torchvision_models


def _build(_: Pooling) -> Architecture:
    root = torchvision_models().squeezenet1_0(weights=None)
    convolution, _relu, pool, *rest = root.features
    blocks = [
        Block("conv1", convolution, kernel=7, stride=2),
        Block("relu1", nn.ReLU()),
        Block("pool1", pool, kernel=3, stride=2),
    ]
    number = 1
    for module in rest:
        if isinstance(module, nn.MaxPool2d):
            blocks.append(Block(f"pool{number}", module, kernel=3, stride=2))
        else:
            number += 1
            blocks.append(Block(f"fire{number}", module, kernel=3))
    blocks += [
        Block("conv10", root.classifier[1]),
        Block("relu10", nn.ReLU()),
        Block(LOGITS, Logits(), kernel=0),
    ]
    return Architecture(root, blocks)


NETWORKS = (
    NetworkKind(
        name="squeezenet",
        description="SqueezeNet 1.0, a classifier, small and quick; 5 MB are downloaded at first use",
        preprocessing=IMAGENET,
        build=_build,
        source=TorchvisionWeights("SqueezeNet1_0_Weights.IMAGENET1K_V1"),
    ),
)
