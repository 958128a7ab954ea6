"""ResNet-50. Where style is judged its activations are smoothed: see `smooth`.

He et al., "Deep Residual Learning for Image Recognition" (2015). Layers: conv1, relu1, pool1, then the residual
blocks as the paper's table numbers them: conv2_1 ... conv2_3, conv3_1 ... conv3_4, conv4_1 ... conv4_6, conv5_1 ...
conv5_3, each after its last ReLU, and logits. A weights file has torchvision's layout: conv1.weight,
layer1.0.conv1.weight, ...
"""

from __future__ import annotations

from torch import nn

from pixelstyle.network_facts import LOGITS
from pixelstyle.networks.blocks import Block, Logits
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling
from pixelstyle.networks.network import IMAGENET
from pixelstyle.networks.sources import TorchvisionWeights, torchvision_models


def _build(_: Pooling) -> Architecture:
    root = torchvision_models().resnet50(weights=None)
    blocks = [
        Block("conv1", nn.Sequential(root.conv1, root.bn1), kernel=7, stride=2),
        Block("relu1", nn.ReLU()),
        Block("pool1", root.maxpool, kernel=3, stride=2),
    ]
    for group, layer in enumerate((root.layer1, root.layer2, root.layer3, root.layer4), start=2):
        for index, bottleneck in enumerate(layer, start=1):
            stride = 2 if group > 2 and index == 1 else 1
            blocks.append(Block(f"conv{group}_{index}", bottleneck, kernel=3, stride=stride))
    blocks.append(Block(LOGITS, Logits(root.fc), kernel=0))
    return Architecture(root, blocks)


NETWORKS = (
    NetworkKind(
        name="resnet50",
        description="ResNet-50, a classifier; 103 MB are downloaded at first use",
        preprocessing=IMAGENET,
        build=_build,
        source=TorchvisionWeights("ResNet50_Weights.IMAGENET1K_V1"),
        residual=True,
    ),
)
