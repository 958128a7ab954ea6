"""Runs inside a GIMP with a window: exports and checks as a person has them, each when the driver says so."""
# ruff: noqa: PTH118, PTH110  (GIMP's console has Gimp and others at hand; pathlib saves nothing here)

import json
import os
import time
from typing import Any

from gi.repository import Gegl, Gimp, Gio

OUT = os.environ["OUT"]
photo = Gimp.get_images()[0]


def wait_for(name: str) -> None:
    while not os.path.exists(os.path.join(OUT, name)):
        time.sleep(0.05)


def file(name: str) -> Any:
    return Gio.File.new_for_path(os.path.join(OUT, name))


def call(name: str, image: Any, mode: Any, **values: Any) -> Any:
    procedure = Gimp.get_pdb().lookup_procedure(name)
    config = procedure.create_config()
    config.set_property("run-mode", mode)
    config.set_property("image", image)
    for key, value in values.items():
        config.set_property(key, value)
    if "file" not in values:
        config.set_core_object_array("drawables", image.get_layers()[-1:])
    return procedure.run(config)


def step(label: str, *given: Any, **values: Any) -> None:
    wait_for(f"go-{label}")
    result = call(*given, **values)
    report = result.index(1) if result.length() > 1 else Gimp.get_pdb().get_last_error()
    ended = {"label": label, "status": int(result.index(0)), "report": report}
    print("ENDED", json.dumps(ended), flush=True)


EXPORT, CHECK = "file-pixelstyle-scr-export", "plug-in-pixelstyle-check-machine"
ASK, LAST = Gimp.RunMode.INTERACTIVE, Gimp.RunMode.WITH_LAST_VALS
step("cancel", EXPORT, photo, ASK, file=file("cancelled.scr"))
step("export", EXPORT, photo, ASK, file=file("photo.scr"))
step("once-more", EXPORT, photo, LAST, file=file("photo.scr"))
screen = Gimp.file_load(ASK, file("photo.scr"))
Gimp.Display.new(screen)
step("legal", CHECK, screen, ASK)
buffer = screen.get_layers()[0].get_buffer()
buffer.set(Gegl.Rectangle.new(0, 0, 4, 1), "R'G'B' u8", bytes((205, 0, 0, 0, 205, 0, 0, 0, 205, 205, 205, 0)))
buffer.flush()
screen.get_layers()[0].update(0, 0, 4, 1)
step("clash", CHECK, screen, ASK)
print("LAYERS", len(screen.get_layers()), flush=True)
step("repair", EXPORT, screen, ASK, file=file("repaired.scr"))
