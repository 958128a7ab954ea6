"""Doing what a request asks for: layers to the engine, its results back into GIMP."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib  # noqa: E402

from pixelstyle_gimp import layers, pictures  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402

LAST = "pixelstyle-last"
"""GIMP's own parasite in which the last request is kept, for Repeat."""

MASKS = {"dream": ("mask", False), "stylize": ("protect", True)}
"""Recipes that work on parts of a picture: the setting that takes the selection, and whether white means 'not here'."""


class Quiet:
    """Shows a run in GIMP's own progress bar. The window for interactive runs is in progress.py."""

    def begin(self, engine: Engine, title: str) -> None:
        Gimp.progress_init(title)

    def started(self, job: int, message: dict) -> None:
        pass

    def step(self, message: dict) -> None:
        Gimp.progress_set_text(describe_step(message))
        Gimp.progress_update(message["iteration"] / message["iterations"])

    def warn(self, text: str) -> None:
        Gimp.message(text)

    def idle(self) -> None:
        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)

    def end(self) -> None:
        Gimp.progress_end()


def describe_step(message: dict) -> str:
    """One line about where a run stands."""
    losses = ", ".join(
        f"{name} {value:.3g}" for name, value in message["losses"].items() if value is not None and name != "tv"
    )
    seconds = max(0, round(message["eta"] or 0))
    return f"{message['iteration']} of {message['iterations']}, {seconds // 60}:{seconds % 60:02} left, {losses}"


