"""Floor 7: the loop: constraint methods, optimisers, and one generator of steps for every recipe."""

from pixelstyle.optimise.checkpoint import Resumable, checkpoint_conditions, load_checkpoint, save_checkpoint
from pixelstyle.optimise.conditions import conditions_now, take_up
from pixelstyle.optimise.devices import choose_device, is_out_of_memory
from pixelstyle.optimise.display import AUTO_BLUR, Display, from_afar, lacks_greys, make_display, suitable_display
from pixelstyle.optimise.judge import Judge
from pixelstyle.optimise.loop import Optimisation, Outcome, Step
from pixelstyle.optimise.methods import METHODS, Convert, EarlyEnd, Method, find_method, make_method, method_for
from pixelstyle.optimise.native_tensors import pack, unpack
from pixelstyle.optimise.state_file import fits
from pixelstyle.optimise.target import (
    ScreenSolver,
    Solver,
    Target,
    cheaper_of_two,
    make_target,
    show,
    to_array,
    to_tensor,
)

__all__ = [
    "AUTO_BLUR",
    "METHODS",
    "Convert",
    "Display",
    "EarlyEnd",
    "Judge",
    "Method",
    "Optimisation",
    "Outcome",
    "Resumable",
    "ScreenSolver",
    "Solver",
    "Step",
    "Target",
    "cheaper_of_two",
    "checkpoint_conditions",
    "choose_device",
    "conditions_now",
    "find_method",
    "fits",
    "from_afar",
    "is_out_of_memory",
    "lacks_greys",
    "load_checkpoint",
    "make_display",
    "make_method",
    "make_target",
    "method_for",
    "pack",
    "save_checkpoint",
    "show",
    "suitable_display",
    "take_up",
    "to_array",
    "to_tensor",
    "unpack",
]
