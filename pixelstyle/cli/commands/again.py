"""`again`: the run that made a PNG once more."""

from __future__ import annotations

import dataclasses
from typing import Any

from pixelstyle.cli.drive import drive
from pixelstyle.cli.options import argument, command_of, file_option, flag, parameters_of, repeatable, values_for
from pixelstyle.cli.outputs import OutputOptions
from pixelstyle.cli.progress import say
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import RECIPES, Run, read_record
from pixelstyle.settings import Options
from pixelstyle.version import __version__


def again_command() -> Any:
    """What typer makes the command of."""
    movable = {item.name: f"where '{item.name}' is now" for recipe in RECIPES.values() for item in recipe.inputs}
    for recipe in RECIPES.values():
        movable |= {name: f"where the file given as --{name} is now" for name in _file_settings(recipe.settings)}

    def body(values: dict[str, Any]) -> int:
        record = read_record(values["png"])
        outputs = OutputOptions.of(values_for(OutputOptions, values)).named_after(values["png"], "again")
        moved = {name: values[name] for name in movable if values[name] is not None}
        for text in values["moved"]:
            name, equals, path = text.partition("=")
            if not equals:
                raise PixelStyleError(f"'{text}' does not say what was moved where, such as region_1=art/a.jpg.")
            moved[name] = path
        if record.other_version and not outputs.quiet:
            say(f"Made by version {record.version}; this is {__version__}: it may differ.")
        consent: dict[str, bool] = {name: values[name] for name in ("force", "trust")}
        settings = record.settings_here(record.located(moved, **consent))

        def prepare() -> Run:
            run = record.prepare(moved, **consent)
            if run.note and not outputs.quiet:
                say(run.note)
            return run

        return drive(settings, prepare, outputs)

    parameters = [
        argument("png", "a PNG that this program saved"),
        *parameters_of(OutputOptions),
        flag("force", "go on although an input has changed since"),
        flag("trust", "read what the PNG names even outside of this folder and the PNG's"),
        *(file_option(name, text, "Inputs that were moved") for name, text in movable.items()),
        repeatable("moved", "where one of several files is now, such as region_1=a.jpg", "Inputs that were moved"),
    ]
    return command_of("again", "Repeat the run that made a PNG: same settings, same bytes.", parameters, body)


def _file_settings(kind: type[Options]) -> list[str]:
    return [item.name for item in dataclasses.fields(kind) if item.metadata["file"] is True]
