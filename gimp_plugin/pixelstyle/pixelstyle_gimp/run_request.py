"""Running a request: layers to the engine, its results back into GIMP."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402

from pixelstyle_gimp import layers, pictures, results  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.engine_inputs import send_palette, send_part, send_style  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.kept import history  # noqa: E402
from pixelstyle_gimp.kept_request import keep_request, kept_request  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402
from pixelstyle_gimp.watcher import Watcher  # noqa: E402
from pixelstyle_gimp.words import source_name  # noqa: E402

LAST = "pixelstyle-last"
"""GIMP's own parasite in which the last request is kept, for Repeat."""


def run_request(
    request: Request,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
    engine: Engine,
    watcher: Watcher,
    show: bool = False,
) -> Gimp.Image | None:
    """Make the request's picture of each drawable, one after the other. Gives the last new image, if there is one.

    `show` opens a display for every new image: a person is there, and the history keeps what they made.

    Raises EngineError and CancelledError; what was finished before stays.
    """
    recipe = engine.recipe(request.recipe)
    for drawable in drawables:
        layers.check_source(drawable)
        layers.check_output(request.output, image, drawable)
    if request.export and len(drawables) > 1:
        raise EngineError("Several layers are selected, but there is one file to export to. Select one layer.")
    settings = dict(request.settings)
    send_palette(request, settings, image, engine)
    inputs = send_style(request, recipe, image, engine)
    made = None
    for number, drawable in enumerate(drawables, 1):
        title = f"PixelStyle {request.recipe}: {drawable.get_name()}"
        if len(drawables) > 1:
            title += f" ({number} of {len(drawables)})"
        watcher.begin(engine, title)
        own = dict(settings)
        part = send_part(request, own, recipe, image, drawable, engine)
        inputs[recipe["inputs"][0]["name"]] = "layer.png"
        done = _run(request, own, inputs, engine, watcher)
        source = done["report"]["inputs"][recipe["inputs"][0]["name"]]
        fit = source.get("window", settings.get("fit", "cover"))
        made = _put_into_gimp(request, fit, image, part, done, engine, watcher) or made
        if made is not None and show:
            Gimp.Display.new(made)
        if show:
            history.add(_kept(request, done).to_json(), results.Picture(engine.take(done["shown"])).small())
    watcher.end()
    # Flag 0: for as long as this GIMP runs.
    Gimp.attach_parasite(Gimp.Parasite.new(LAST, 0, request.to_json().encode()))
    return made


def last_request() -> Request | None:
    """The last request of this GIMP session."""
    parasite = Gimp.get_parasite(LAST)
    return None if parasite is None else Request.from_json(bytes(parasite.get_data()).rstrip(b"\0").decode())


def request_to_repeat(
    image: Gimp.Image, drawables: list[Gimp.Drawable], confirm: Callable[[str], bool] | None
) -> tuple[Request, list[Gimp.Drawable]]:
    """A request and the layers to use it on.

    A layer that PixelStyle made is made again from the layer it came from; other layers get the session's last request.
    Raises EngineError where there is neither, and as `kept_request`.
    """
    kept = kept_request(drawables[0], confirm)
    if kept is not None:
        request, source = kept
        return request, [image.get_layer_by_tattoo(source) or drawables[0]]
    last = last_request()
    if last is None:
        raise EngineError("There is nothing to repeat yet: run one of the other PixelStyle filters first.")
    return last, drawables


def _run(
    request: Request, settings: dict[str, Any], inputs: dict[str, str], engine: Engine, watcher: Watcher
) -> dict[str, Any]:
    """The engine's `done` of one run."""
    fields: dict[str, Any] = {"save": [request.export], "overwrite": True} if request.export else {}
    job = engine.start(recipe=request.recipe, inputs=inputs, settings=settings, preview=0.4, **fields)
    message: dict[str, Any] = {}
    for message in engine.messages(job, watcher.idle):
        if message["type"] == "started":
            watcher.started(job, message)
        elif message["type"] == "painted":
            watcher.painted(message)
        elif message["type"] == "step":
            watcher.step(message)
        elif message["type"] == "warning":
            watcher.warn(message["message"])
    return message


def _put_into_gimp(
    request: Request,
    fit: str,
    image: Gimp.Image,
    part: layers.Part,
    done: dict[str, Any],
    engine: Engine,
    watcher: Watcher,
) -> Gimp.Image | None:
    """Gives the new image when that is where the result went."""
    drawable = part.layer
    name = f"{source_name(drawable.get_name())} ({request.recipe}, {done['report']['mode']})"
    png = engine.take(done[request.size])
    colours = None if done["palette"] is None else done["palette"]["colours"]
    output = request.output
    if output != "image" and not _can_hold(image, colours):
        kind = "grey" if image.get_base_type() == Gimp.ImageBaseType.GRAY else "indexed, with other colours"
        if output == "replace":
            raise EngineError(f"This image is {kind}: choose 'New image', or Image > Mode > RGB first.")
        watcher.warn(f"This image is {kind}, so a layer of it cannot hold the result: it is a new image instead.")
        output = "image"
    kept, facts = _kept(request, done), _facts(drawable, done, engine)
    if output == "image":
        with tempfile.TemporaryDirectory(prefix="pixelstyle-gimp-") as folder:
            made = results.new_image(png, folder, request.enlarge, colours)
        made.undo_disable()  # there is nothing to go back to
        results.name_image(made, image, name)
        keep_request(made.get_layers()[0], kept, facts)
        made.undo_enable()
        made.clean_all()
        return made
    picture = results.Picture(png)
    image.undo_group_start()
    try:
        if output == "layer":
            enlarge = request.enlarge
            if request.size == "native" and not enlarge:  # the machine's pixels as they are, which may not be square
                size = part.width // picture.width, part.height // picture.height
                enlarge = max(1, min(size))
            layer = results.add_layer(image, part, picture, enlarge, fit, name)
        else:
            layer = drawable
            results.replace_pixels(part, picture, fit)
        keep_request(layer, kept, facts)
    finally:
        image.undo_group_end()
    return None


def _kept(request: Request, done: dict[str, Any]) -> Request:
    """The request with its seed and what was changed on the way."""
    found = {"seed": done["report"].get("seed"), "at": done["report"]["settings"].get("at")}
    return replace(request, settings={**request.settings, **{key: value for key, value in found.items() if value}})


def _facts(drawable: Gimp.Drawable, done: dict[str, Any], engine: Engine) -> dict[str, Any]:
    """What a layer keeps of the run that made it besides."""
    losses = done["report"].get("losses", {})
    return {"source": drawable.get_tattoo(), "version": engine.hello["version"], "losses": losses}


def _can_hold(image: Gimp.Image, colours: list[str] | None) -> bool:
    """Whether layers of this image can have all these colours."""
    kind = image.get_base_type()
    if kind == Gimp.ImageBaseType.INDEXED:
        own = pictures.hex_colours(layers.colours_of(image.get_palette()))
        return colours is not None and set(colours) <= set(own)
    return bool(kind == Gimp.ImageBaseType.RGB)
