"""Constraint methods: each a file here that says what it does in SUMMARY, and which Method it is in METHOD.

A method knows the machine only through its Target.
"""

from __future__ import annotations

from torch import Tensor

from pixelstyle import discovery
from pixelstyle.errors import UnknownNameError
from pixelstyle.optimise.methods.admm import Admm
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.optimise.methods.base import EarlyEnd, Method
from pixelstyle.optimise.methods.convert import Convert
from pixelstyle.optimise.target import Target
from pixelstyle.screens import ScreenMode

METHODS: dict[str, type[Method]] = discovery.METHODS.load()
"""All constraint methods by name."""


def make_method(name: str, target: Target, start: Tensor, every: int) -> Method:
    """The method of this name for a target, from a picture [1, 3, H, W]; see Method. Raises UnknownNameError."""
    return method_for(name, target.mode)(target, start, every)


def method_for(name: str, mode: ScreenMode) -> type[Method]:
    """The method that is used on a machine when the one of this name is asked for. Raises UnknownNameError.

    Without rules there is nothing that methods could differ in; and hold-and-modify shows more colours than any list
    of logits could hold, so there the next best method stands in for annealing.
    """
    if name not in METHODS:
        raise UnknownNameError("method", name, METHODS)
    kind = METHODS[name]
    if not mode.constrained:
        return Convert
    return Admm if kind is Anneal and mode.shows.beyond_palette else kind


__all__ = ["METHODS", "Anneal", "Convert", "EarlyEnd", "Method", "make_method", "method_for"]
