"""The optimisers: how a gradient becomes a step. Each moves one leaf tensor and can be stored and resumed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from pixelstyle.errors import UnknownNameError

Closure = Callable[[], Tensor]
"""Judges the variables as they are now, leaves the gradient in them and gives the loss."""


def make_optimiser(name: str, variables: Tensor, rate: float, memory: float = 0.99) -> torch.optim.Optimizer:
    """`adam` or `lbfgs` on one leaf tensor. Raises UnknownNameError.

    `rate` is Adam's step size and `memory` the decay of its second moment. L-BFGS takes one step an iteration with a
    strong Wolfe line search, the only kind that does not blow up on Gram losses.
    """
    if name not in OPTIMISERS:
        raise UnknownNameError("optimiser", name, OPTIMISERS)
    return OPTIMISERS[name](variables, rate, memory)


def _adam(variables: Tensor, rate: float, memory: float) -> torch.optim.Optimizer:
    return torch.optim.Adam([variables], lr=rate, betas=(0.9, memory))


def _lbfgs(variables: Tensor, rate: float, memory: float) -> torch.optim.Optimizer:
    del rate, memory
    # The step size of a quasi-Newton method is 1; max_eval bounds the line search's network evaluations.
    return torch.optim.LBFGS(
        [variables], lr=1.0, max_iter=1, max_eval=4, history_size=20, line_search_fn="strong_wolfe"
    )


OPTIMISERS: dict[str, Callable[[Tensor, float, float], torch.optim.Optimizer]] = {"adam": _adam, "lbfgs": _lbfgs}


def forget(optimiser: torch.optim.Optimizer) -> None:
    """Drop what L-BFGS knows of a place that the variables were moved away from; Adam's averages stay useful."""
    if isinstance(optimiser, torch.optim.LBFGS):
        optimiser.state.clear()


def scale_rate(optimiser: torch.optim.Optimizer, factor: float) -> None:
    """Multiply the step size."""
    for group in optimiser.param_groups:
        group["lr"] *= factor


def copy_state(optimiser: torch.optim.Optimizer) -> dict[str, Any]:
    """The optimiser's whole state, sharing no memory with it."""
    return _cloned(optimiser.state_dict())  # type: ignore[no-any-return]


def _cloned(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: _cloned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cloned(item) for item in value]
    return value
