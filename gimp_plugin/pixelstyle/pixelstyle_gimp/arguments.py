"""GIMP's arguments of a procedure and a Request: registered, read from one into the other, and written back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio, GObject  # noqa: E402

from pixelstyle_gimp import layers  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.request import MOST_ENLARGED, OUTPUTS, PALETTES, SELECTIONS, SIZES, Request, parse_settings  # noqa: E402

WRITE = GObject.ParamFlags.READWRITE


def add_arguments(procedure: Gimp.ImageProcedure) -> None:
    """The same for every recipe; which settings there are is the engine's to say, so they travel as JSON."""
    procedure.add_string_argument(
        "settings", "_Settings", 'The recipe\'s settings as JSON, such as {"mode": "zx-spectrum"}', "{}", WRITE
    )
    procedure.add_drawable_argument("style-layer", "Style _layer", "A layer that holds the style", True, WRITE)
    procedure.add_file_argument(
        "style-file", "Style _file", "A picture that holds the style", Gimp.FileChooserAction.OPEN, True, None, WRITE
    )
    procedure.add_choice_argument(
        "palette-from", "_Palette", "Whose colours", choice_of(PALETTES), PALETTES[0][0], WRITE
    )
    procedure.add_string_argument("painting", "Pa_inting", "A shipped painting's name, as the style", "", WRITE)
    procedure.add_palette_argument("palette", "_GIMP palette", "With 'A GIMP palette'", True, None, True, WRITE)
    procedure.add_choice_argument("output", "_Result", "Where it goes", choice_of(OUTPUTS), OUTPUTS[0][0], WRITE)
    procedure.add_choice_argument("size", "Si_ze", "The result's pixels", choice_of(SIZES), SIZES[0][0], WRITE)
    procedure.add_int_argument(
        "enlarge",
        "_Enlarge",
        "By this whole number; 0: over the part that it came from",
        0,
        MOST_ENLARGED,
        0,
        WRITE,
    )
    procedure.add_choice_argument(
        "selection", "Selectio_n", "Where something is selected", choice_of(SELECTIONS), SELECTIONS[0][0], WRITE
    )
    procedure.add_file_argument(
        "export", "E_xport to", "The machine's own file, as well", Gimp.FileChooserAction.SAVE, True, None, WRITE
    )


def request_of(recipe: str, config: Gimp.ProcedureConfig) -> Request:
    """What a procedure's arguments ask for.

    Raises EngineError for settings that are no JSON, and for a palette of one colour or of more than 256.
    """
    try:
        settings = parse_settings(config.get_property("settings"))
    except ValueError as error:
        raise EngineError(str(error)) from None
    layer, file, export = (config.get_property(name) for name in ("style-layer", "style-file", "export"))
    style: dict[str, Any] = {}
    if layer is not None:
        style = layers.describe_layer(layer)
    elif file is not None:
        style = {"file": file.get_path() or ""}
    elif config.get_property("painting"):
        style = {"painting": config.get_property("painting")}
    palette: dict[str, Any] = {}
    if config.get_property("palette-from") == "colormap":
        palette = {"from": "colormap"}
    elif config.get_property("palette-from") == "gimp":
        palette = layers.describe_palette(config.get_property("palette") or Gimp.context_get_palette())
    return Request(
        recipe,
        settings,
        style,
        palette,
        config.get_property("output"),
        config.get_property("size"),
        config.get_property("enlarge"),
        export.get_path() if export is not None else "",
        config.get_property("selection"),
    )


def remember(config: Gimp.ProcedureConfig, request: Request, image: Gimp.Image) -> None:
    """Write a request into the procedure's arguments, which GIMP keeps as the last values.

    Raises EngineError when the layer with the style is not open any more.
    """
    config.set_property("settings", json.dumps(request.settings, sort_keys=True))
    file = request.style.get("file")
    config.set_property("style-file", Gio.File.new_for_path(file) if file else None)
    config.set_property("style-layer", layers.find_layer(request.style, image) if "layer" in request.style else None)
    config.set_property("painting", request.style.get("painting", ""))
    config.set_property("palette-from", request.palette.get("from", "machine"))
    if request.palette.get("from") == "gimp":
        config.set_property("palette", Gimp.Palette.get_by_name(request.palette["name"]))
    for name in ("output", "size", "enlarge", "selection"):
        config.set_property(name, getattr(request, name))


def choice_of(choices: Iterable[tuple[str, str]]) -> Gimp.Choice:
    """What an argument can be: names with what they are called in dialogs."""
    choice = Gimp.Choice.new()
    for number, (nick, label) in enumerate(choices):
        choice.add(nick, number, label, "")
    return choice
