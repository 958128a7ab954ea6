"""What a network is made of: a chain of named blocks, and what each does to size and field of view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Block:
    """One link of the chain: its output is the layer of the same name."""

    name: str
    module: nn.Module
    kernel: int = 1
    """Side of the square of inputs that one output sees, through the widest branch; 0: it sees all of them."""
    stride: int = 1


@dataclass(frozen=True)
class Layer:
    """What a person wants to know of a layer before choosing it."""

    name: str
    channels: int
    stride: int
    """Input pixels from one activation to the next."""
    field: int
    """Receptive field: side of the square of input pixels that one activation depends on; 0: the whole picture."""
    cost: float
    """Multiply-adds per input pixel, from the picture up to this layer."""


class Logits(nn.Module):
    """The end of a classifier: the mean over all positions, then class scores; [N, C, h, w] to [N, K, 1, 1]."""

    def __init__(self, linear: nn.Linear | None = None) -> None:
        super().__init__()
        self.linear = nn.Identity() if linear is None else linear

    def forward(self, values: Tensor) -> Tensor:
        scores: Tensor = self.linear(values.mean((2, 3)))
        return scores[:, :, None, None]


def describe_layers(root: nn.Module, blocks: Sequence[Block], side: int) -> list[Layer]:
    """Channels, stride, field and cost along a chain without weights, measured with a picture of `side` squared."""
    # Not on the meta device: using it makes torch load its compiler, which takes seconds.
    root.to_empty(device="cpu")
    for tensor in [*root.parameters(), *root.buffers()]:
        tensor.detach().zero_()
    cost = 0

    def count(module: nn.Module, _: Any, output: Tensor) -> None:
        nonlocal cost
        if isinstance(module, nn.Conv2d | nn.Linear):
            cost += output.numel() * module.weight[0].numel()

    layers: list[Layer] = []
    stride, field = 1, 1
    values = torch.zeros(1, 3, side, side)
    for part in root.modules():
        part.register_forward_hook(count)
    with torch.no_grad():
        for block in blocks:
            values = block.module.eval()(values)
            # A block widens the field by (kernel - 1) of its input's strides.
            field = field + (block.kernel - 1) * stride if block.kernel and field else 0
            stride *= block.stride
            layers.append(Layer(block.name, values.shape[1], stride, field, cost / side**2))
    return layers
