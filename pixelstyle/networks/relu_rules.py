"""What a ReLU does to a gradient on its way back: the difference between three ways to see what a channel sees.

plain          passes where its input was positive: the true gradient (Simonyan, Vedaldi and Zisserman, 2013)
deconvolution  passes what is positive itself, whatever its input was (Zeiler and Fergus, 2013)
guided         passes where both are positive (Springenberg et al., "Striving for Simplicity", 2014)
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode

ReluRule = Literal["plain", "deconvolution", "guided"]

_current: ContextVar[ReluRule] = ContextVar("relu rule", default="plain")


@contextlib.contextmanager
def relu_backward(rule: ReluRule) -> Iterator[None]:
    """Networks that run inside follow `rule` when gradients go back through what they computed.

    What of a picture one activation answers to:

        with relu_backward("guided"):
            activation = network(picture)["relu3_1"][0, 7].max()
        activation.backward()
    """
    token = _current.set(rule)
    try:
        with contextlib.nullcontext() if rule == "plain" else _EveryReLU():
            yield
    finally:
        _current.reset(token)


def current_rule() -> ReluRule:
    """The rule that holds here."""
    return _current.get()


def ruled_relu(values: Tensor, ceiling: float = float("inf")) -> Tensor:
    """ReLU of [...], or ReLU6 with a ceiling of 6, whose backward pass follows the rule that holds now."""
    result: Tensor = _RuledReLU.apply(values, ceiling, _current.get())
    return result


class _RuledReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor, ceiling: float, rule: ReluRule) -> Tensor:
        ctx.save_for_backward((values > 0) & (values < ceiling))
        ctx.rule = rule
        return values.clamp(0, ceiling)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        (passing,) = ctx.saved_tensors
        gradient = gradients[0]
        if ctx.rule != "plain":
            gradient = gradient.clamp(min=0)
        if ctx.rule != "deconvolution":
            gradient = gradient * passing
        return gradient, None, None


class _EveryReLU(TorchFunctionMode):
    """Catches ReLU in all the ways in which torchvision's blocks call it."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        if func in (torch.relu, torch.relu_, F.relu, F.relu_, Tensor.relu, Tensor.relu_):
            return ruled_relu(args[0])
        if func is F.relu6:
            return ruled_relu(args[0], 6.0)
        return func(*args, **(kwargs or {}))
