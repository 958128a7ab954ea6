"""Opening a machine's file: the engine reads it, GIMP gets its pixels, indexed, with the machine's palette."""

from __future__ import annotations

import tempfile
from pathlib import PurePath

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio  # noqa: E402

from pixelstyle_gimp import results  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.native.disc_files import engine_name, read_files  # noqa: E402
from pixelstyle_gimp.native.kinds import Kind  # noqa: E402
from pixelstyle_gimp.native.memory import remember_file  # noqa: E402
from pixelstyle_gimp.watcher import handle_events  # noqa: E402

_HINTED = "pixelstyle-hinted"
_SHAPE = (
    "This machine's pixels are not square. With View > Dot for Dot switched off GIMP shows them in their shape; what "
    "you paint is the machine's own pixels either way."
)
_DOTS = 72.0


def open_native(file: Gio.File, kind: Kind, config: Gimp.ProcedureConfig, hint: bool) -> Gimp.Image:
    """The image that a native file holds; `hint` tells a person once how pixels that are not square are seen.

    A file that is no machine's goes to GIMP's own procedure for the ending, where there is one. Raises EngineError for
    what nobody can read.
    """
    own = built_in(kind, "load")
    try:
        return _opened(file, kind, config, hint, any_picture=own is None)
    except EngineError:
        if own is None:
            raise
    settings = own.create_config()
    settings.set_property("file", file)
    result = own.run(settings)
    if result.index(0) != Gimp.PDBStatusType.SUCCESS:
        raise EngineError(Gimp.get_pdb().get_last_error())
    image: Gimp.Image = result.index(1)
    return image


def built_in(kind: Kind, what: str) -> Gimp.Procedure | None:
    """GIMP's own procedure that does the same for another kind of file with the same ending."""
    name = f"{kind.built_in}-{what}"
    pdb = Gimp.get_pdb()
    return pdb.lookup_procedure(name) if kind.built_in and pdb.procedure_exists(name) else None


def _opened(file: Gio.File, kind: Kind, config: Gimp.ProcedureConfig, hint: bool, any_picture: bool) -> Gimp.Image:
    name = file.get_basename()
    Gimp.progress_init(f"Opening '{name}'")
    files, sent = read_files(file, kind), engine_name(file, kind)
    mode, size = config.get_property("mode"), "shown" if config.get_property("shown") else "native"
    with Engine(Gimp.directory()) as engine:
        engine.greet(handle_events, torch=False)
        for place, (ending, data) in enumerate(files.items()):
            engine.put(sent if not place else str(PurePath(sent).with_suffix(f".{ending}")), data)
        answer = engine.ask("open", handle_events, file=sent, mode=mode or None, any=any_picture)
        png = engine.take(answer[size])
    colours = None if answer["palette"] is None else answer["palette"]["colours"]
    with tempfile.TemporaryDirectory(prefix="pixelstyle-gimp-") as folder:
        image = results.new_image(png, folder, 1, colours)
    image.undo_disable()  # there is nothing to go back to
    image.get_layers()[0].set_name(PurePath(name).stem or name)
    across, down = answer["pixel"]
    if size == "native" and across != down:
        # Whole steps: the display's own slight distortion (a PAL C64's 0.936) would make rows of uneven width.
        image.set_resolution(_DOTS / across, _DOTS / down)
        if hint:
            _hint_once()
    if answer["mode"] is not None:
        remember_file(image, answer["mode"], files)
    image.undo_enable()
    image.clean_all()
    Gimp.progress_end()
    return image


def _hint_once() -> None:
    if Gimp.get_parasite(_HINTED) is None:
        Gimp.attach_parasite(Gimp.Parasite.new(_HINTED, 0, b"1"))  # flag 0: for as long as this GIMP runs
        Gimp.message(_SHAPE)
