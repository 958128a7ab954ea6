"""The procedures as GIMP knows them: names, menu entries, arguments, and what happens when one is called."""

from __future__ import annotations

import sys
import traceback

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
from gi.repository import Gegl, Gimp, GLib, GObject  # noqa: E402

from pixelstyle_gimp import carry_out, check, layers  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.errors import CancelledError, EngineError  # noqa: E402
from pixelstyle_gimp.request import OUTPUTS, PALETTES, SIZES, Request, parse_settings  # noqa: E402

MENU = "<Image>/Filters/PixelStyle"
RECIPES = {
    "plug-in-pixelstyle-stylize": ("stylize", "_Stylize...", "Paint the layer in a style, under a machine's rules"),
    "plug-in-pixelstyle-dream": ("dream", "_Dream...", "Let the network dream, under a machine's rules"),
    "plug-in-pixelstyle-convert": ("convert", "_Convert to Machine...", "The nearest picture a machine can show"),
    "plug-in-pixelstyle-quantize": ("quantize", "_Quantize Style...", "Fewer colours, so that a style gets clear"),
}
REPEAT = "plug-in-pixelstyle-repeat"
CHECK = "plug-in-pixelstyle-check"
NAMES = (*RECIPES, REPEAT, CHECK)
WRITE = GObject.ParamFlags.READWRITE


def create(plug_in, name: str):
    """One procedure."""
    if name == CHECK:
        procedure = Gimp.Procedure.new(plug_in, name, Gimp.PDBProcType.PLUGIN, run_check, None)
        procedure.add_enum_argument(
            "run-mode", "Run mode", "The run mode", Gimp.RunMode, Gimp.RunMode.NONINTERACTIVE, WRITE
        )
        procedure.add_string_return_value("report", "Report", "What was found", "", WRITE)
        _describe(procedure, "Check _Installation", "Is everything there that PixelStyle needs?", name)
        return procedure
    Gegl.init(None)
    runner = run_repeat if name == REPEAT else run_recipe
    procedure = Gimp.ImageProcedure.new(plug_in, name, Gimp.PDBProcType.PLUGIN, runner, None)
    procedure.set_image_types("*")
    # Always enabled: an entry that is greyed out cannot say why.
    procedure.set_sensitivity_mask(
        Gimp.ProcedureSensitivityMask.DRAWABLE
        | Gimp.ProcedureSensitivityMask.DRAWABLES
        | Gimp.ProcedureSensitivityMask.NO_DRAWABLES
        | Gimp.ProcedureSensitivityMask.NO_IMAGE
    )
    if name == REPEAT:
        _describe(procedure, "_Repeat", "The last PixelStyle filter again, on the selected layers", name)
    else:
        _, label, text = RECIPES[name]
        _describe(procedure, label, text, name)
        _add_arguments(procedure)
    procedure.add_image_return_value("result-image", "Result image", "The new image, if there is one", True, WRITE)
    return procedure


def _describe(procedure, label: str, text: str, name: str) -> None:
    procedure.set_menu_label(label)
    procedure.add_menu_path(MENU)
    procedure.set_documentation(text, f"{text}. Settings: see `pixelstyle` --help, or the dialog.", name)
    procedure.set_attribution("The PixelStyle authors", "The PixelStyle authors, MIT licence", "2026")


def _choice(choices) -> Gimp.Choice:
    choice = Gimp.Choice.new()
    for number, (nick, label) in enumerate(choices):
        choice.add(nick, number, label, "")
    return choice


def _add_arguments(procedure) -> None:
    """The same for every recipe; which settings there are is the engine's to say, so they travel as JSON."""
    procedure.add_string_argument(
        "settings", "_Settings", 'The recipe\'s settings as JSON, such as {"mode": "zx-spectrum"}', "{}", WRITE
    )
    procedure.add_drawable_argument("style-layer", "Style _layer", "A layer that holds the style", True, WRITE)
    procedure.add_file_argument(
        "style-file", "Style _file", "A picture that holds the style", Gimp.FileChooserAction.OPEN, True, None, WRITE
    )
    procedure.add_choice_argument("palette-from", "_Palette", "Whose colours", _choice(PALETTES), PALETTES[0][0], WRITE)
    procedure.add_palette_argument("palette", "_GIMP palette", "With 'A GIMP palette'", True, None, True, WRITE)
    procedure.add_choice_argument("output", "_Result", "Where it goes", _choice(OUTPUTS), OUTPUTS[0][0], WRITE)
    procedure.add_choice_argument("size", "Si_ze", "The result's pixels", _choice(SIZES), SIZES[0][0], WRITE)
    procedure.add_int_argument(
        "enlarge", "_Enlarge", "By this whole number; 0: as large as fits the layer", 0, 32, 0, WRITE
    )
    procedure.add_file_argument(
        "export", "E_xport to", "The machine's own file, as well", Gimp.FileChooserAction.SAVE, True, None, WRITE
    )


