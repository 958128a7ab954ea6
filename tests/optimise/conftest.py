"""A network for tests that are about methods, and not about what makes a good picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
import torch
from torch import Tensor, nn

from pixelstyle.networks import Pooling, registry
from pixelstyle.networks.blocks import Block
from pixelstyle.networks.kind import Architecture, NetworkKind
from pixelstyle.networks.network import IMAGENET

SHAPES = {"conv1.weight": (8, 3, 3, 3), "conv1.bias": (8,), "conv2.weight": (16, 8, 3, 3), "conv2.bias": (16,)}


def _build(_: Pooling) -> Architecture:
    root = nn.Module()
    root.conv1, root.conv2 = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
    blocks = [
        Block("conv1", root.conv1, kernel=3),
        Block("relu1", nn.ReLU()),
        Block("conv2", root.conv2, kernel=3),
        Block("relu2", nn.ReLU()),
    ]
    return Architecture(root, blocks)


class _Random:
    """The same random weights every time."""

    def read(self, keys: Sequence[str]) -> Mapping[str, Tensor]:
        random = torch.Generator().manual_seed(3)
        return {key: torch.randn(shape, generator=random) * 0.3 for key, shape in SHAPES.items()}


@pytest.fixture
def tiny_network(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Settings by which a network of two layers judges; it is known for this test only."""
    monkeypatch.setitem(registry._KINDS, "tiny", NetworkKind("tiny", "two layers", IMAGENET, _build, _Random()))
    return {"network": "tiny", "style_layers": "relu1,relu2", "content_layer": "relu2"}
