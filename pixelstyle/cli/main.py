"""The commands, and what becomes of errors.

Exit status: 0 done; 1 `check` found clashes, or a run ended early (its picture is saved); 2 something in the request is
wrong, told in one line; 130 stopped by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP. A traceback is a bug of ours.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from pixelstyle.cli.batch import batch_command
from pixelstyle.cli.contact_sheet import sheet_command
from pixelstyle.cli.doors.mcp import mcp_command
from pixelstyle.cli.doors.watching import Watching, watch_parameters, with_address
from pixelstyle.cli.drive import UNFINISHED, StoppedEarlyError, drive
from pixelstyle.cli.engine import engine_command
from pixelstyle.cli.files import check_command, view_command
from pixelstyle.cli.gimp import gimp_app
from pixelstyle.cli.help_views import asked_view, narrow
from pixelstyle.cli.inspect import inspect_app
from pixelstyle.cli.lists import modes_command, networks_command, palettes_command, presets_command
from pixelstyle.cli.options import argument, command_of, file_option, flag, parameters_of, repeatable, values_for
from pixelstyle.cli.outputs import OF_STEPS, OutputOptions
from pixelstyle.cli.painting.film import film_command
from pixelstyle.cli.painting.listed import painters_command
from pixelstyle.cli.painting.live import live_command
from pixelstyle.cli.painting.studio import studio_command
from pixelstyle.cli.painting.train import train_command
from pixelstyle.cli.progress import say, silence
from pixelstyle.cli.termination import ended_by
from pixelstyle.cli.tiles import tiles_command
from pixelstyle.cli.typed_settings import context_parameter, preset_option, settings_from
from pixelstyle.errors import PixelStyleError, missing_extra, one_line
from pixelstyle.files import SavedElsewhereError
from pixelstyle.recipes import CONVERT, RECIPES, Recipe, Run, read_record
from pixelstyle.settings import OptimiseSettings, Options, live_names
from pixelstyle.version import __version__

_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
"""The common base of what typer raises for wrong arguments: click's own class, or typer's copy of it, by version."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. `arguments` are those of the process unless given."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # file names may hold anything
    status = _run(sys.argv[1:] if arguments is None else list(arguments))
    try:
        sys.stdout.flush()
    except OSError as error:  # what was printed could not be written after all
        silence(sys.stdout)
        status = status or _untold(error)
    if arguments is None and (status == UNFINISHED or status > 128):
        # All is saved and said. What a step that ran out of memory has left in torch's queues may wait for an
        # interpreter that is gone (torch 2.4 does, for ever); an impatient Ctrl-C must not hit one that shuts down.
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    return status


def _run(arguments: list[str]) -> int:
    """One command, with every error that is a person's told in one line."""
    commands: Any = None
    try:
        commands = typer.main.get_command(app())
        arguments, view = asked_view(with_address(arguments) or ["--help"])
        if view is not None:
            narrow(commands.commands[arguments[0]], view)
        status = commands(arguments, prog_name="pixelstyle", standalone_mode=False)
    except SavedElsewhereError as error:
        return _complain(str(error), UNFINISHED)
    except PixelStyleError as error:
        return _complain(str(error))
    except OSError as error:
        silence(sys.stdout)
        return _untold(error)
    except _USAGE_ERROR as error:
        return _complain(_usage(error, commands))
    except ModuleNotFoundError as error:
        return _complain(str(missing_extra(error)))
    except (ImportError, MemoryError) as error:
        if isinstance(error, ImportError) and not re.search("map segment|allocate memory", str(error)):
            raise
        return _complain("There is not enough memory even to begin; close other programs.")
    except StoppedEarlyError:
        return _complain("Stopped before there was a picture; nothing was written.", ended_by())
    except (typer.Abort, KeyboardInterrupt):
        return ended_by()
    return int(status or 0)


