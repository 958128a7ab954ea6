"""Constraint methods: each a file here that says what it does in SUMMARY, and which Method it is in METHOD.

A method knows the machine only through its Target.
"""

from __future__ import annotations

from torch import Tensor

from pixelstyle import discovery
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.optimise.methods.admm import Admm
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.optimise.methods.anneal_ham import AnnealHam
from pixelstyle.optimise.methods.base import EarlyEnd, Method
from pixelstyle.optimise.methods.convert import Convert
from pixelstyle.optimise.target import Target
from pixelstyle.plug_ins import own_names, own_part
from pixelstyle.screens import HOLD_AND_MODIFY, ScreenMode

METHODS: dict[str, type[Method]] = discovery.METHODS.load()
"""All constraint methods that come along, by name."""


def make_method(name: str, target: Target, start: Tensor, every: int) -> Method:
    """The method of this name for a target, from a picture [1, 3, H, W]; see Method. Raises UnknownNameError."""
    return method_for(name, target.mode)(target, start, every)


def find_method(name: str) -> type[Method]:
    """The method of this name: a shipped one, an installed package's or the program's own. Raises UnknownNameError,
    and PixelStyleError for what is none."""
    kind = METHODS.get(name) or own_part("methods", name)
    if kind is None:
        raise UnknownNameError("method", name, [*METHODS, *own_names("methods")])
    if not (isinstance(kind, type) and issubclass(kind, Method)):
        raise PixelStyleError(f"The method '{name}' is no subclass of Method, but {kind!r}.")
    return kind


def method_for(name: str, mode: ScreenMode) -> type[Method]:
    """The method that is used on a machine when the one of this name is asked for. Raises UnknownNameError.

    Without rules there is nothing that methods could differ in. Screens beyond their palette show more colours than
    any list of logits could hold: hold-and-modify is annealed in a way of its own, and the next best method stands in
    for annealing on the others.
    """
    kind = find_method(name)
    if not mode.constrained:
        return Convert
    if kind is Anneal and mode.shows.beyond_palette:
        return AnnealHam if mode.signal in HOLD_AND_MODIFY else Admm
    return kind


__all__ = ["METHODS", "Anneal", "Convert", "EarlyEnd", "Method", "find_method", "make_method", "method_for"]
