"""Constraint methods: one file each. A method knows the machine only through its Target."""

from torch import Tensor

from pixelstyle.optimise.methods.admm import Admm
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.optimise.methods.base import Method, PixelMethod, find_method, methods
from pixelstyle.optimise.methods.convert import Convert
from pixelstyle.optimise.methods.project import Project
from pixelstyle.optimise.methods.straight_through import StraightThrough
from pixelstyle.optimise.target import Target
from pixelstyle.screens import ScreenMode


def make_method(name: str, target: Target, start: Tensor, every: int) -> Method:
    """The method of this name for a target; see Method for the arguments. Raises UnknownNameError."""
    return method_for(name, target.mode)(target, start, every)


def method_for(name: str, mode: ScreenMode) -> type[Method]:
    """The method that is used on a machine when the one of this name is asked for. Raises UnknownNameError.

    Without rules there is nothing that methods could differ in; and hold-and-modify shows more colours than any list
    of logits could hold, so there the next best method stands in for annealing.
    """
    kind = find_method(name)
    if not mode.constrained:
        return Convert
    return Admm if kind is Anneal and mode.signal == "ham6" else kind


__all__ = [
    "Admm",
    "Anneal",
    "Convert",
    "Method",
    "PixelMethod",
    "Project",
    "StraightThrough",
    "find_method",
    "make_method",
    "method_for",
    "methods",
]