def app() -> typer.Typer:
    """All commands: one for each recipe, and those that look at files and list what there is."""
    made = typer.Typer(
        help="Pictures in a style, under the rules of real 8- and 16-bit screens.",
        epilog="Exit status: 0 done; 1 a picture is not legal, or a run ended early; 2 bad request; 130 Ctrl-C.",
        pretty_exceptions_enable=False,
    )
    made.callback()(_root)
    for recipe in RECIPES.values():
        made.command(recipe.name)(_recipe_command(recipe))
    made.command("again")(_again_command())
    made.command("batch")(batch_command())
    made.command("sheet")(sheet_command())
    made.command("tiles")(tiles_command())
    made.add_typer(inspect_app(), name="inspect")
    made.command("check")(check_command())
    made.command("view")(view_command())
    made.command("modes")(modes_command)
    made.command("palettes")(palettes_command)
    made.command("networks")(networks_command)
    made.command("painters")(painters_command)
    made.command("film")(film_command())
    made.command("live")(live_command())
    made.command("train")(train_command())
    made.command("presets")(presets_command)
    made.command("recipes", hidden=True)(presets_command)  # what they were called before
    made.add_typer(gimp_app(), name="gimp")
    made.command("engine")(engine_command)
    made.command("studio")(studio_command)
    made.command("mcp")(mcp_command)
    return made


def _recipe_command(recipe: Recipe) -> Any:
    def body(values: dict[str, Any]) -> int:
        settings = settings_from(recipe, values)
        inputs = {item.name: values[item.name] for item in recipe.inputs if values[item.name] is not None}
        outputs = _output_options(values).named_after(*inputs.values(), settings.mode)
        if values.get("watch") or values.get("vice"):
            watching = Watching(recipe, inputs, lambda: settings_from(recipe, values), outputs, values["vice"])
            return watching.run() if values["watch"] else watching.once()
        return drive(
            settings,
            lambda: recipe.prepare(inputs, settings),
            outputs,
            values.get("control"),
            lambda: recipe.look_over(inputs, [settings]),
        )

    inputs = [argument(item.name, item.text, item.optional) for item in recipe.inputs]
    parameters = [
        context_parameter(),
        *inputs,
        *parameters_of(OutputOptions, () if issubclass(recipe.settings, OptimiseSettings) else OF_STEPS),
        preset_option(),
        *parameters_of(recipe.settings, recipe.settings.idle),
    ]
    if live_names(recipe.settings):
        parameters.append(file_option("control", "settings to take up whenever this TOML file changes", "Schedule"))
    if recipe is CONVERT:
        parameters += watch_parameters()
    return command_of(recipe.name, recipe.summary, parameters, body)


def _again_command() -> Any:
    movable = {item.name: f"where '{item.name}' is now" for recipe in RECIPES.values() for item in recipe.inputs}
    for recipe in RECIPES.values():
        movable |= {name: f"where the file given as --{name} is now" for name in _file_settings(recipe.settings)}

    def body(values: dict[str, Any]) -> int:
        record = read_record(values["png"])
        outputs = _output_options(values).named_after(values["png"], "again")
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


def _output_options(values: dict[str, Any]) -> OutputOptions:
    return OutputOptions.of(values_for(OutputOptions, values))


def _file_settings(kind: type[Options]) -> list[str]:
    return [item.name for item in dataclasses.fields(kind) if item.metadata["file"] is True]


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


def _usage(error: Exception, commands: Any) -> str:
    """What is wrong with the arguments, and where to read how they should be."""
    message = getattr(error, "format_message", error.__str__)()
    option = getattr(error, "option_name", None)
    owners = [name for name, one in commands.commands.items() if any(option in each.opts for each in one.params)]
    if option and owners:
        return f"No such option: {option}. It belongs to {' and '.join(owners)}."
    command = getattr(getattr(error, "ctx", None), "command_path", "pixelstyle")
    return f"{message.rstrip('.?')}{'?' if message.endswith('?') else '.'} See '{command} --help'."


def _complain(text: str, status: int = 2) -> int:
    """One line on standard error, although file names may hold line ends, and what is no letter."""
    line = one_line(text).encode("utf-8", "backslashreplace").decode()
    with contextlib.suppress(OSError):  # there is nobody to be told
        print(f"pixelstyle: {line}", file=sys.stderr, flush=True)
    return status


def _untold(error: OSError) -> int:
    """What becomes of output that cannot be written: a reader who has had enough is no trouble."""
    if isinstance(error, BrokenPipeError):
        return 0
    where = f" '{error.filename}'" if error.filename else ""
    return _complain(f"The system refused{where}: {(error.strerror or str(error)).lower()}.")


if __name__ == "__main__":
    sys.exit(main())
