"""Runs inside a GIMP with a window: one filter after the other, each when the driver says so."""
# ruff: noqa: PTH123, PTH118, PTH110  (GIMP's console has Gimp and others at hand; pathlib saves nothing here)

import json
import os
import time
from typing import Any

from gi.repository import Gimp, Gio

OUT = os.environ["OUT"]
image = Gimp.get_images()[0]
base = image.get_layers()[0]


def wait_for(name: str) -> None:
    while not os.path.exists(os.path.join(OUT, name)):
        time.sleep(0.05)


def run(name: str, settings: object, style: bool, layer: Any) -> Any:
    procedure = Gimp.get_pdb().lookup_procedure(f"plug-in-pixelstyle-{name}")
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
    if name == "check":
        return procedure.run(config)
    config.set_property("image", image)
    config.set_core_object_array("drawables", [layer])
    if settings is not None:  # after the first run of a filter GIMP fills in its last values instead
        config.set_property("settings", json.dumps(settings))
    if style:
        config.set_property("style-file", Gio.File.new_for_path(os.environ["STYLE"]))
    return procedure.run(config)


with open(os.path.join(OUT, "steps.json")) as file:
    steps = json.load(file)
for step in steps:
    wait_for(f"go-{step['label']}")
    layers = image.get_layers()
    result = run(step["name"], step["settings"], step["style"], layers[0] if step["on_result"] else base)
    now = image.get_layers()
    kept = now[0].get_parasite("pixelstyle") if len(now) > 1 else None
    record = json.loads(bytes(kept.get_data()).rstrip(b"\0")) if kept else None
    answer = {"label": step["label"], "status": int(result.index(0)), "layers": len(now), "record": record}
    if step["name"] == "check":
        answer["report"] = result.index(1)
    print("ENDED", json.dumps(answer), flush=True)
    if step["undo"]:
        while len(image.get_layers()) > 1:
            time.sleep(0.05)
        print("UNDONE", flush=True)
    elif not step["keep"]:
        for layer in image.get_layers():
            if layer != base:
                image.remove_layer(layer)
