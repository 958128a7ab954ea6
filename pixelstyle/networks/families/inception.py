"""Inception v3.

Szegedy et al., "Rethinking the Inception Architecture for Computer Vision" (2015). Layers, named as in the code that
the authors published: conv1a, conv2a, conv2b, pool1, conv3b, conv4a, pool2, mixed5b ... mixed5d, mixed6a ... mixed6e,
mixed7a ... mixed7c, logits. A weights file has torchvision's layout: Conv2d_1a_3x3.conv.weight,
Mixed_5b.branch1x1.conv.weight, ...; the auxiliary classifier may be there and is not used.
"""

from __future__ import annotations

from pixelstyle.network_facts import LOGITS
from pixelstyle.networks.blocks import Block, Logits
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling
from pixelstyle.networks.network import SYMMETRIC
from pixelstyle.networks.sources import TorchvisionWeights, torchvision_models


def _build(_: Pooling) -> Architecture:
    root = torchvision_models().inception_v3(weights=None, init_weights=False, aux_logits=False)

    def mixed(group: int, letters: str, kernel: int, stride: int = 1) -> list[Block]:
        return [
            Block(f"mixed{group}{letter}", getattr(root, f"Mixed_{group}{letter}"), kernel, stride)
            for letter in letters
        ]

    blocks = [
        Block("conv1a", root.Conv2d_1a_3x3, kernel=3, stride=2),
        Block("conv2a", root.Conv2d_2a_3x3, kernel=3),
        Block("conv2b", root.Conv2d_2b_3x3, kernel=3),
        Block("pool1", root.maxpool1, kernel=3, stride=2),
        Block("conv3b", root.Conv2d_3b_1x1),
        Block("conv4a", root.Conv2d_4a_3x3, kernel=3),
        Block("pool2", root.maxpool2, kernel=3, stride=2),
        *mixed(5, "bcd", kernel=5),  # one 5x5, or two 3x3
        *mixed(6, "a", kernel=5, stride=2),
        *mixed(6, "bcde", kernel=13),  # 1x7 and 7x1, twice
        *mixed(7, "a", kernel=9, stride=2),  # 7x7 and 3x3
        *mixed(7, "bc", kernel=5),
        Block(LOGITS, Logits(root.fc), kernel=0),
    ]
    return Architecture(root, blocks, ignored=("AuxLogits.",))


NETWORKS = (
    NetworkKind(
        name="inception_v3",
        description="Inception v3, a classifier; 109 MB are downloaded at first use",
        preprocessing=SYMMETRIC,
        build=_build,
        source=TorchvisionWeights("Inception_V3_Weights.IMAGENET1K_V1"),
        side=299,
    ),
)
