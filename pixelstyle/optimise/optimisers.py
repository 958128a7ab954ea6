"""The optimisers: how a gradient becomes a step. Each moves one leaf tensor and can be stored and resumed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import torch
from torch import Tensor

from pixelstyle.errors import UnknownNameError
from pixelstyle.optimise.adam import Adam

Closure = Callable[[], Tensor]
"""Judges the variables as they are now, leaves the gradient in them and gives the loss."""


class Optimiser(Protocol):
    """What torch's optimisers have in common with ours."""

    param_groups: list[dict[str, Any]]
    """Of one: `lr` is its step size."""

    def zero_grad(self) -> None: ...

    def step(self, closure: Any) -> Any:
        """One step; `closure` is a Closure."""
        ...

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state_dict: dict[str, Any], /) -> None: ...


def make_optimiser(name: str, variables: Tensor, rate: float, memory: tuple[float, float] = (0.9, 0.99)) -> Optimiser:
    """`adam` or `lbfgs` on one leaf tensor. Raises UnknownNameError.

    `rate` is Adam's step size, `memory` the decays of its two moments. L-BFGS takes one step an iteration with a
    strong Wolfe line search, the only kind that does not blow up on Gram losses.
    """
    if name not in OPTIMISERS:
        raise UnknownNameError("optimiser", name, OPTIMISERS)
    return OPTIMISERS[name](variables, rate, memory)


def _adam(variables: Tensor, rate: float, memory: tuple[float, float]) -> Optimiser:
    return Adam(variables, rate, memory)


def _lbfgs(variables: Tensor, rate: float, memory: tuple[float, float]) -> Optimiser:
    del rate, memory
    # The step size of a quasi-Newton method is 1; max_eval bounds the line search's network evaluations.
    return torch.optim.LBFGS(
        [variables], lr=1.0, max_iter=1, max_eval=4, history_size=20, line_search_fn="strong_wolfe"
    )


OPTIMISERS: dict[str, Callable[[Tensor, float, tuple[float, float]], Optimiser]] = {"adam": _adam, "lbfgs": _lbfgs}


def forget(optimiser: Optimiser) -> None:
    """Drop what L-BFGS knows of a place that the variables were moved away from; Adam's averages stay useful."""
    if isinstance(optimiser, torch.optim.LBFGS):
        optimiser.state.clear()


def grow(optimiser: Optimiser, smaller: Optimiser, enlarge: Callable[[Tensor], Tensor]) -> None:
    """Take over the pace and moments of Adam on a smaller screen; L-BFGS, whose curvatures are its own, starts anew."""
    if isinstance(optimiser, Adam) and isinstance(smaller, Adam):
        optimiser.grow_from(smaller, enlarge)
        optimiser.param_groups[0]["lr"] = smaller.param_groups[0]["lr"]


def scale_rate(optimiser: Optimiser, factor: float) -> None:
    """Multiply the step size."""
    for group in optimiser.param_groups:
        group["lr"] *= factor


def copy_state(optimiser: Optimiser) -> dict[str, Any]:
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
