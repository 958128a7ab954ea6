"""What a public function says of itself: the shapes of the arrays that it takes and gives, and the errors it raises.

Public is what has no underscore before it, in any file of the package. A shape is said in the docstring, as [H, W, 3]
or "scalar", or by a type of pixelstyle/arrays.py, which has one. Only what a function raises in its own lines counts.
A method without a docstring is described by that of the class above it; help texts of commands are for other readers.
"""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.command_line import ROOT

PACKAGE = ROOT / "pixelstyle"
BARE_ARRAY = re.compile(r"\b(ndarray|NDArray|Tensor)\b")
SHAPE = re.compile(r"\[(\.\.\.|\d+|[A-Za-z][\w /*+-]*)(,\s[^\]]+)?\]|\bscalars?\b")
RAISES = re.compile(r"\b[Rr]aises?\b")
ERRORS = {"PixelStyleError", "UnknownNameError"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions() -> tuple[tuple[str, Function], ...]:
    """'screens.checking.check.check', 'palettes.palette.Palette.from_hex': every function and method without _."""
    found: list[tuple[str, Function]] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "shipped" in path.parts:
            continue
        room = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            members = [node] if isinstance(node, Function) else []
            prefix = room
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                members, prefix = [part for part in node.body if isinstance(part, Function)], f"{room}.{node.name}"
            found += [(f"{prefix}.{member.name}", member) for member in members if not member.name.startswith("_")]
    return tuple(found)


def handles_arrays(function: Function) -> bool:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    annotations = [argument.annotation for argument in every] + [function.returns]
    return any(BARE_ARRAY.search(ast.unparse(annotation)) for annotation in annotations if annotation is not None)


def raises(function: Function) -> bool:
    found = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise)]
    return any(isinstance(error, ast.Call) and ast.unparse(error.func) in ERRORS for error in found)


def says(name: str, function: Function, pattern: re.Pattern[str]) -> bool:
    text = ast.get_docstring(function)
    is_method = name.split(".")[-2][:1].isupper()
    return is_method if text is None else bool(pattern.search(text))


def without_shape() -> list[str]:
    return [name for name, function in functions() if handles_arrays(function) and not says(name, function, SHAPE)]


def without_errors() -> list[str]:
    return [
        name
        for name, function in functions()
        if raises(function) and not says(name, function, RAISES) and not name.endswith("_command")
    ]


def test_functions_say_the_shapes_of_their_arrays() -> None:
    assert without_shape() == []


def test_functions_say_what_they_raise() -> None:
    assert without_errors() == []


def test_a_function_that_says_neither_is_found() -> None:
    source = """
def bare(picture: np.ndarray) -> np.ndarray:
    '''A picture, changed.'''
    raise PixelStyleError("It cannot be changed.")

def told(picture: np.ndarray) -> np.ndarray:
    '''A picture [H, W, 3], changed. Raises PixelStyleError.'''
    raise PixelStyleError("It cannot be changed.")

def named(picture: Rgb8) -> Rgb8:
    '''A picture, changed.'''
"""
    bare, told, named = (node for node in ast.parse(source).body if isinstance(node, Function))
    assert (
        handles_arrays(bare)
        and raises(bare)
        and not says("room.bare", bare, SHAPE)
        and not says("room.bare", bare, RAISES)
    )
    assert handles_arrays(told) and raises(told) and says("room.told", told, SHAPE) and says("room.told", told, RAISES)
    assert not handles_arrays(named) and not raises(named)
