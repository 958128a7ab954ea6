"""What is added by adding a file: each module of a folder that says `SUMMARY = "..."` is one thing to choose from.

It is named as its file is, with hyphens. Names and summaries are read from the source without running it: help texts
and refusals need them at once, and the modules need torch, which takes seconds to import.
"""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Folder:
    """A package whose modules are one thing each."""

    package: str
    """Such as 'pixelstyle.optimise.methods'."""
    constant: str
    """What each module calls its thing, such as 'METHOD'."""
    default: str
    """The name of what is taken when nobody chooses: it is listed first."""

    @cache  # noqa: B019 - there are as many of them as there are constants below
    def summaries(self) -> dict[str, str]:
        """What each module does, by name. Modules without a SUMMARY are left out: they hold what the others share."""
        found = {name_of(path.stem): _summary(path) for path in self._path().glob("*.py")}
        names = sorted((name for name in found if found[name]), key=lambda name: (name != self.default, name))
        return {name: found[name] for name in names}

    def load(self) -> dict[str, Any]:
        """What each name stands for; this runs the modules."""
        modules = {name: f"{self.package}.{name.replace('-', '_')}" for name in self.summaries()}
        return {name: getattr(importlib.import_module(module), self.constant) for name, module in modules.items()}

    def described(self) -> str:
        """All in one line for help texts: 'gram = which features occur together; mean = ...'."""
        return "; ".join(f"{name} = {text}" for name, text in self.summaries().items())

    def _path(self) -> Path:
        return Path(__file__).parents[1].joinpath(*self.package.split("."))


METHODS = Folder("pixelstyle.optimise.methods", "METHOD", default="anneal")
"""Constraint methods: what --method takes."""
STATISTICS = Folder("pixelstyle.objectives.statistics", "STATISTIC", default="gram")
"""Statistics of features that make up a style: what --style-statistics takes."""


@cache
def network_names() -> list[str]:
    """The networks that the families say they have, read from their sources, which need torch to run.

    >>> "vgg19-caffe" in network_names()
    True
    """
    families = Path(__file__).parent / "networks" / "families"
    calls = (node for path in families.glob("*.py") for node in ast.walk(ast.parse(path.read_bytes(), str(path))))
    return sorted(
        str(ast.literal_eval(given.value))
        for call in calls
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "NetworkKind"
        for given in call.keywords
        if given.arg == "name"
    )


def name_of(module: str) -> str:
    """What a module's thing is called: 'pixelstyle.optimise.methods.straight_through' as 'straight-through'."""
    return module.rpartition(".")[2].replace("_", "-")


def _summary(path: Path) -> str:
    """The text of SUMMARY, '' where there is none. Only its paragraph is parsed: all of the files take ten times as
    long, and every refusal waits for it."""
    paragraph = re.search(r"^SUMMARY = .*?(?=\n\n|\Z)", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if paragraph is None:
        return ""
    statement = ast.parse(paragraph[0], str(path)).body[0]
    return str(ast.literal_eval(statement.value)) if isinstance(statement, ast.Assign) else ""
