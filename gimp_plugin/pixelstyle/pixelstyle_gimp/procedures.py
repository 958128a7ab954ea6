"""The procedures as GIMP knows them: names, menu entries, arguments, and what happens when one is called."""

from __future__ import annotations

from collections.abc import Callable

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
from gi.repository import Gegl, Gimp, GObject  # noqa: E402

from pixelstyle_gimp import installation, layers  # noqa: E402
from pixelstyle_gimp.answers import answer, image_value  # noqa: E402
from pixelstyle_gimp.arguments import WRITE, add_arguments, request_of  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.native import procedures as native  # noqa: E402
from pixelstyle_gimp.run_request import request_to_repeat, run_request  # noqa: E402
from pixelstyle_gimp.watcher import ProgressBar, Watcher  # noqa: E402

MENU = "<Image>/Filters/PixelStyle"
RECIPES = {
    "plug-in-pixelstyle-stylize": ("stylize", "_Stylize...", "Paint the layer in a style, under a machine's rules"),
    "plug-in-pixelstyle-dream": ("dream", "_Dream...", "Let the network dream, under a machine's rules"),
    "plug-in-pixelstyle-convert": ("convert", "_Convert to Machine...", "The nearest picture a machine can show"),
    "plug-in-pixelstyle-quantize": ("quantize", "_Quantize Style...", "Fewer colours, so that a style gets clear"),
}
REPEAT = "plug-in-pixelstyle-repeat"
CHECK = "plug-in-pixelstyle-check"
MACHINE = "plug-in-pixelstyle-check-machine"
NAMES = (*RECIPES, REPEAT, CHECK, MACHINE, *native.NAMES)


def create(plug_in: Gimp.PlugIn, name: str) -> Gimp.Procedure:
    """One procedure."""
    if name in native.NAMES:
        return native.create(plug_in, name)
    if name == CHECK:
        procedure = Gimp.Procedure.new(plug_in, name, Gimp.PDBProcType.PLUGIN, run_check, None)
        procedure.add_enum_argument(
            "run-mode", "Run mode", "The run mode", Gimp.RunMode, Gimp.RunMode.NONINTERACTIVE, WRITE
        )
        procedure.add_string_return_value("report", "Report", "What was found", "", WRITE)
        _describe(procedure, "Check _Installation", "Is everything there that PixelStyle needs?", name)
        return procedure
    Gegl.init(None)
    runner = {REPEAT: run_repeat, MACHINE: native.run_check_machine}.get(name, run_recipe)
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
    elif name == MACHINE:
        _describe(procedure, "Check for _Machine...", "Frames what a machine could not show, and says why", name)
        native.add_check_arguments(procedure)
        return procedure
    else:
        _, label, text = RECIPES[name]
        _describe(procedure, label, text, name)
        add_arguments(procedure)
    procedure.add_image_return_value("result-image", "Result image", "The new image, if there is one", True, WRITE)
    return procedure


def _describe(procedure: Gimp.Procedure, label: str, text: str, name: str) -> None:
    procedure.set_menu_label(label)
    procedure.add_menu_path(MENU)
    procedure.set_documentation(text, f"{text}. Settings: see `pixelstyle` --help, or the dialog.", name)
    procedure.set_attribution("The PixelStyle authors", "The PixelStyle authors, MIT licence", "2026")


def run_recipe(
    procedure: Gimp.ImageProcedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image | None,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    data: object,
) -> Gimp.ValueArray:
    """One of the recipes."""
    recipe, label, _ = RECIPES[procedure.get_name()]

    def act() -> Gimp.Image | None:
        _need_layers(image, drawables)
        for drawable in drawables:
            layers.check_source(drawable)
        # The engine comes first: it loads torch while the dialog is built.
        with Engine(Gimp.directory()) as engine:
            if run_mode == Gimp.RunMode.INTERACTIVE:
                from pixelstyle_gimp.dialogs.recipe_dialog import ask_and_run  # needs a display

                return ask_and_run(engine, config, recipe, label.replace("_", ""), image, drawables)
            request = request_of(recipe, config)
            watcher = ProgressBar()
            engine.greet(watcher.idle)
            return run_request(request, image, drawables, engine, watcher)

    return answer(procedure, lambda: image_value(act()))


def run_repeat(
    procedure: Gimp.ImageProcedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image | None,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    data: object,
) -> Gimp.ValueArray:
    """The last request again: of a layer that PixelStyle made its own one, else the session's last."""

    def act() -> Gimp.Image | None:
        _need_layers(image, drawables)
        show = run_mode == Gimp.RunMode.INTERACTIVE
        ask: Callable[[str], bool] | None = None
        if show:
            from pixelstyle_gimp.dialogs.question import confirm  # needs a display

            ask = confirm
        request, targets = request_to_repeat(image, drawables, ask)
        with Engine(Gimp.directory()) as engine:
            watcher: Watcher = ProgressBar()
            if show:
                from pixelstyle_gimp.dialogs.progress_window import ProgressWindow  # needs a display

                watcher = ProgressWindow("PixelStyle: Repeat")
            engine.greet(watcher.idle)
            return run_request(request, image, targets, engine, watcher, show)

    return answer(procedure, lambda: image_value(act()))


def run_check(procedure: Gimp.Procedure, config: Gimp.ProcedureConfig, data: object) -> Gimp.ValueArray:
    """What is there, what is missing, and the one command that mends it."""
    text = installation.report(Gimp.directory())
    if config.get_property("run-mode") == Gimp.RunMode.INTERACTIVE:
        from pixelstyle_gimp.dialogs.question import tell  # needs a display

        tell("Check Installation", text, well=text.startswith(installation.WELL))
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    values.remove(1)
    values.insert(1, GObject.Value(GObject.TYPE_STRING, text))
    return values


def _need_layers(image: Gimp.Image | None, drawables: list[Gimp.Drawable]) -> None:
    if image is None:
        raise EngineError("Open an image first: PixelStyle works on its layers.")
    if not drawables:
        raise EngineError("No layer is selected. Click one in the Layers dialog, then try again.")
