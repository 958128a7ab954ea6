"""Floor 5: the loop: constraint methods, optimisers, and one generator of steps for every recipe."""

from pixelstyle.optimise.checkpoint import Resumable, load_checkpoint, save_checkpoint
from pixelstyle.optimise.devices import choose_device, is_out_of_memory
from pixelstyle.optimise.display import Display, make_display
from pixelstyle.optimise.judge import Judge
from pixelstyle.optimise.loop import Optimisation, Outcome, Step
from pixelstyle.optimise.methods import METHODS, Method, make_method, method_for
from pixelstyle.optimise.target import Target, cheaper_of_two, make_target, show, to_array, to_tensor

__all__ = [
    "METHODS",
    "Display",
    "Judge",
    "Method",
    "Optimisation",
    "Outcome",
    "Resumable",
    "Step",
    "Target",
    "cheaper_of_two",
    "choose_device",
    "is_out_of_memory",
    "load_checkpoint",
    "make_display",
    "make_method",
    "make_target",
    "method_for",
    "save_checkpoint",
    "show",
    "to_array",
    "to_tensor",
]
