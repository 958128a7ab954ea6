"""Batch normalisation of a frozen network is a fixed scale and shift: it goes into the convolution before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

Pair = tuple[nn.Conv2d, nn.BatchNorm2d]


def fold_norms(root: nn.Module, chain: Iterable[nn.Module], side: int) -> None:
    """Put each batch normalisation in `root` into its convolution's weights, and nothing in its place.

    `chain` are the modules that a picture goes through, with their weights; the picture is `side` squared.
    """
    if not any(isinstance(module, nn.BatchNorm2d) for module in root.modules()):
        return
    pairs = _convolutions_before_norms(chain, side)
    for convolution, norm in pairs:
        assert norm.running_mean is not None and norm.running_var is not None
        convolution.weight, convolution.bias = fuse_conv_bn_weights(
            convolution.weight, convolution.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias
        )
    folded = {id(norm) for _, norm in pairs}
    for parent in list(root.modules()):
        for name, child in list(parent.named_children()):
            if id(child) in folded:
                setattr(parent, name, nn.Identity())


def _convolutions_before_norms(chain: Iterable[nn.Module], side: int) -> list[Pair]:
    """Each normalisation with the convolution whose output it is given.

    Found by sending a picture through, so that it does not matter how a network names and nests its parts.
    """
    made_by: dict[int, nn.Conv2d] = {}
    alive: list[Tensor] = []  # a tensor that is gone could give its id to another
    pairs: list[Pair] = []

    def note_output(module: nn.Module, _: Any, output: Tensor) -> None:
        if isinstance(module, nn.Conv2d):
            made_by[id(output)] = module
            alive.append(output)

    def note_input(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if isinstance(module, nn.BatchNorm2d) and id(inputs[0]) in made_by:
            pairs.append((made_by[id(inputs[0])], module))

    modules = list(chain)
    parts = [part for module in modules for part in module.modules()]
    hooks = [part.register_forward_hook(note_output) for part in parts if isinstance(part, nn.Conv2d)]
    hooks += [part.register_forward_pre_hook(note_input) for part in parts if isinstance(part, nn.BatchNorm2d)]
    values = torch.zeros(1, 3, side, side)
    with torch.no_grad():
        for module in modules:
            values = module(values)
    for hook in hooks:
        hook.remove()
    return pairs
