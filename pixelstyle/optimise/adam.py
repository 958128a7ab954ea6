"""Adam, as torch has it to the bit, without what torch's own brings along.

torch.optim.Adam imports torch's compiler when it is made, which nothing here uses: 1.6 s before the first step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

_EPSILON = 1e-8


class Adam:
    """Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1, on one leaf tensor."""

    def __init__(self, variables: Tensor, rate: float, decays: tuple[float, float]) -> None:
        """`decays` are those of the first and of the second moment."""
        self.param_groups: list[dict[str, Any]] = [{"lr": rate}]
        self._variables = variables
        self._decays = decays
        self._steps = 0
        self._first = torch.zeros_like(variables, requires_grad=False)
        self._second = torch.zeros_like(variables, requires_grad=False)

    def zero_grad(self) -> None:
        """Forget the gradient."""
        self._variables.grad = None

    def step(self, closure: Callable[[], Tensor]) -> Tensor:
        """Judge, then move the variables; gives the loss that was found, a scalar."""
        loss = closure()
        with torch.no_grad():
            self._move()
        return loss

    def _move(self) -> None:
        gradient = self._variables.grad
        if gradient is None:
            return
        self._steps += 1
        decay, decay_of_squares = self._decays
        self._first.lerp_(gradient, 1 - decay)
        self._second.mul_(decay_of_squares).addcmul_(gradient, gradient, value=1 - decay_of_squares)
        # Both moments start at zero: this takes that out of them.
        rate = self.param_groups[0]["lr"] / (1 - decay**self._steps)
        deviation = self._second.sqrt() / (1 - decay_of_squares**self._steps) ** 0.5
        self._variables.addcdiv_(self._first, deviation.add_(_EPSILON), value=-rate)

    def state_dict(self) -> dict[str, Any]:
        """Everything that it knows; shares memory with it."""
        return {
            "rate": self.param_groups[0]["lr"],
            "steps": self._steps,
            "first": self._first,
            "second": self._second,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what `state_dict` gave."""
        self.param_groups[0]["lr"] = state["rate"]
        self._steps = state["steps"]
        self._first.copy_(state["first"])
        self._second.copy_(state["second"])

    def grow_from(self, smaller: Adam, enlarge: Callable[[Tensor], Tensor]) -> None:
        """Go on from an Adam with fewer variables, whose moments [...] `enlarge` brings to the size of these.

        A loss that does not depend on the picture's size is shared by more pixels: each one's gradient is smaller.
        """
        share = smaller._variables.numel() / self._variables.numel()
        self._steps = smaller._steps
        self._first.copy_(enlarge(smaller._first) * share)
        self._second.copy_(enlarge(smaller._second) * share**2)
