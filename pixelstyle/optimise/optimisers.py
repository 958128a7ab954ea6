"""The optimisers: how a gradient becomes a step. Each moves one leaf tensor and can be stored and resumed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import torch
from torch import Tensor

from pixelstyle.errors import UnknownNameError
from pixelstyle.networks import load_compiler
from pixelstyle.optimise.adam import Adam


class Optimiser(Protocol):
    """What torch's optimisers have in common with ours."""

    param_groups: list[dict[str, Any]]
    """Of one: `lr` is its step size."""

    def zero_grad(self) -> None:
        """Forget the gradient of the variables."""
        ...

    def step(self, closure: Callable[[], Any]) -> Any:
        """One step. `closure` judges the variables as they are, leaves the gradient in them and gives the loss."""
        ...

    def state_dict(self) -> dict[str, Any]:
        """Everything that it knows; may share memory with it."""
        ...

    def load_state_dict(self, state_dict: dict[str, Any], /) -> None:
        """Go on from what `state_dict` gave."""
        ...


def make_optimiser(name: str, variables: Tensor, rate: float, memory: tuple[float, float] = (0.9, 0.99)) -> Optimiser:
    """`adam` or `lbfgs` on one leaf tensor [...]. Raises UnknownNameError for any other name.

    `rate` is Adam's step size, above 0; `memory` the decays of its two moments, each in 0..1. L-BFGS takes one step an
    iteration with a strong Wolfe line search, the only kind that does not blow up on Gram losses: Liu and Nocedal, "On
    the Limited Memory BFGS Method for Large Scale Optimization" (1989).
    """
    if name not in OPTIMISERS:
        raise UnknownNameError("optimiser", name, OPTIMISERS)
    return OPTIMISERS[name](variables, rate, memory)


def _adam(variables: Tensor, rate: float, memory: tuple[float, float]) -> Optimiser:
    return Adam(variables, rate, memory)


def _lbfgs(variables: Tensor, rate: float, memory: tuple[float, float]) -> Optimiser:
    del rate, memory
    load_compiler()
    # The step size of a quasi-Newton method is 1; max_eval bounds the line search's network evaluations.
    return torch.optim.LBFGS(
        [variables], lr=1.0, max_iter=1, max_eval=4, history_size=20, line_search_fn="strong_wolfe"
    )


OPTIMISERS: dict[str, Callable[[Tensor, float, tuple[float, float]], Optimiser]] = {"adam": _adam, "lbfgs": _lbfgs}


def forget(optimiser: Optimiser) -> None:
    """Drop what L-BFGS knows of a place that the variables have left by other means; Adam's averages stay useful."""
    if isinstance(optimiser, torch.optim.LBFGS):
        optimiser.state.clear()


def grow(optimiser: Optimiser, smaller: Optimiser, enlarge: Callable[[Tensor], Tensor]) -> None:
    """Take over the pace and moments of Adam on a smaller screen; L-BFGS, whose curvatures are its own, starts anew.

    `enlarge` brings a tensor [...] of the smaller one's variables' shape to that of the larger one's.
    """
    if isinstance(optimiser, Adam) and isinstance(smaller, Adam):
        optimiser.grow_from(smaller, enlarge)
        optimiser.param_groups[0]["lr"] = smaller.param_groups[0]["lr"]


def scale_rate(optimiser: Optimiser, factor: float) -> None:
    """Multiply the step size by `factor`."""
    for group in optimiser.param_groups:
        group["lr"] *= factor


def copy_state(optimiser: Optimiser) -> dict[str, Any]:
    """The optimiser's whole state, sharing no memory with it."""
    return _cloned(optimiser.state_dict())  # type: ignore[no-any-return]


def load_state(optimiser: Optimiser, state: dict[str, Any]) -> None:
    """Go on from what `copy_state` gave. Raises ValueError and others for what it cannot have given."""
    if isinstance(optimiser, torch.optim.LBFGS) and state["state"]:
        _check_lbfgs(state["state"][0], optimiser.param_groups[0]["params"][0].numel())
    elif isinstance(optimiser, Adam) and not (state["steps"] >= 0 and state["rate"] >= 0):
        raise ValueError("no step size")
    optimiser.load_state_dict(state)


def _check_lbfgs(state: dict[str, Any], length: int) -> None:
    """Raise ValueError unless this is what torch's L-BFGS knows of so many variables."""

    def sized(value: Any, numel: int) -> bool:
        number = numel == 1 and (isinstance(value, float) or (isinstance(value, int) and abs(value) < 1 << 53))
        return number or (isinstance(value, Tensor) and value.is_floating_point() and value.numel() == numel)

    histories = {name: state[name] for name in ("old_dirs", "old_stps", "ro")}
    if not (
        all(type(state[name]) is int and 0 <= state[name] < 1 << 53 for name in ("func_evals", "n_iter"))
        and all(sized(state[name], length) for name in ("d", "prev_flat_grad"))
        and all(sized(state[name], 1) for name in ("t", "H_diag", "prev_loss"))
        and all(type(history) is list for history in (*histories.values(), state.get("al", [])))
        and len({len(history) for history in histories.values()}) == 1
        and all(sized(item, 1 if name == "ro" else length) for name in histories for item in histories[name])
        and all(item is None or sized(item, 1) for item in state.get("al", []))
        and len(state.get("al", [0] * 20)) == 20
    ):
        raise ValueError("no state of L-BFGS")


def _cloned(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: _cloned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cloned(item) for item in value]
    return value
