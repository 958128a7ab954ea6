"""Exporting an image as a machine's file: as it is if it is that machine's picture, else the nearest one."""

from __future__ import annotations

import base64
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio  # noqa: E402

from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.errors import CancelledError, EngineError  # noqa: E402
from pixelstyle_gimp.native.disc_files import ending_of, write_files  # noqa: E402
from pixelstyle_gimp.native.flat_picture import png_of_image  # noqa: E402
from pixelstyle_gimp.native.kinds import Kind  # noqa: E402
from pixelstyle_gimp.native.memory import (  # noqa: E402
    allow_conversion,
    conversion_allowed,
    remember_mode,
    remembered_file,
    remembered_modes,
)
from pixelstyle_gimp.native.opening import built_in  # noqa: E402
from pixelstyle_gimp.request import parse_settings  # noqa: E402
from pixelstyle_gimp.watcher import handle_events  # noqa: E402


def export_native(
    image: Gimp.Image, file: Gio.File, kind: Kind, config: Gimp.ProcedureConfig, run_mode: Gimp.RunMode
) -> None:
    """Write an image as a native file; of a picture that is not legal a person is told, or, where one is there, asked.

    An image that is no machine's, under an ending that GIMP has itself, goes to GIMP's own procedure. Raises
    EngineError for what cannot be written, CancelledError where the person wants nothing of it.
    """
    script = run_mode == Gimp.RunMode.NONINTERACTIVE
    # Last values are the procedure's, not the image's: what the image remembers comes before them.
    named = config.get_property("mode") if script else ""
    remembered, own = remembered_modes(image), built_in(kind, "export")
    if own is not None and not named and not _is_ours(kind, remembered):
        _export_with(own, image, file, run_mode)
        return
    Gimp.progress_init(f"Exporting '{file.get_basename()}'")
    fields: dict[str, Any] = {"mode": named or None, "remembered": remembered, "settings": _settings(config)}
    # File > Export to X goes on with what the person has said of this image before.
    unasked = script or (run_mode == Gimp.RunMode.WITH_LAST_VALS and conversion_allowed(image))
    fields["otherwise"] = "convert" if unasked and not (script and config.get_property("strict")) else "refuse"
    with Engine(Gimp.directory()) as engine:
        engine.greet(handle_events, torch=False)
        encoded = _Export(engine, image, file, kind)
        answer = encoded.ask(fields, person=run_mode == Gimp.RunMode.INTERACTIVE)
    files = {item["ending"][1:]: base64.b64decode(item["data"]) for item in answer["files"]} or encoded.kept
    write_files(file, files, _confirm if run_mode == Gimp.RunMode.INTERACTIVE else None)
    if run_mode == Gimp.RunMode.INTERACTIVE:
        config.set_property("mode", answer["mode"])
        if answer["how"] == "converted":
            allow_conversion(image)
    remember_mode(image, answer["mode"])
    told = _told(answer, file.get_basename())
    if told and (script or answer["how"] != "converted"):  # a person has been asked
        Gimp.message(told)
    Gimp.progress_end()


class _Export:
    """A picture in the engine's hands."""

    def __init__(self, engine: Engine, image: Gimp.Image, file: Gio.File, kind: Kind) -> None:
        ending = ending_of(file)
        self.engine = engine
        self.name = f"picture.{ending if ending in kind.endings else kind.endings[0]}"
        self.kept = remembered_file(image, kind)
        engine.put("image.png", png_of_image(image))
        for ending, data in self.kept.items():
            engine.put(f"kept.{ending}", data)

    def ask(self, fields: dict[str, Any], person: bool) -> dict[str, Any]:
        """The engine's answer; what it leaves open the person is asked, if there is one."""
        kept = f"kept.{next(iter(self.kept))}" if self.kept else None
        try:
            return self.engine.ask("encode", handle_events, image="image.png", name=self.name, kept=kept, **fields)
        except EngineError as error:
            if not error.modes or not person:
                raise
            from pixelstyle_gimp.dialogs.mode_question import ask_mode  # needs a display

            illegal = error.code == "illegal"
            title = "Export the Nearest Picture" if illegal else "Export for a Machine"
            titles = {mode["name"]: mode["title"] for mode in self.engine.hello["modes"]}
            chosen = ask_mode(title, str(error), {name: titles[name] for name in error.modes}, "_Export")
            fields = {**fields, "mode": chosen, "otherwise": "convert" if illegal else "refuse"}
            return self.ask(fields, person)


def _settings(config: Gimp.ProcedureConfig) -> dict[str, Any]:
    try:
        return parse_settings(config.get_property("settings"))
    except ValueError as error:
        raise EngineError(str(error)) from None


def _is_ours(kind: Kind, remembered: list[str]) -> bool:
    """Whether an image is a machine's that has files of this kind."""
    if not remembered:
        return False
    with Engine(Gimp.directory()) as engine:
        hello = engine.greet(handle_events, torch=False)
    return any(mode["name"] in remembered and f".{kind.endings[0]}" in mode["extensions"] for mode in hello["modes"])


def _export_with(own: Gimp.Procedure, image: Gimp.Image, file: Gio.File, run_mode: Gimp.RunMode) -> None:
    settings = own.create_config()
    settings.set_property("run-mode", run_mode)
    settings.set_property("image", image)
    settings.set_property("file", file)
    status = own.run(settings).index(0)
    if status == Gimp.PDBStatusType.CANCEL:
        raise CancelledError
    if status != Gimp.PDBStatusType.SUCCESS:
        raise EngineError(Gimp.get_pdb().get_last_error())


def _confirm(text: str) -> bool:
    from pixelstyle_gimp.dialogs.question import confirm  # needs a display

    return confirm(text)


def _told(answer: dict[str, Any], name: str) -> str:
    """What a person should know of how the file came about; '' for a picture that is written as it is."""
    told = "\n".join(answer["told"])
    if answer["how"] == "repaired":
        return (
            f"{name}: the picture is legal for {answer['mode']} but for a few cells; only these were changed.\n{told}"
        )
    if answer["how"] == "converted":
        return (
            f"{name}: the picture is not legal for {answer['mode']}, so the nearest one was written. Filters > "
            f"PixelStyle > Check for Machine shows where it clashes.\n{told}".rstrip()
        )
    return f"{name}: {told}" if told else ""
