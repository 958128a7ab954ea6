"""From dataclasses to commands: every setting becomes an option, so that a new one needs no line here."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Annotated, Any

import typer

from pixelstyle.cli.completion import NAMES, completion_of
from pixelstyle.settings import Options, kinds_of

MAX_METAVAR = 50
"""Longer lists of choices would leave no room for the help texts beside them, and go in there."""

Body = Callable[[dict[str, Any]], int]
"""The work of a command: takes the values by parameter name, gives the exit status."""


def command_of(name: str, summary: str, parameters: Iterable[inspect.Parameter], body: Body) -> Callable[..., int]:
    """A function that typer reads as a command with these parameters."""
    parameters = list(parameters)

    def command(**values: Any) -> int:
        return body(values)

    command.__name__ = name
    command.__doc__ = summary
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def argument(name: str, text: str, optional: bool = False) -> inspect.Parameter:
    """A positional parameter, shown as NAME, or as [NAME] if it is optional, and then None where it is left out."""
    declared = typer.Argument(help=text, metavar=name.upper(), show_default=False)
    if optional:
        return _parameter(name, Annotated[str | None, declared], None)
    return _parameter(name, Annotated[str, declared])


def arguments(name: str, text: str) -> inspect.Parameter:
    """One or more positional parameters, shown as NAME..."""
    declared = typer.Argument(help=text, metavar=f"{name.upper()}...", show_default=False)
    return _parameter(name, Annotated[list[str], declared])


def file_option(name: str, text: str, panel: str | None = None, metavar: str = "FILE") -> inspect.Parameter:
    """An option --name FILE that is not a setting."""
    declared = typer.Option(flag_of(name), help=text, metavar=metavar, show_default=False, rich_help_panel=panel)
    return _parameter(name, Annotated[str | None, declared], None)


def repeatable(name: str, text: str, panel: str | None = None) -> inspect.Parameter:
    """An option --name TEXT that may be given several times."""
    declared = typer.Option(flag_of(name), help=text, metavar="TEXT", show_default=False, rich_help_panel=panel)
    return _parameter(name, Annotated[list[str], declared], [])


def flag(name: str, text: str, panel: str | None = None) -> inspect.Parameter:
    """An option --name that is on or off."""
    return _parameter(name, Annotated[bool, typer.Option(flag_of(name), help=text, rich_help_panel=panel)], False)


def parameters_of(kind: type[Options], without: Collection[str] = ()) -> list[inspect.Parameter]:
    """An option for every field of `kind`, under the heading of the class that adds it; those in `without` left out."""
    hints = typing.get_type_hints(kind)
    fields = [item for item in dataclasses.fields(kind) if item.name not in without]
    return [_option(item, hints[item.name], _panel(kind, item.name)) for item in fields]


def values_for(kind: type[Options], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a command was given for the fields of `kind`, ready for `kind.of`."""
    chosen = {item.name: values[item.name] for item in dataclasses.fields(kind) if item.name in values}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in chosen.items()}


def _option(item: dataclasses.Field[Any], hint: Any, panel: str) -> inspect.Parameter:
    rules, kinds = item.metadata, kinds_of(hint)
    flags = [flag_of(item.name), *rules["flags"]]
    many = tuple in kinds
    default: Any = item.default
    if bool in kinds and default:
        flags[0] += f"/--no-{flags[0][2:]}"
    choices, text = "|".join(rules["choices"]), rules["help"]
    if len(choices) > MAX_METAVAR:
        choices, text = "NAME", f"{text}: {', '.join(rules['choices'])}"
    declared = typer.Option(
        *flags,
        help=text,
        metavar=choices or _value(item, kinds),
        show_default=not many and default is not None,
        rich_help_panel=panel,
        autocompletion=completion_of(item.name, rules["choices"]),
    )
    annotation = list[str] if many else hint
    return _parameter(item.name, Annotated[annotation, declared], list(default) if many else default)


def _value(item: dataclasses.Field[Any], kinds: Collection[Any]) -> str | None:
    """What stands for a value in the help, where a person can be told more than that it is some text."""
    if bool in kinds:
        return None
    if {int, float} & set(kinds):
        return "N"
    if item.name in NAMES:
        return "NAME"
    return "FILE" if item.metadata["file"] or item.name == "output" else None


def _parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def flag_of(name: str) -> str:
    """'--style-weight' for the option of the field `style_weight`."""
    return "--" + name.replace("_", "-")


def _panel(kind: type[Options], field: str) -> str:
    """The heading of the class that first declared the field."""
    owner = next(cls for cls in reversed(kind.__mro__) if field in inspect.get_annotations(cls))
    return str(getattr(owner, "panel", "")) or "Options"
