"""Floor 2: feature networks. A picture goes in, the activations of named layers come out; weights are frozen."""

from pixelstyle.networks import vgg as _vgg  # noqa: F401  registers its networks
from pixelstyle.networks.blocks import Layer
from pixelstyle.networks.network import FeatureNetwork
from pixelstyle.networks.onednn import multiply
from pixelstyle.networks.precision import best_dtype
from pixelstyle.networks.registry import (
    NetworkKind,
    Pooling,
    load_network,
    network_kinds,
    network_layers,
    network_names,
)

__all__ = [
    "FeatureNetwork",
    "Layer",
    "NetworkKind",
    "Pooling",
    "best_dtype",
    "load_network",
    "multiply",
    "network_kinds",
    "network_layers",
    "network_names",
]
