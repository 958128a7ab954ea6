"""What a network is made of: a chain of named blocks, and what each does to size and field of view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import nn


@dataclass(frozen=True)
class Block:
    """One link of the chain: its output is the layer of the same name."""

    name: str
    module: nn.Module
    channels: int
    """Channels of the output."""
    kernel: int = 1
    """Side of the square of inputs that one output sees; the widest branch counts."""
    stride: int = 1
    cost: int = 0
    """Multiply-adds for one output position, all channels."""


@dataclass(frozen=True)
class Layer:
    """What a person wants to know of a layer before choosing it."""

    name: str
    channels: int
    stride: int
    """Input pixels from one activation to the next."""
    field: int
    """Receptive field: side of the square of input pixels that one activation depends on."""
    cost: float
    """Multiply-adds per input pixel, from the picture up to this layer."""


def describe_layers(blocks: Sequence[Block]) -> list[Layer]:
    """Stride, field and cost along the chain; a block widens the field by (kernel - 1) of its input's strides."""
    layers: list[Layer] = []
    stride, field, cost = 1, 1, 0.0
    for block in blocks:
        field += (block.kernel - 1) * stride
        stride *= block.stride
        cost += block.cost / stride**2
        layers.append(Layer(block.name, block.channels, stride, field, cost))
    return layers
