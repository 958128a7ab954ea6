"""All commands by name, and the program that typer makes of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any, Literal, NamedTuple

import typer

from pixelstyle.version import __version__


class _Place(NamedTuple):
    """Where a command comes from: it is imported when it is asked for, or every refusal would wait for all of them."""

    module: str
    """Below pixelstyle.cli."""
    name: str
    kind: Literal["command", "maker", "group"]
    """What has this name there: the command itself, a function that makes it, or one that makes several."""
    panel: str
    """Among which others the help lists it."""
    hidden: bool = False


_PICTURES, _MANY, _GAMES, _LOOKING = "Pictures", "Many pictures", "Game data", "Looking into them"
_LISTS, _PROGRAMS = "What there is", "Pages, programs"
_PLACES = {
    "again": _Place("commands.again", "again_command", "maker", _PICTURES),
    "sheet": _Place("contact_sheet", "sheet_command", "maker", _MANY),
    "batch": _Place("batch", "batch_command", "maker", _MANY),
    "film": _Place("painting.film", "film_command", "maker", _MANY),
    "live": _Place("painting.live", "live_command", "maker", _MANY),
    "train": _Place("painting.train", "train_command", "maker", _MANY),
    "tiles": _Place("game_data.tiles", "tiles_command", "maker", _GAMES),
    "sprites": _Place("game_data.sprites", "sprites_command", "maker", _GAMES),
    "check": _Place("files", "check_command", "maker", _LOOKING),
    "view": _Place("files", "view_command", "maker", _LOOKING),
    "inspect": _Place("inspect", "inspect_app", "group", _LOOKING),
    "modes": _Place("lists", "modes_command", "command", _LISTS),
    "palettes": _Place("lists", "palettes_command", "command", _LISTS),
    "presets": _Place("lists", "presets_command", "command", _LISTS),
    "recipes": _Place("lists", "presets_command", "command", _LISTS, hidden=True),  # what they were called before
    "painters": _Place("painting.listed", "painters_command", "command", _LISTS),
    "networks": _Place("lists", "networks_command", "command", _LISTS),
    "studio": _Place("painting.studio", "studio_command", "command", _PROGRAMS),
    "gimp": _Place("gimp", "gimp_app", "group", _PROGRAMS),
    "mcp": _Place("doors.mcp", "mcp_command", "command", _PROGRAMS),
    "engine": _Place("engine", "engine_command", "command", _PROGRAMS),
}
"""Those that are no recipe, in the order in which they are listed."""
_RECIPE = _Place("commands.recipes", "recipe_command", "maker", _PICTURES)
"""Where the others come from."""


def app(asked: str | None = None) -> typer.Typer:
    """All commands: one for each recipe, and those that look at files and list what there is.

    Where only one is `asked` for, the others are nothing but their names.
    """
    made = typer.Typer(
        help="Pictures in a style, under the rules of real 8- and 16-bit screens.",
        epilog="Exit status: 0 done; 1 a picture is not legal, or a run ended early; 2 bad request; 130 Ctrl-C.",
        pretty_exceptions_enable=False,
    )
    made.callback()(_root)
    for name in _names(asked):
        if asked is not None and name != asked:
            made.command(name, hidden=_PLACES.get(name, _RECIPE).hidden)(_nothing)
            continue
        place, command = _PLACES.get(name, _RECIPE), _loaded(name)
        if place.kind == "group":
            made.add_typer(command, name=name, rich_help_panel=place.panel)
        else:
            made.command(name, hidden=place.hidden, rich_help_panel=place.panel)(command)
    return made


def names_by_panel() -> dict[str, list[str]]:
    """The names of all commands that are listed, by their kind."""
    found: dict[str, list[str]] = {}
    for name in _names(None):
        place = _PLACES.get(name, _RECIPE)
        if not place.hidden:
            found.setdefault(place.panel, []).append(name)
    return found


def owners_of(option: str) -> list[str]:
    """The commands that have an option such as '--mode'; of groups nothing is told."""
    return [
        name for name in _names(None) if _PLACES.get(name, _RECIPE).kind != "group" and option in _flags(_loaded(name))
    ]


def _names(asked: str | None) -> Iterable[str]:
    """Of all commands; without the recipes', which need more to be loaded, where another is asked for."""
    if asked in _PLACES:
        return _PLACES
    from pixelstyle.recipes import RECIPES  # here, since others do without

    return [*RECIPES, *_PLACES]


def _loaded(name: str) -> Any:
    """What typer makes the command of: a function, or a group."""
    place = _PLACES.get(name, _RECIPE)
    found = getattr(import_module(f"pixelstyle.cli.{place.module}"), place.name)
    if place is _RECIPE:
        from pixelstyle.recipes import RECIPES

        return found(RECIPES[name])
    return found if place.kind == "command" else found()


def _flags(command: Any) -> set[str]:
    """All options of a command, as they are typed."""
    found: set[str] = set()
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        for declared in getattr(parameter.annotation, "__metadata__", ()):
            if isinstance(declared, typer.models.OptionInfo):
                given = declared.param_decls or (f"--{parameter.name.replace('_', '-')}",)
                found |= {flag for each in given for flag in each.split("/")}
    return found


def _nothing() -> None:
    """Never called."""


def _print_version(asked: bool) -> None:
    if asked:
        print(f"pixelstyle {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", help="print the version and exit", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    del version
