"""AlexNet, in torchvision's form.

Krizhevsky, "One weird trick for parallelizing convolutional neural networks" (2014). Layers: conv1, relu1, pool1,
conv2, relu2, pool2, conv3, relu3, conv4, relu4, conv5, relu5, pool5, fc6, relu6, fc7, relu7, logits; from fc6 on the
picture is pooled to 6x6 activations whatever its size. A weights file has torchvision's layout: features.0.weight
..., classifier.1.weight ...
"""

from __future__ import annotations

from torch import Tensor, nn

from pixelstyle.network_facts import LOGITS
from pixelstyle.networks.blocks import Block
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling
from pixelstyle.networks.network import IMAGENET
from pixelstyle.networks.sources import TorchvisionWeights, torchvision_models


class _Dense(nn.Module):
    """A fully connected layer between activations [N, C, h, w] and [N, K, 1, 1]."""

    def __init__(self, linear: nn.Linear, before: nn.Module | None = None) -> None:
        super().__init__()
        self.before, self.linear = before or nn.Identity(), linear

    def forward(self, values: Tensor) -> Tensor:
        result: Tensor = self.linear(self.before(values).flatten(1))
        return result[:, :, None, None]


def _build(pooling: Pooling) -> Architecture:
    root = torchvision_models().alexnet(weights=None)
    blocks: list[Block] = []
    number = 0
    for module in root.features:
        if isinstance(module, nn.Conv2d):
            number += 1
            blocks.append(Block(f"conv{number}", module, module.kernel_size[0], module.stride[0]))
        elif isinstance(module, nn.ReLU):
            blocks.append(Block(f"relu{number}", nn.ReLU()))
        else:
            pool = nn.AvgPool2d(3, 2) if pooling == "average" else nn.MaxPool2d(3, 2)
            blocks.append(Block(f"pool{number}", pool, kernel=3, stride=2))
    blocks += [
        Block("fc6", _Dense(root.classifier[1], root.avgpool), kernel=0),
        Block("relu6", nn.ReLU(), kernel=0),
        Block("fc7", _Dense(root.classifier[4]), kernel=0),
        Block("relu7", nn.ReLU(), kernel=0),
        Block(LOGITS, _Dense(root.classifier[6]), kernel=0),
    ]
    return Architecture(root, blocks)


NETWORKS = (
    NetworkKind(
        name="alexnet",
        description="AlexNet, a classifier, coarse and quick; 244 MB are downloaded at first use",
        preprocessing=IMAGENET,
        build=_build,
        source=TorchvisionWeights("AlexNet_Weights.IMAGENET1K_V1"),
    ),
)
