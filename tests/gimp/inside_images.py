"""Runs inside GIMP: images of every kind, and what the plug-in's procedures answer."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from gi.repository import Gegl, Gimp, Gio

Gegl.init(None)
STYLE = os.environ["STYLE"]
QUICK = {"mode": "free", "palette": "pico-8", "width": 32, "iterations": 2, "device": "cpu"}
PICO = {
    tuple(bytes.fromhex(line[x : x + 6]))
    for line in ("0000001d2b537e2553008751ab52365f574fc2c3c7fff1e8", "ff004dffa300ffec2700e43629adff83769cff77a8ffccaa")
    for x in range(0, 48, 6)
}
Answer = tuple[Any, str]
"""What a procedure gave, and GIMP's last error."""


def new_image(
    width: int = 64,
    height: int = 48,
    kind: Any = Gimp.ImageBaseType.RGB,
    precision: Any = Gimp.Precision.U8_NON_LINEAR,
) -> tuple[Any, Any]:
    """The image and its only layer."""
    image = Gimp.Image.new_with_precision(width, height, Gimp.ImageBaseType.RGB, precision)
    layer = Gimp.Layer.new(image, "base", width, height, Gimp.ImageType.RGB_IMAGE, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    rows = [bytes((x * 255 // width, y * 255 // height, (x * y) % 256)) for y in range(height) for x in range(width)]
    fill(layer, "R'G'B' u8", b"".join(rows))
    if kind == Gimp.ImageBaseType.GRAY:
        image.convert_grayscale()
    elif kind == Gimp.ImageBaseType.INDEXED:
        image.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 8, False, False, "")
    return image, image.get_layers()[0]


def fill(layer: Any, form: str, data: bytes) -> None:
    buffer = layer.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, layer.get_width(), layer.get_height()), form, data)
    buffer.flush()
    layer.update(0, 0, layer.get_width(), layer.get_height())


def pixels(drawable: Any, form: str = "R'G'B'A u8") -> list[tuple[int, ...]]:
    box = Gegl.Rectangle.new(0, 0, drawable.get_width(), drawable.get_height())
    data = drawable.get_buffer().get(box, 1.0, form, Gegl.AbyssPolicy.CLAMP)
    step = {"R'G'B'A u8": 4, "R'G'B' u8": 3, "Y u8": 1}[form]
    return [tuple(data[i : i + step]) for i in range(0, len(data), step)]


def colours(drawable: Any) -> set[tuple[int, ...]]:
    return {pixel[:3] for pixel in pixels(drawable)}


def call(
    name: str,
    image: Any,
    drawables: list[Any],
    mode: Any = Gimp.RunMode.NONINTERACTIVE,
    settings: object = None,
    **values: object,
) -> Answer:
    procedure = Gimp.get_pdb().lookup_procedure(f"plug-in-pixelstyle-{name}")
    config = procedure.create_config()
    config.set_property("run-mode", mode)
    config.set_property("image", image)
    config.set_core_object_array("drawables", drawables)
    if settings is not None:
        config.set_property("settings", json.dumps(settings))
    for key, value in values.items():
        config.set_property(key.replace("_", "-"), value)
    result = procedure.run(config)
    return result, Gimp.get_pdb().get_last_error()


def done(answer: Answer) -> Any:
    result, error = answer
    assert result.index(0) == Gimp.PDBStatusType.SUCCESS, (result.index(0), error)
    return result.index(1) if result.length() > 1 else None


def refused(answer: Answer, words: str) -> None:
    result, error = answer
    assert result.index(0) == Gimp.PDBStatusType.EXECUTION_ERROR, result.index(0)
    assert words in error, error


def stylize(image: Any, drawables: list[Any], settings: object = QUICK, **values: object) -> Answer:
    return call("stylize", image, drawables, settings=settings, style_file=Gio.File.new_for_path(STYLE), **values)


def run_checks(namespace: dict[str, Any], out: Path) -> None:
    """Call every `check_...` of a script, or those with a word of ONLY in their names; how each ended is in
    out/results.json."""
    chosen, results = os.environ.get("ONLY", "").split(","), {}
    for name, function in list(namespace.items()):
        if name.startswith("check_") and any(word in name for word in chosen):
            began = time.time()
            try:
                function()
                results[name] = "ok"
            except Exception:
                results[name] = traceback.format_exc()[-1200:]
            print(f"{time.time() - began:6.2f} s {name}: {results[name]}", file=sys.stderr, flush=True)
    (out / "results.json").write_text(json.dumps(results))
