"""Floor 5: the loop: constraint methods, optimisers, and one generator of steps for every recipe."""

from pixelstyle.optimise.devices import choose_device
from pixelstyle.optimise.judge import Display, Judge
from pixelstyle.optimise.loop import Optimisation, Outcome, Step
from pixelstyle.optimise.methods import Method, find_method, methods
from pixelstyle.optimise.target import Target, make_target, show, to_array, to_tensor

__all__ = [
    "Display",
    "Judge",
    "Method",
    "Optimisation",
    "Outcome",
    "Step",
    "Target",
    "choose_device",
    "find_method",
    "make_target",
    "methods",
    "show",
    "to_array",
    "to_tensor",
]
