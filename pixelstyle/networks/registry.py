"""The networks by name, and loading one: its weights in place, cut after the last layer in use, frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import nn

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.network_facts import LOGITS, check_layers, no_weights
from pixelstyle.networks.blocks import Layer, describe_layers
from pixelstyle.networks.families import NETWORKS
from pixelstyle.networks.kernels.batchnorm_folding import fold_norms
from pixelstyle.networks.kind import Architecture, NetworkKind, Pooling, State
from pixelstyle.networks.network import FeatureNetwork
from pixelstyle.networks.statefile import check_state, read_state
from pixelstyle.plug_ins import own_names, own_part

_KINDS = {kind.name: kind for kind in NETWORKS}


def network_kinds() -> Iterator[NetworkKind]:
    """All networks, in the order in which they are listed."""
    return iter([*_KINDS.values(), *(find_network(name) for name in own_names("networks"))])


def network_names() -> list[str]:
    """The names that `load_network` takes.

    >>> network_names()[0]
    'vgg19-caffe'
    """
    return [*_KINDS, *own_names("networks")]


def find_network(name: str) -> NetworkKind:
    """The network of this name. Raises UnknownNameError with the nearest names."""
    if name in _KINDS:
        return _KINDS[name]
    own = own_part("networks", name)
    if isinstance(own, NetworkKind):
        return own
    if own is not None:
        raise PixelStyleError(f"The network '{name}' is no NetworkKind, but {own!r}.")
    raise UnknownNameError("network", name, network_names(), see="pixelstyle networks")


def network_layers(name: str) -> list[Layer]:
    """All layers of a network in order, with size, receptive field and cost; needs no weights."""
    kind = find_network(name)
    architecture = _build(kind, "average")
    return describe_layers(architecture.root, architecture.blocks, kind.side)


def network_weights(name: str) -> tuple[dict[str, tuple[int, ...]], tuple[str, ...]]:
    """The shapes of the tensors in a network's weights file, and beginnings of names that it may hold besides."""
    architecture = _build(find_network(name), "average")
    return {key: tuple(value.shape) for key, value in architecture.root.state_dict().items()}, architecture.ignored


def classifies(name: str) -> bool:
    """Whether a network ends in the 1,000 classes of ImageNet: its layer `logits`."""
    return _build(find_network(name), "average").blocks[-1].name == LOGITS


def load_network(
    name: str = "vgg19-caffe",
    *,
    layers: Sequence[str],
    pooling: Pooling = "average",
    weights: Path | None = None,
    smoothing: bool = False,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> FeatureNetwork:
    """The network `name`, cut after the last of `layers`, with its weights in place and frozen.

    `pooling` replaces the pooling layers of the plain chains (VGG, NIN): Gatys found that average pooling gives finer
    pictures, max is what they were trained with; other networks keep their own. `weights` is a state dict (.pth or
    .safetensors) in place of the network's own; without it torchvision's networks are downloaded at first use.
    `smoothing` hands out smoothed activations, which make residual networks usable for style.
    Raises UnknownNameError for an unknown network or layer and PixelStyleError for weights that are not to be had.
    """
    kind = find_network(name)
    architecture = _build(kind, pooling)
    check_layers(name, [block.name for block in architecture.blocks], layers)
    network = FeatureNetwork(
        name,
        architecture.blocks,
        layers,
        kind.preprocessing,
        smoothing=smoothing,
    )
    keys = _keys_in_use(architecture.root, network)
    if weights is not None:
        state: State = read_state(weights)
        check_state(state, architecture.root, architecture.ignored, f"{weights} does not hold weights of {name}")
    elif kind.source is not None:
        state = kind.source.read(keys)
    else:
        raise no_weights(name)
    # Counters of training steps, which old files lack, are never read.
    loaded = {key: state[key] if key in state else torch.zeros(()) for key in keys}
    architecture.root.load_state_dict(loaded, strict=False, assign=True)
    fold_norms(network, network.steps, kind.side)
    network.requires_grad_(False)  # assigned tensors ask for a gradient as the parameters that they replace did
    return network.to(device=device, dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def _build(kind: NetworkKind, pooling: Pooling) -> Architecture:
    with torch.device("meta"):
        return kind.build(pooling)


def _keys_in_use(root: nn.Module, network: nn.Module) -> list[str]:
    """Names, in the weights file, of the tensors of those modules that the cut network kept."""
    kept = {id(module) for module in network.modules()}
    return [
        f"{prefix}.{key}" if prefix else key
        for prefix, module in root.named_modules()
        if id(module) in kept
        for key, _ in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]
    ]
