"""Constraint methods: one file each. A method knows the machine only through its Target."""

from torch import Tensor

from pixelstyle.optimise.methods.admm import Admm
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.optimise.methods.base import Method, PixelMethod, find_method, methods
from pixelstyle.optimise.methods.convert import Convert
from pixelstyle.optimise.methods.project import Project
from pixelstyle.optimise.methods.straight_through import StraightThrough
from pixelstyle.optimise.target import Target


def make_method(name: str, target: Target, start: Tensor, every: int) -> Method:
    """The method of this name for a target; see Method for the arguments. Raises UnknownNameError.

    Without rules there is nothing that methods could differ in; and hold-and-modify shows more colours than any list
    of logits could hold, so there the next best method stands in for annealing.
    """
    kind = find_method(name)
    if not target.mode.constrained:
        kind = Convert
    elif kind is Anneal and target.mode.signal == "ham6":
        kind = Admm
    return kind(target, start, every)


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
    "methods",
]
