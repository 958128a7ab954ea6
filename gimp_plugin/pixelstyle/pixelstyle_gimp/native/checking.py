"""Check for Machine: what a machine could not show of the picture, framed on a layer of its own, and said."""

from __future__ import annotations

from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402

from pixelstyle_gimp import layers  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.native.flat_picture import FRAMES, frame_layers, png_of_image, png_of_layer  # noqa: E402
from pixelstyle_gimp.native.memory import remember_mode, remembered_modes  # noqa: E402
from pixelstyle_gimp.pictures import dashed_frames, furthest_apart  # noqa: E402
from pixelstyle_gimp.watcher import handle_events  # noqa: E402

WHAT = (("image", "The whole picture, as it would be exported"), ("layer", "The selected layer"))
_TOLD = 10


def check_machine(
    image: Gimp.Image, layer: Gimp.Layer | None, config: Gimp.ProcedureConfig, run_mode: Gimp.RunMode
) -> tuple[str, int]:
    """The report, and the number of clashes; their frames are a new layer on top, in place of an earlier one.

    Raises EngineError where nothing tells the machine and nobody can be asked, or the picture has another size;
    CancelledError where the person wants nothing of it.
    """
    layer = None if config.get_property("what") == "image" else layer
    png = png_of_image(image) if layer is None else png_of_layer(image, layer)
    with Engine(Gimp.directory()) as engine:
        hello = engine.greet(handle_events, torch=False)
        titles = {mode["name"]: mode["title"] for mode in hello["modes"] if mode["name"] != "none"}
        mode = config.get_property("mode")
        if run_mode != Gimp.RunMode.NONINTERACTIVE or not mode:
            mode = next((name for name in remembered_modes(image) if name in titles), mode)
        if run_mode == Gimp.RunMode.INTERACTIVE:
            mode = _asked(titles, mode)
            config.set_property("mode", mode)
        engine.put("image.png", png)
        found = engine.ask("check", handle_events, image="image.png", mode=mode or None)
    if mode and run_mode == Gimp.RunMode.INTERACTIVE:
        remember_mode(image, mode)
    image.undo_group_start()
    try:
        for old in frame_layers(image):
            image.remove_layer(old)
        if found["clashes"]:
            _, left, top = (None, 0, 0) if layer is None else layer.get_offsets()
            _add_frames(image, [_moved(clash, left, top) for clash in _framed(found["clashes"])])
    finally:
        image.undo_group_end()
    return report_of(found), len(found["clashes"])


def report_of(found: dict[str, Any]) -> str:
    """What was found, in words."""
    drawn = f", {found['drawn']}" if found["drawn"] else ""
    clashes = found["clashes"]
    if not clashes:
        return f"Legal for {', '.join(found['modes']) or found['mode']}{drawn}."
    lines = [clash["text"] for clash in clashes[:_TOLD]]
    if len(clashes) > _TOLD:
        lines.append(f"and {len(clashes) - _TOLD:,} more")
    if found["modes"]:
        lines.append(f"It would be legal for {', '.join(found['modes'])}.")
    count = f"{len(clashes):,} clashes" if len(clashes) > 1 else "one clash"
    return "\n".join([f"Not legal for {found['mode']}: {count}{drawn}.", *lines])


def _asked(titles: dict[str, str], mode: str) -> str:
    from pixelstyle_gimp.dialogs.mode_question import ask_mode  # needs a display

    text = "For which machine is the picture meant? What it could not show is framed on a layer of its own."
    return ask_mode("Check for Machine", text, {"": "Any that it fits"} | titles, "Chec_k", mode)


def _framed(clashes: list[dict[str, Any]]) -> list[list[int]]:
    """The boxes to frame: what is wrong with the whole picture would hide the cells."""
    return [clash["box"] for clash in clashes if not clash["whole"]] or [clash["box"] for clash in clashes]


def _moved(box: list[int], left: int, top: int) -> tuple[int, int, int, int]:
    return box[0] + left, box[1] + top, box[2], box[3]


def _add_frames(image: Gimp.Image, boxes: list[tuple[int, int, int, int]]) -> None:
    kind = image.get_base_type()
    if kind == Gimp.ImageBaseType.INDEXED:
        colours = furthest_apart(layers.rgb_colours(image.get_palette()))
    else:
        colours = (b"\0\0\0", b"\xff\xff\xff") if kind == Gimp.ImageBaseType.GRAY else (b"\xff\0\xff", b"\xff\xff\xff")
    types = {
        Gimp.ImageBaseType.RGB: Gimp.ImageType.RGBA_IMAGE,
        Gimp.ImageBaseType.GRAY: Gimp.ImageType.GRAYA_IMAGE,
        Gimp.ImageBaseType.INDEXED: Gimp.ImageType.INDEXEDA_IMAGE,
    }
    width, height = image.get_width(), image.get_height()
    layer = Gimp.Layer.new(image, "Clashes", width, height, types[kind], 100, Gimp.LayerMode.NORMAL)
    layers.fill(layer, "R'G'B'A u8", dashed_frames(width, height, boxes, colours))
    layer.attach_parasite(Gimp.Parasite.new(FRAMES, layers.KEEP | layers.UNDOABLE, b"1"))
    selected = image.get_selected_layers()
    image.insert_layer(layer, None, 0)
    image.set_selected_layers(selected)  # whoever paints goes on painting on the picture
