"""Writes pixelstyle/settings/keywords.py: the settings of each recipe as a TypedDict, for type checkers and editors.

    python tools/keywords.py

tests/settings/test_keywords.py fails while that file is not what this would write.
"""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

from pixelstyle.recipes import RECIPES
from pixelstyle.settings import Options

TARGET = Path(__file__).parents[1] / "pixelstyle/settings/keywords.py"
_HEAD = '''"""The settings of each recipe as the keywords of its Python function, for type checkers and editors.

Written by tools/keywords.py from the settings' dataclasses: change these, and run it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pixelstyle.networks import NetworkKind
    from pixelstyle.objectives import Objective, Style, Term
    from pixelstyle.palettes import Colours, Palette
    from pixelstyle.screens import ScreenMode
'''
_WIDER = {
    "mode": "str | ScreenMode",
    "palette": "str | Palette | Colours | None",
    "clean": "float | None",
    # Parts of a program's own are classes of rooms above the settings'.
    "method": "str | type",
    "network": "str | NetworkKind",
    "style_statistics": "str | type[Style]",
    "term": "Sequence[str | Term | Objective | Callable[..., Term]]",
}
"""Settings that Python programs may give as objects, and one that only some recipes choose by themselves."""


def main() -> None:
    TARGET.write_text(formatted(written()), encoding="utf-8")


def written() -> str:
    """The whole module."""
    classes: list[type[Options]] = []
    for recipe in RECIPES.values():
        for kind in reversed(recipe.settings.__mro__):
            if issubclass(kind, Options) and kind is not Options and kind not in classes:
                classes.append(kind)
    return "\n\n".join([_HEAD.rstrip("\n"), *(_typed(kind) for kind in classes)]) + "\n"


def formatted(text: str) -> str:
    """As ruff has it."""
    ruff = Path(sys.executable).parent / "ruff"
    done = subprocess.run([ruff, "format", "-"], input=text, capture_output=True, text=True, check=True)
    return done.stdout


def _typed(kind: type[Options]) -> str:
    base = next(one for one in kind.__mro__[1:] if issubclass(one, Options))
    above = "TypedDict" if base is Options else _name(base)
    fields = [line for name, line in _fields(kind).items() if line != _inherited(base, name)]
    head = f'\nclass {_name(kind)}({above}, total=False):\n    """As {kind.__name__}."""\n\n'
    return head + "\n".join(f"    {line}" for line in fields)


def _fields(kind: type[Options]) -> dict[str, str]:
    """The fields that a class declares itself, each as 'name: type'."""
    (node,) = ast.parse(inspect.getsource(kind).lstrip()).body
    assert isinstance(node, ast.ClassDef)
    found = {}
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and "ClassVar" not in ast.unparse(line.annotation):
            name = ast.unparse(line.target)
            found[name] = f"{name}: {_WIDER.get(name, _loose(ast.unparse(line.annotation)))}"
    return found


def _inherited(base: type[Options], name: str) -> str | None:
    owners = (one for one in base.__mro__ if issubclass(one, Options) and one is not Options)
    return next((fields[name] for fields in map(_fields, owners) if name in fields), None)


def _loose(annotation: str) -> str:
    """Lists are taken wherever tuples are."""
    return annotation.replace("tuple[str, ...]", "tuple[str, ...] | list[str]")


def _name(kind: type[Options]) -> str:
    return kind.__name__.removesuffix("Settings") + "Keywords"


if __name__ == "__main__":
    main()
