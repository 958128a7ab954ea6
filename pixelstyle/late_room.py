"""A room that loads what lies behind a name when somebody asks for that name, so that a refusal waits for little."""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def hand_on_late(room: str) -> None:
    """Let a room, by its full name, hand on the names that its `__init__` imports under TYPE_CHECKING.

    They stand there for readers and type checkers, which so see no difference; they are read from the source.
    """
    module = sys.modules[room]
    places = _places(Path(str(module.__file__)))

    def fetched(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module '{room}' has no attribute '{name}'")
        source, there = places[name]
        vars(module)[name] = found = getattr(import_module(source), there)
        return found

    vars(module)["__getattr__"] = fetched
    vars(module)["__dir__"] = lambda: sorted({*vars(module), *places})


def _places(door: Path) -> dict[str, tuple[str, str]]:
    """Module and name there, by the name here, of all that a room's `__init__` hands on."""
    guarded = [node for node in ast.parse(door.read_bytes(), str(door)).body if isinstance(node, ast.If)]
    imports = [node for block in guarded for node in block.body if isinstance(node, ast.ImportFrom) and node.module]
    return {each.asname or each.name: (str(node.module), each.name) for node in imports for each in node.names}
