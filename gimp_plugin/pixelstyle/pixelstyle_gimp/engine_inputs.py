"""What a run needs besides its settings, laid into the engine's folder: a palette, the selection, a style."""

from __future__ import annotations

from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402

from pixelstyle_gimp import layers, pictures  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402

MASKS = {"dream": ("mask", False), "stylize": ("protect", True)}
"""Recipes that work on parts of a picture: the setting that takes the selection, and whether white means 'not here'."""


def send_palette(request: Request, settings: dict[str, Any], image: Gimp.Image, engine: Engine) -> None:
    """Put the request's palette into `settings`. Raises EngineError where the image has none to give."""
    source = request.palette.get("from")
    if source == "colormap":
        if image.get_base_type() != Gimp.ImageBaseType.INDEXED:
            raise EngineError("This image has no colormap: only indexed images have. Choose another palette.")
        engine.put("colormap.gpl", pictures.encode_gpl("colormap", layers.colours_of(image.get_palette())))
        settings["palette"] = "colormap.gpl"
    elif source == "gimp":
        colours = [pictures.rgb_of(colour) for colour in request.palette["colours"]]
        engine.put("palette.gpl", pictures.encode_gpl(request.palette["name"], colours))
        settings["palette"] = "palette.gpl"


def send_part(
    request: Request,
    settings: dict[str, Any],
    recipe: dict[str, Any],
    image: Gimp.Image,
    layer: Gimp.Layer,
    engine: Engine,
) -> layers.Part:
    """Lay what is worked on into the engine's folder, as layer.png, and where that is all of the layer, the selection
    besides. Raises EngineError when the selection lies beside the layer."""
    part = layers.part_of(image, layer, request.selection)
    engine.put("layer.png", part.png())
    if request.selection == "layer":
        send_selection(settings, recipe, image, part, engine)
    return part


def send_selection(
    settings: dict[str, Any], recipe: dict[str, Any], image: Gimp.Image, part: layers.Part, engine: Engine
) -> None:
    """Put the selection into the setting that takes it, unless a person has given a picture of their own for it.

    Raises EngineError when the selection lies beside the part.
    """
    name, turned = MASKS.get(recipe["name"], ("", False))
    if name not in {item["name"] for item in recipe["settings"]} or settings.get(name):
        return
    selected = layers.selection_of(image, part)
    if selected is None:
        return
    grey = pictures.inverted(selected) if turned else selected
    engine.put("selection.png", pictures.encode_png(*part.size, grey, channels=1))
    settings[name] = "selection.png"


def send_style(request: Request, recipe: dict[str, Any], image: Gimp.Image, engine: Engine) -> dict[str, str]:
    """The recipe's second picture by its name, {} where it has none or a painter does without.

    Raises EngineError when none is chosen, it cannot be read, or its layer is not open any more.
    """
    if len(recipe["inputs"]) < 2 or request.settings.get("painter"):
        return {}
    name = recipe["inputs"][1]["name"]
    if request.style.get("file"):
        try:
            with open(request.style["file"], "rb") as file:  # noqa: PTH123
                data = file.read()
        except OSError as error:
            raise EngineError(f"The {name} '{request.style['file']}' cannot be read: {error.strerror}.") from None
        ending = request.style["file"].rpartition(".")[2].lower()
        sent = f"{name}.{ending if ending.isalnum() else 'png'}"
        engine.put(sent, data)
        return {name: sent}
    if request.style.get("painting"):
        return {name: f"painting:{request.style['painting']}"}
    if "layer" in request.style:
        engine.put(f"{name}.png", layers.whole(layers.find_layer(request.style, image)).png())
        return {name: f"{name}.png"}
    raise EngineError(f"Choose a {name}: a painting, a layer, or a picture file.")
