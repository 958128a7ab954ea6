"""`pixelstyle inspect`: looking into networks; each tool writes a sheet as PNG, and with --html a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import typer
from rich.console import Console
from rich.table import Table

from pixelstyle import inspect
from pixelstyle.cli.options import argument, command_of, parameters_of, values_for
from pixelstyle.cli.outputs import sheet_path
from pixelstyle.files import check_destination, write_atomically
from pixelstyle.formats import read_content
from pixelstyle.inspect import ChannelsSettings, ImageSettings, LayersSettings, ReconstructSettings, StyleSettings
from pixelstyle.recipes import look_at
from pixelstyle.settings import Options, option


@dataclass(frozen=True)
class SheetOutput(Options):
    """Where a sheet goes."""

    panel: ClassVar[str] = "Output"

    output: str | None = option(None, "the sheet, a PNG", "-o")
    html: bool = option(False, "write a page to click through besides, of the same name")
    overwrite: bool = option(False, "replace files that exist")

    def paths(self) -> tuple[Path, Path | None]:
        """The sheet's and the page's. Raises PixelStyleError for what could not be written after the work."""
        sheet = sheet_path(self.output)
        page = sheet.with_suffix(".html") if self.html else None
        for path in (sheet, page):
            if path is not None:
                check_destination(path, self.overwrite)
        return sheet, page


TOOLS: dict[str, tuple[str, type[Options], str, str]] = {
    # command: picture it takes, settings, what the picture is, summary
    "channels": ("", ChannelsSettings, "", "Draw what each channel of a layer wants to see."),
    "image": ("photo", ImageSettings, "the picture to look at", "Show what excites a network in a picture."),
    "reconstruct": (
        "photo",
        ReconstructSettings,
        "the picture to remake",
        "Remake a picture from what a layer keeps of it.",
    ),
    "style": (
        "painting",
        StyleSettings,
        "the picture with the style",
        "Weave the textures of style layers.",
    ),
}


def inspect_app() -> typer.Typer:
    """The group of commands."""
    made = typer.Typer(
        help="Look into a network, to choose layers and channels by eye, or at a picture's craft.", no_args_is_help=True
    )
    made.command("layers")(_layers_command())
    made.command("craft")(_craft_command())
    for name in TOOLS:
        made.command(name)(_tool_command(name))
    return made


def _layers_command() -> Any:
    def body(values: dict[str, Any]) -> int:
        settings = LayersSettings.of(values_for(LayersSettings, values))
        look_at(None, settings)
        from pixelstyle.inspect import COLUMNS, inspect_layers  # here, since they need torch

        table = Table(*COLUMNS, box=None, pad_edge=False, header_style="bold")
        for row in inspect_layers(settings):
            table.add_row(*row)
        Console(highlight=False).print(table)
        print("sees: pixels that one activation depends on; cost: thousand multiply-adds for each pixel, up to here")
        return 0

    summary = "List a network's layers: sizes, receptive fields, cost."
    return command_of("layers", summary, parameters_of(LayersSettings), body)


@dataclass(frozen=True)
class MapOutput(Options):
    """Where the map of a picture's craft goes."""

    panel: ClassVar[str] = "Output"

    output: str | None = option(None, "write a map of techniques and faults, a PNG", "-o")
    overwrite: bool = option(False, "replace the file if it exists")


def _craft_command() -> Any:
    def body(values: dict[str, Any]) -> int:
        output = MapOutput.of(values_for(MapOutput, values))
        destination = None if output.output is None else sheet_path(output.output)
        if destination is not None:
            check_destination(destination, output.overwrite)
        lines, sheet = inspect.inspect_craft(read_content(values["picture"]))
        if destination is not None:
            write_atomically(destination, sheet.png(), overwrite=output.overwrite)
        print(*lines, sep="\n")
        if destination is not None:
            print(f"saved {destination}")
        return 0

    summary = "Tell which techniques a picture is made in, which faults it has, and where."
    inputs = [argument("picture", "a picture, or a native file")]
    return command_of("craft", summary, [*inputs, *parameters_of(MapOutput)], body)


def _tool_command(name: str) -> Any:
    taken, kind, text, summary = TOOLS[name]

    def body(values: dict[str, Any]) -> int:
        settings = kind.of(values_for(kind, values))
        output = SheetOutput.of(values_for(SheetOutput, values))
        path, page = output.paths()
        look_at(values[taken] if taken else None, settings)
        work = getattr(inspect, f"inspect_{name}")
        sheet = work(values[taken], settings) if taken else work(settings)
        files = {path: sheet.png()}
        if page is not None:
            files[page] = sheet.html().encode()
        for destination, data in files.items():
            write_atomically(destination, data, overwrite=output.overwrite)
        print(f"saved {', '.join(map(str, files))}")
        return 0

    inputs = [argument(taken, text)] if taken else []
    return command_of(name, summary, [*inputs, *parameters_of(SheetOutput), *parameters_of(kind)], body)
