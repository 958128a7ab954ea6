"""The procedures behind File > Open and File > Export As, and the one that checks a picture, as GIMP knows them."""

from __future__ import annotations

from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio, GLib, GObject  # noqa: E402

from pixelstyle_gimp.answers import answer, image_value  # noqa: E402
from pixelstyle_gimp.arguments import WRITE, choice_of  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.native.checking import WHAT, check_machine  # noqa: E402
from pixelstyle_gimp.native.exporting import export_native  # noqa: E402
from pixelstyle_gimp.native.kinds import EXPORT, LOAD, Kind  # noqa: E402
from pixelstyle_gimp.native.opening import open_native  # noqa: E402

# Arguments are such that nothing, '' and False, is their default: GIMP's File > Open and gimp-file-load give them so.
NAMES = (*LOAD, *EXPORT)
_AUTHORS = "The PixelStyle authors"


def create(plug_in: Gimp.PlugIn, name: str) -> Gimp.Procedure:
    """One of the procedures for native files."""
    if name in LOAD:
        kind = LOAD[name]
        procedure = Gimp.LoadProcedure.new(plug_in, name, Gimp.PDBProcType.PLUGIN, run_load, None)
        procedure.set_documentation(f"Opens {kind.title} files", "The machine's own pixels and palette.", name)
        procedure.add_string_argument("mode", "_Mode", "The screen mode, where the file does not tell", "", WRITE)
        procedure.add_boolean_argument(
            "shown",
            "_Shown pixels",
            "Square pixels, as a person sees them, in place of the machine's own",
            False,
            WRITE,
        )
    else:
        kind = EXPORT[name]
        procedure = Gimp.ExportProcedure.new(plug_in, name, Gimp.PDBProcType.PLUGIN, False, run_export, None)
        procedure.set_image_types("*")
        procedure.set_documentation(
            f"Writes {kind.title} files",
            "As it is if it is the machine's picture; else repaired, or the nearest.",
            name,
        )
        procedure.add_string_argument("mode", "_Mode", "The screen mode; by itself the image's", "", WRITE)
        procedure.add_boolean_argument(
            "strict",
            "_Refuse others",
            "Refuse a picture that is not legal, in place of writing the nearest",
            False,
            WRITE,
        )
        procedure.add_string_argument(
            "settings", "_Settings", 'Of Convert to Machine, as JSON, such as {"dither": "none"}', "{}", WRITE
        )
    procedure.set_menu_label(kind.title)
    procedure.set_extensions(",".join(kind.endings))
    if kind.built_in:
        procedure.set_priority(-1)  # before GIMP's own, which then gets what is no machine's
    procedure.set_attribution(_AUTHORS, f"{_AUTHORS}, MIT licence", "2026")
    return procedure


def run_load(
    procedure: Gimp.LoadProcedure,
    run_mode: Gimp.RunMode,
    file: Gio.File,
    metadata: Any,
    flags: Gimp.MetadataLoadFlags,
    config: Gimp.ProcedureConfig,
    data: object,
) -> tuple[Gimp.ValueArray, Gimp.MetadataLoadFlags]:
    """Open a native file."""
    kind: Kind = LOAD[procedure.get_name()]

    def act() -> list[GObject.Value]:
        return image_value(open_native(file, kind, config, run_mode == Gimp.RunMode.INTERACTIVE))

    return answer(procedure, act), flags


def run_export(*given: Any) -> Gimp.ValueArray:
    """Write a native file. GIMP gives procedure, run mode, image, file, options, metadata, config and data."""
    procedure, run_mode, image, file = given[:4]
    config = given[6]

    def act() -> list[GObject.Value]:
        export_native(image, file, EXPORT[procedure.get_name()], config, run_mode)
        return []

    return answer(procedure, act)


def add_check_arguments(procedure: Gimp.ImageProcedure) -> None:
    """What Check for Machine takes, and gives back."""
    procedure.add_string_argument(
        "mode", "_Mode", "The screen mode; by itself the image's, or any that fits", "", WRITE
    )
    procedure.add_choice_argument("what", "_What", "What is checked", choice_of(WHAT), WHAT[0][0], WRITE)
    procedure.add_string_return_value("report", "Report", "What was found", "", WRITE)
    procedure.add_int_return_value("clashes", "Clashes", "How many", 0, GLib.MAXINT, 0, WRITE)


def run_check_machine(
    procedure: Gimp.ImageProcedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image | None,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    data: object,
) -> Gimp.ValueArray:
    """What a machine could not show of the picture."""

    def act() -> list[GObject.Value]:
        if image is None:
            raise EngineError("Open an image first: PixelStyle checks what is in it.")
        layer = next((each for each in drawables if isinstance(each, Gimp.Layer)), None)
        report, count = check_machine(image, layer, config, run_mode)
        if run_mode != Gimp.RunMode.NONINTERACTIVE:
            Gimp.message(report)
        return [GObject.Value(GObject.TYPE_STRING, report), GObject.Value(GObject.TYPE_INT, count)]

    return answer(procedure, act)
