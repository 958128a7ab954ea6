"""Constraint methods: one file each. A method knows the machine only through its Target."""

from pixelstyle.optimise.methods.admm import Admm
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.optimise.methods.base import Method, PixelMethod, find_method, methods
from pixelstyle.optimise.methods.convert import Convert
from pixelstyle.optimise.methods.project import Project
from pixelstyle.optimise.methods.straight_through import StraightThrough

__all__ = [
    "Admm",
    "Anneal",
    "Convert",
    "Method",
    "PixelMethod",
    "Project",
    "StraightThrough",
    "find_method",
    "methods",
]
