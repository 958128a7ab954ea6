"""Two plain chains of the Caffe years, whose weights people bring as converted files: NIN and VGG CNN-S.

NIN: Lin, Chen and Yan, "Network In Network" (2013), the ImageNet model. Layers: conv1, relu1, cccp1, relu_cccp1,
cccp2, relu_cccp2, pool1, conv2 ... cccp4, pool2, conv3 ... cccp6, pool3, conv4, cccp7, cccp8, relu_cccp8, logits.
Weights file: features.N.weight and .bias for N = 0, 2, 4 (conv1, cccp1, cccp2), 7, 9, 11, 14, 16, 18 and 22, 24, 26;
6, 13 and 20 are the pools and 21 is the dropout, as in the conversion that neural style programs use.

VGG CNN-S: Chatfield et al., "Return of the Devil in the Details" (2014). Layers: conv1, relu1, norm1, pool1, conv2,
relu2, pool2, conv3, relu3, conv4, relu4, conv5, relu5, pool5. Weights file: conv1.weight [96, 3, 7, 7], conv1.bias
[96], and so on to conv5; fully connected layers, fc6 and later, may be there and are not used.

Both see BGR, 0..255, minus the channel means, and pool with sizes rounded up, as Caffe does.
"""

from __future__ import annotations

from torch import nn

from pixelstyle.network_facts import LOGITS
from pixelstyle.networks.blocks import Block, Logits
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling
from pixelstyle.networks.network import CAFFE


def _pool(pooling: Pooling, kernel: int, stride: int) -> nn.Module:
    if pooling == "max":
        return nn.MaxPool2d(kernel, stride, ceil_mode=True)
    return nn.AvgPool2d(kernel, stride, ceil_mode=True, count_include_pad=False)


def _build_nin(pooling: Pooling) -> Architecture:
    blocks: list[Block] = []

    def convolution(name: str, before: int, width: int, kernel: int = 1, stride: int = 1, padding: int = 0) -> None:
        blocks.append(Block(name, nn.Conv2d(before, width, kernel, stride, padding), kernel, stride))
        blocks.append(Block(f"relu_{name}" if name.startswith("cccp") else name.replace("conv", "relu"), nn.ReLU()))

    groups = [(3, 96, 11, 4, 0), (96, 256, 5, 1, 2), (256, 384, 3, 1, 1), (384, 1024, 3, 1, 1)]
    for number, (before, width, kernel, stride, padding) in enumerate(groups, start=1):
        convolution(f"conv{number}", before, width, kernel, stride, padding)
        convolution(f"cccp{2 * number - 1}", width, width)
        convolution(f"cccp{2 * number}", width, 1000 if number == 4 else width)
        if number < 4:
            blocks.append(Block(f"pool{number}", _pool(pooling, 3, 2), kernel=3, stride=2))
    modules = [block.module for block in blocks]
    modules.insert(21, nn.Dropout())
    blocks.append(Block(LOGITS, Logits(), kernel=0))
    root = nn.Module()
    root.features = nn.Sequential(*modules)
    return Architecture(root, blocks)


def _build_cnn_s(pooling: Pooling) -> Architecture:
    root = nn.Module()
    blocks: list[Block] = []

    def convolution(number: int, before: int, width: int, kernel: int, stride: int, padding: int) -> None:
        module = nn.Conv2d(before, width, kernel, stride, padding)
        root.add_module(f"conv{number}", module)
        blocks.append(Block(f"conv{number}", module, kernel, stride))
        blocks.append(Block(f"relu{number}", nn.ReLU()))

    def pool(number: int, kernel: int) -> None:
        blocks.append(Block(f"pool{number}", _pool(pooling, kernel, kernel), kernel, kernel))

    convolution(1, 3, 96, kernel=7, stride=2, padding=0)
    blocks.append(Block("norm1", nn.LocalResponseNorm(5, alpha=0.0005, beta=0.75, k=2.0)))
    pool(1, 3)
    convolution(2, 96, 256, kernel=5, stride=1, padding=0)
    pool(2, 2)
    convolution(3, 256, 512, kernel=3, stride=1, padding=1)
    convolution(4, 512, 512, kernel=3, stride=1, padding=1)
    convolution(5, 512, 512, kernel=3, stride=1, padding=1)
    pool(5, 3)
    return Architecture(root, blocks, ignored=("fc",))


NETWORKS = (
    NetworkKind(
        name="nin",
        description="Network in Network, a classifier; with --weights FILE",
        preprocessing=CAFFE,
        build=_build_nin,
    ),
    NetworkKind(
        name="vgg-cnn-s",
        description="VGG CNN-S, five wide layers; with --weights FILE",
        preprocessing=CAFFE,
        build=_build_cnn_s,
    ),
)
