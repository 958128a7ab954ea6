"""GoogLeNet, the network of the first DeepDream pictures.

Szegedy et al., "Going Deeper with Convolutions" (2014). Layers: conv1, pool1, conv2_reduce, conv2, pool2, inception3a
... inception5b, logits. A weights file has torchvision's layout: conv1.conv.weight, inception3a.branch1.conv.weight,
...; the two auxiliary classifiers may be there and are not used.
"""

from __future__ import annotations

from pixelstyle.network_facts import LOGITS
from pixelstyle.networks.blocks import Block, Logits
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling
from pixelstyle.networks.network import SYMMETRIC
from pixelstyle.networks.sources import TorchvisionWeights, torchvision_models


def _build(_: Pooling) -> Architecture:
    root = torchvision_models().googlenet(weights=None, init_weights=False, aux_logits=False)

    def inception(group: int, letters: str) -> list[Block]:
        # torchvision's "5x5" branches are 3x3, as in the weights that it was given.
        names = [f"inception{group}{letter}" for letter in letters]
        return [Block(name, getattr(root, name), kernel=3) for name in names]

    blocks = [
        Block("conv1", root.conv1, kernel=7, stride=2),
        Block("pool1", root.maxpool1, kernel=3, stride=2),
        Block("conv2_reduce", root.conv2),
        Block("conv2", root.conv3, kernel=3),
        Block("pool2", root.maxpool2, kernel=3, stride=2),
        *inception(3, "ab"),
        Block("pool3", root.maxpool3, kernel=3, stride=2),
        *inception(4, "abcde"),
        Block("pool4", root.maxpool4, kernel=2, stride=2),
        *inception(5, "ab"),
        Block(LOGITS, Logits(root.fc), kernel=0),
    ]
    return Architecture(root, blocks, ignored=("aux1.", "aux2."))


NETWORKS = (
    NetworkKind(
        name="googlenet",
        description="GoogLeNet (Inception v1), a classifier, the one of DeepDream; 52 MB are downloaded at first use",
        preprocessing=SYMMETRIC,
        build=_build,
        source=TorchvisionWeights("GoogLeNet_Weights.IMAGENET1K_V1"),
    ),
)
