"""The house keeps the promises of docs/architecture.md: floors, doors, walls and sizes, read off the source itself."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/architecture.md"
PLUGIN = ROOT / "gimp_plugin/pixelstyle"

LISTINGS = {
    "pixelstyle/formats/animations/c64_film.py:_program",
    "pixelstyle/formats/c64/fli_program.py:_program",
    "pixelstyle/formats/c64/sprite_program.py:_program",
}
"""Functions that are machine code in a listing: long, and no clearer for being cut."""


def module_of(path: Path, root: Path = ROOT) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    return {module_of(path): path for path in sorted((ROOT / "pixelstyle").rglob("*.py"))}


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a file's syntax tree."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(module: str) -> frozenset[str]:
    """The package's modules that one names in its imports, wherever in the file these stand."""
    found = set()
    for node in nodes(modules()[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{module} imports relatively; name the room"
            inner = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {whole if whole in modules() else node.module for whole in inner.values()}
    return frozenset(found & modules().keys())


def room_of(module: str) -> str:
    """The room, or the file beside the rooms, in which a module lies; the package itself is a room, too."""
    return ".".join(module.split(".")[:2])


@cache
def floors() -> dict[str, int]:
    """Each room's floor, as the table of the page has it."""
    rows = re.findall(r"^\| *(\d+) *\| *(`[^|]*`) *\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        name.removesuffix("/").removesuffix(".py").replace("/", "."): int(floor)
        for floor, names in rows
        for name in re.findall(r"`([^`]+)`", names)
    }


def test_the_page_has_every_room_and_no_other() -> None:
    rooms = {room_of(module) for module in modules()} - {"pixelstyle", "pixelstyle.__main__"}
    assert set(floors()) == rooms


def test_each_room_says_its_floor() -> None:
    for room, floor in floors().items():
        if (ROOT / room.replace(".", "/")).is_dir():
            door = ast.parse(modules()[room].read_text(encoding="utf-8"))
            assert (ast.get_docstring(door) or "").startswith(f"Floor {floor}: "), room


def test_imports_run_down_the_floors() -> None:
    above = [
        f"{module} (floor {floors()[room_of(module)]}) imports {taken} (floor {floors()[room_of(taken)]})"
        for module in modules()
        for taken in imports(module)
        if room_of(module) in floors() and room_of(taken) in floors() and room_of(module) != room_of(taken)
        if floors()[room_of(taken)] >= floors()[room_of(module)]
    ]
    assert not above
    climbs = [module for module in modules() if "pixelstyle" in imports(module) and module != "pixelstyle.__main__"]
    assert not climbs, "the package's own __init__ stands above all rooms"


def test_no_module_imports_itself_by_way_of_others() -> None:
    order = graphlib.TopologicalSorter({module: imports(module) - {module} for module in modules()})
    try:
        order.prepare()
    except graphlib.CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def reached(module: str) -> set[str]:
    """All that a module needs, straight or through others, but for the doors of rooms: those only hand names on."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for taken in imports(waiting.pop()) - found:
            found.add(taken)
            waiting.append(taken)
    return found


def test_the_checker_shares_no_code_with_the_solver() -> None:
    checking = [module for module in modules() if module.startswith("pixelstyle.screens.checking")]
    assert len(checking) > 3
    shared = {
        (module, taken)
        for module in checking
        for taken in reached(module)
        if taken.startswith("pixelstyle.screens.solving") or taken == "pixelstyle.screens"
    }
    assert not shared


def test_torch_is_not_loaded_before_it_is_needed() -> None:
    code = """
import sys
from importlib import import_module
rooms = "settings recipes screens formats palettes cli.main engine.protocol engine.handshake"
for room in rooms.split():
    import_module(f"pixelstyle.{room}")
    assert "torch" not in sys.modules, f"{room} loads torch"
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_the_plug_in_knows_nothing_of_the_package() -> None:
    allowed = set(sys.stdlib_module_names) | {"gi", "pixelstyle_gimp"}
    taken = {(path.name, name.split(".")[0]) for path in PLUGIN.rglob("*.py") for name in imported_names(path)}
    assert taken
    assert {(file, name) for file, name in taken if name not in allowed} == set()
    assert not [path for path in modules().values() if "pixelstyle_gimp" in imported_names(path)]


def imported_names(path: Path) -> set[str]:
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_rooms_are_entered_by_their_doors() -> None:
    past = [
        f"{module} takes {taken}, whose names should come from its room's __init__"
        for module in modules()
        for taken in imports(module)
        if room_of(module) not in (room_of(taken), "pixelstyle", "pixelstyle.__main__") and taken.count(".") > 1
    ]
    assert not past


def source_files() -> Iterator[Path]:
    for folder in ("pixelstyle", "gimp_plugin", "tests", "benchmarks", "examples", "tools"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def test_a_file_fits_in_a_head_and_a_folder_in_a_glance() -> None:
    long = {
        str(path.relative_to(ROOT)): n for path in source_files() if (n := len(path.read_text().splitlines())) > 300
    }
    assert not long
    folders: dict[Path, int] = {}
    for path in source_files():
        folders[path.parent] = folders.get(path.parent, 0) + 1
    full = {str(folder.relative_to(ROOT)): count for folder, count in folders.items() if count > 20}
    assert not full


def test_functions_are_short_and_take_little() -> None:
    long, many = {}, {}
    for path in source_files():
        for node in nodes(path):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            name = f"{path.relative_to(ROOT)}:{node.name}"
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > 60 and name not in LISTINGS:
                long[name] = lines
            given = node.args
            taken = [
                arg.arg
                for arg in (*given.posonlyargs, *given.args, *given.kwonlyargs)
                if arg.arg not in ("self", "cls")
            ]
            taken += [arg.arg for arg in (given.vararg,) if arg]
            if len(taken) > 7:
                many[name] = len(taken)
    assert (long, many) == ({}, {})