def request_of(recipe: str, config, image) -> Request:
    """What a procedure's arguments ask for. Raises EngineError for settings that are no JSON."""
    try:
        settings = parse_settings(config.get_property("settings"))
    except ValueError as error:
        raise EngineError(str(error)) from None
    layer, file, export = (config.get_property(name) for name in ("style-layer", "style-file", "export"))
    style = {}
    if layer is not None:
        style = {"layer": layer.get_tattoo(), "image": layer.get_image().get_id(), "name": layer.get_name()}
    elif file is not None:
        style = {"file": file.get_path() or ""}
    palette = {}
    if config.get_property("palette-from") == "colormap":
        palette = {"from": "colormap"}
    elif config.get_property("palette-from") == "gimp":
        chosen = config.get_property("palette") or Gimp.context_get_palette()
        colours = ["#" + bytes(colour).hex() for colour in layers.colours_of(chosen)]
        palette = {"from": "gimp", "name": chosen.get_name(), "colours": colours}
    return Request(
        recipe,
        settings,
        style,
        palette,
        config.get_property("output"),
        config.get_property("size"),
        config.get_property("enlarge"),
        export.get_path() if export is not None else "",
    )


def run_recipe(procedure, run_mode, image, drawables, config, data):
    """One of the recipes."""
    recipe, label, _ = RECIPES[procedure.get_name()]

    def act():
        _need_layers(image, drawables)
        for drawable in drawables:
            layers.check_source(drawable)
        # The engine comes first: it loads torch while the dialog is built.
        with Engine(Gimp.directory()) as engine:
            if run_mode == Gimp.RunMode.INTERACTIVE:
                from pixelstyle_gimp import dialog  # needs a display

                return dialog.run(engine, procedure, config, recipe, label.replace("_", ""), image, drawables)
            request = request_of(recipe, config, image)
            watcher = carry_out.Quiet()
            engine.greet(watcher.idle)
            return carry_out.carry_out(request, image, drawables, engine, watcher)

    return _answer(procedure, act)


def run_repeat(procedure, run_mode, image, drawables, config, data):
    """The last request again: of a layer that PixelStyle made its own one, else the session's last."""

    def act():
        _need_layers(image, drawables)
        request, targets = carry_out.request_to_repeat(image, drawables)
        with Engine(Gimp.directory()) as engine:
            watcher = carry_out.Quiet()
            show = run_mode == Gimp.RunMode.INTERACTIVE
            if show:
                from pixelstyle_gimp import progress  # needs a display

                watcher = progress.Window("PixelStyle: Repeat")
            engine.greet(watcher.idle)
            return carry_out.carry_out(request, image, targets, engine, watcher, show)

    return _answer(procedure, act)


def run_check(procedure, config, data):
    """What is there, what is missing, and the one command that mends it."""
    text = check.report(Gimp.directory())
    if config.get_property("run-mode") == Gimp.RunMode.INTERACTIVE:
        Gimp.message(text)
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    values.remove(1)
    values.insert(1, GObject.Value(GObject.TYPE_STRING, text))
    return values


def _need_layers(image, drawables) -> None:
    if image is None:
        raise EngineError("Open an image first: PixelStyle works on its layers.")
    if not drawables:
        raise EngineError("No layer is selected. Click one in the Layers dialog, then try again.")


def _answer(procedure, act):
    """Run `act`; whatever comes of it becomes an answer that GIMP can show."""
    try:
        made = act()
    except CancelledError:
        return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
    except EngineError as error:
        return _failure(procedure, str(error))
    except Exception as error:  # a bug, or a GIMP that does something new: it is told, not swallowed
        traceback.print_exc(file=sys.stderr)
        return _failure(procedure, f"Something went wrong inside the PixelStyle plug-in: {error!r}")
    Gimp.displays_flush()
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    if made is not None:
        values.remove(1)
        values.insert(1, GObject.Value(Gimp.Image, made))
    return values


def _failure(procedure, text: str):
    error = GLib.Error.new_literal(Gimp.PlugIn.error_quark(), text, 0)
    return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, error)