def carry_out(request: Request, image, drawables, engine: Engine, watcher, show: bool = False):
    """Make the request's picture of each drawable, one after the other. Gives the last new image, if there is one.

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
        engine.put("layer.png", layers.png_of(drawable))
        inputs[recipe["inputs"][0]["name"]] = "layer.png"
        own = dict(settings)
        send_selection(own, recipe, image, drawable, engine)
        done = _run(request, own, inputs, engine, watcher)
        made = _put_into_gimp(request, settings, image, drawable, done, engine, watcher) or made
        if made is not None and show:
            Gimp.Display.new(made)
    watcher.end()
    # Flag 0: for as long as this GIMP runs.
    Gimp.attach_parasite(Gimp.Parasite.new(LAST, 0, request.to_json().encode()))
    return made


def last_request() -> Request | None:
    """The last request of this GIMP session."""
    parasite = Gimp.get_parasite(LAST)
    return None if parasite is None else Request.from_json(bytes(parasite.get_data()).rstrip(b"\0").decode())


def request_to_repeat(image, drawables):
    """A request and the layers to use it on.

    A layer that PixelStyle made is made again from the layer it came from; other layers get the session's last request.
    Raises EngineError where there is neither.
    """
    record = layers.kept_parameters(drawables[0])
    if record is not None:
        kept = json.loads(record)
        source = image.get_layer_by_tattoo(kept["source"])
        return Request.from_json(json.dumps(kept["request"])), [source or drawables[0]]
    request = last_request()
    if request is None:
        raise EngineError("There is nothing to repeat yet: run one of the other PixelStyle filters first.")
    return request, drawables


def _run(request: Request, settings: dict, inputs: dict, engine: Engine, watcher) -> dict:
    fields = {"save": [request.export], "overwrite": True} if request.export else {}
    job = engine.start(recipe=request.recipe, inputs=inputs, settings=settings, preview=0.4, **fields)
    for message in engine.messages(job, watcher.idle):
        if message["type"] == "started":
            watcher.started(job, message)
        elif message["type"] == "step":
            watcher.step(message)
        elif message["type"] == "warning":
            watcher.warn(message["message"])
    return message


def _put_into_gimp(request: Request, settings: dict, image, drawable, done: dict, engine: Engine, watcher):
    """Gives the new image when that is where the result went."""
    png = engine.take(done[request.size])
    fit = settings.get("fit", "cover")
    colours = None if done["palette"] is None else done["palette"]["colours"]
    output = request.output
    if output != "image" and not _can_hold(image, colours):
        kind = "grey" if image.get_base_type() == Gimp.ImageBaseType.GRAY else "indexed, with other colours"
        if output == "replace":
            raise EngineError(f"This image is {kind}: choose 'New image', or Image > Mode > RGB first.")
        watcher.warn(f"This image is {kind}, so a layer of it cannot hold the result: it is a new image instead.")
        output = "image"
    # With them the same picture can be made again: the seed, and what was changed during the run.
    found = {"seed": done["report"].get("seed"), "at": done["report"]["settings"].get("at")}
    kept = replace(request, settings={**request.settings, **{key: value for key, value in found.items() if value}})
    record = json.dumps(
        {
            "request": json.loads(kept.to_json()),
            "source": drawable.get_tattoo(),
            "version": engine.hello["version"],
            "losses": done["report"].get("losses", {}),
        }
    )
    if output == "image":
        with tempfile.TemporaryDirectory(prefix="pixelstyle-gimp-") as folder:
            made = layers.new_image(png, folder, request.enlarge, colours)
        made.undo_disable()  # there is nothing to go back to
        layers.keep_parameters(made.get_layers()[0], record)
        made.undo_enable()
        made.clean_all()
        return made
    picture = layers.Picture(png)
    image.undo_group_start()
    try:
        if output == "layer":
            name = f"{drawable.get_name()} ({request.recipe}, {done['report']['mode']})"
            layer = layers.add_layer(image, drawable, picture, request.enlarge, fit, name)
        else:
            layer = drawable
            layers.replace_pixels(drawable, picture, fit)
        layers.keep_parameters(layer, record)
    finally:
        image.undo_group_end()
    return None


def _can_hold(image, colours: list[str] | None) -> bool:
    """Whether layers of this image can have all these colours."""
    kind = image.get_base_type()
    if kind == Gimp.ImageBaseType.INDEXED:
        own = {"#" + bytes(colour).hex() for colour in layers.colours_of(image.get_palette())}
        return colours is not None and set(colours) <= own
    return kind == Gimp.ImageBaseType.RGB


def send_palette(request: Request, settings: dict, image, engine: Engine) -> None:
    source = request.palette.get("from")
    if source == "colormap":
        if image.get_base_type() != Gimp.ImageBaseType.INDEXED:
            raise EngineError("This image has no colormap: only indexed images have. Choose another palette.")
        engine.put("colormap.gpl", pictures.encode_gpl("colormap", layers.colours_of(image.get_palette())))
        settings["palette"] = "colormap.gpl"
    elif source == "gimp":
        colours = [tuple(bytes.fromhex(colour[1:])) for colour in request.palette["colours"]]
        engine.put("palette.gpl", pictures.encode_gpl(request.palette["name"], colours))
        settings["palette"] = "palette.gpl"


def send_selection(settings: dict, recipe: dict, image, drawable, engine: Engine) -> None:
    """Put the selection into the setting that takes it, unless a person has given a picture of their own for it."""
    name, turned = MASKS.get(recipe["name"], ("", False))
    if name not in {item["name"] for item in recipe["settings"]} or settings.get(name):
        return
    selected = layers.selection_of(image, drawable)
    if selected is None:
        return
    grey = pictures.inverted(selected) if turned else selected
    engine.put("selection.png", pictures.encode_png(drawable.get_width(), drawable.get_height(), grey, channels=1))
    settings[name] = "selection.png"


def send_style(request: Request, recipe: dict, image, engine: Engine) -> dict:
    """The recipe's second picture, where it has one."""
    if len(recipe["inputs"]) < 2:
        return {}
    name = recipe["inputs"][1]["name"]
    if request.style.get("file"):
        try:
            with open(request.style["file"], "rb") as file:  # noqa: PTH123
                data = file.read()
        except OSError as error:
            raise EngineError(f"The {name} '{request.style['file']}' cannot be read: {error.strerror}.") from None
        ending = request.style["file"].rpartition(".")[2].lower()
        engine.put(f"{name}.{ending if ending.isalnum() else 'png'}", data)
        return {name: f"{name}.{ending if ending.isalnum() else 'png'}"}
    if "layer" in request.style:
        engine.put(f"{name}.png", layers.png_of(find_layer(request.style, image)))
        return {name: f"{name}.png"}
    raise EngineError(f"Choose a {name}: a layer, or a picture file.")


def find_layer(style: dict, image):
    """A layer by its tattoo, in the image it was in or, after that is closed, in this one."""
    images = sorted(Gimp.get_images(), key=lambda other: (other.get_id() != style.get("image"), other != image))
    for candidate in images:
        found = candidate.get_layer_by_tattoo(style["layer"])
        if found is not None and found.get_name() == style.get("name"):
            return found
    raise EngineError(f"The layer '{style.get('name')}' that held the style is not open any more. Choose another.")
