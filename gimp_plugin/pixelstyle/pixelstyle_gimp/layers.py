"""Reading layers, and the part of a layer that is worked on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
gi.require_version("Babl", "0.1")
from gi.repository import Babl, Gegl, Gimp  # noqa: E402

from pixelstyle_gimp import pictures  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402

PARASITE = "pixelstyle"
KEEP, UNDOABLE = 1, 2
"""Gimp's parasite flags for 'saved with the file' and 'gone after an undo': without it GIMP complains at every undo."""


@dataclass(frozen=True)
class Part:
    """A rectangle of a layer, in the layer's own pixels: what a run is given, and where its result goes."""

    layer: Gimp.Layer
    left: int
    top: int
    width: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height

    def offsets(self) -> tuple[int, int]:
        """Left and top in the image."""
        _, left, top = self.layer.get_offsets()
        return left + self.left, top + self.top

    def pixels(self, pixel_format: str) -> bytes:
        """Its pixels; sRGB formats convert from grey, indexed, 16- and 32-bit, group layers composed."""
        return _bytes(self.layer, self.left, self.top, self.width, self.height, pixel_format)

    def png(self) -> bytes:
        """It as a PNG file."""
        return pictures.encode_png(self.width, self.height, self.pixels("R'G'B'A u8"))


def whole(layer: Gimp.Layer) -> Part:
    """All of a layer."""
    return Part(layer, 0, 0, layer.get_width(), layer.get_height())


def part_of(image: Gimp.Image, layer: Gimp.Layer, selection: str) -> Part:
    """What of a layer is worked on: the bounds of the selection for 'bounds', if anything is selected; else all.

    Raises EngineError when the selection lies beside the layer.
    """
    _, there, *corners = Gimp.Selection.bounds(image)
    if selection != "bounds" or not there:
        return whole(layer)
    _, left, top = layer.get_offsets()
    x1, y1 = max(0, corners[0] - left), max(0, corners[1] - top)
    x2, y2 = min(layer.get_width(), corners[2] - left), min(layer.get_height(), corners[3] - top)
    if x1 >= x2 or y1 >= y2:
        raise _beside(layer)
    return Part(layer, x1, y1, x2 - x1, y2 - y1)


def bytes_of(drawable: Gimp.Drawable, pixel_format: str) -> bytes:
    """All pixels of a drawable."""
    return _bytes(drawable, 0, 0, drawable.get_width(), drawable.get_height(), pixel_format)


def _bytes(drawable: Gimp.Drawable, left: int, top: int, width: int, height: int, pixel_format: str) -> bytes:
    box = Gegl.Rectangle.new(left, top, width, height)
    pixels: bytes = drawable.get_buffer().get(box, 1.0, pixel_format, Gegl.AbyssPolicy.CLAMP)
    return pixels


def selection_of(image: Gimp.Image, part: Part) -> bytes | None:
    """How far each pixel of a part is selected, 0..255; None when nothing is selected at all.

    Raises EngineError when the selection lies beside it.
    """
    if Gimp.Selection.is_empty(image):
        return None
    left, top = part.offsets()
    box = Gegl.Rectangle.new(left, top, part.width, part.height)
    selected: bytes = image.get_selection().get_buffer().get(box, 1.0, "Y u8", Gegl.AbyssPolicy.BLACK)
    if not any(selected):
        raise _beside(part.layer)
    return selected


def shown_of(image: Gimp.Image, part: Part) -> bytes | None:
    """How far each pixel of a part is selected and let through by its layer's mask, 0..255; None without either."""
    selected = selection_of(image, part)
    mask = part.layer.get_mask()
    if mask is None or not part.layer.get_apply_mask():
        return selected
    through = _bytes(mask, part.left, part.top, part.width, part.height, "Y u8")
    return through if selected is None else bytes(a * b // 255 for a, b in zip(selected, through, strict=True))


def _beside(layer: Gimp.Layer) -> EngineError:
    return EngineError(f"The selection does not touch the layer '{layer.get_name()}'. Select > None, or move it.")


def colours_of(palette: Gimp.Palette) -> list[tuple[int, int, int]]:
    """A palette's colours as sRGB bytes. Raises EngineError above 256, and for one colour alone."""
    colours = rgb_colours(palette)
    if not 2 <= len(colours) <= 256:
        raise EngineError(f"The palette '{palette.get_name()}' has {len(colours)} colours; take one with 2 to 256.")
    return colours


def rgb_colours(palette: Gimp.Palette) -> list[tuple[int, int, int]]:
    """A palette's colours as sRGB bytes, however many (get_rgba would give linear light)."""
    return [tuple(colour.get_bytes(Babl.format("R'G'B' u8")).get_data()) for colour in palette.get_colors()]


def describe_palette(palette: Gimp.Palette) -> dict[str, Any]:
    """A palette as a request keeps it. Raises EngineError for one that has too many colours."""
    return {"from": "gimp", "name": palette.get_name(), "colours": pictures.hex_colours(colours_of(palette))}


def describe_layer(layer: Gimp.Layer) -> dict[str, Any]:
    """A layer as a request keeps it; `find_layer` finds it again."""
    return {"layer": layer.get_tattoo(), "image": layer.get_image().get_id(), "name": layer.get_name()}


def find_layer(described: dict[str, Any], image: Gimp.Image) -> Gimp.Layer:
    """The described layer, in the image that it was in or, after that is closed, in this one.

    Raises EngineError when it is not open any more.
    """
    images = sorted(Gimp.get_images(), key=lambda other: (other.get_id() != described.get("image"), other != image))
    for candidate in images:
        found = candidate.get_layer_by_tattoo(described["layer"])
        if found is not None and found.get_name() == described.get("name"):
            return found
    name = described.get("name")
    raise EngineError(f"The layer '{name}' that held the style is not open any more. Choose another.")


def check_source(drawable: Gimp.Item) -> None:
    """Raise EngineError for what is selected and is no layer."""
    if isinstance(drawable, Gimp.LayerMask):
        raise EngineError("A layer mask is selected. Click the layer itself in the Layers dialog, then try again.")
    if not isinstance(drawable, Gimp.Layer):
        raise EngineError("A channel is selected. Click a layer in the Layers dialog, then try again.")


def check_output(output: str, image: Gimp.Image, drawable: Gimp.Layer) -> None:
    """Raise EngineError, before the work, where the result could not go."""
    if output != "replace":
        return
    if drawable.is_group():
        raise EngineError("A group has no pixels of its own to replace. Choose 'New layer' as the result.")
    if drawable.get_lock_content():
        raise EngineError(f"The pixels of '{drawable.get_name()}' are locked. Unlock them, or choose 'New layer'.")
    if image.get_base_type() == Gimp.ImageBaseType.GRAY:
        raise EngineError(
            "This image is grey and cannot hold the result's colours. Choose 'New image', or Image > Mode > RGB first."
        )


def keep_parameters(layer: Gimp.Layer, text: str) -> None:
    """Store a request and its outcome on a layer; XCF files keep them."""
    layer.attach_parasite(Gimp.Parasite.new(PARASITE, KEEP | UNDOABLE, text.encode()))


def kept_parameters(layer: Gimp.Item) -> str | None:
    """What `keep_parameters` stored."""
    parasite = layer.get_parasite(PARASITE)
    return None if parasite is None else bytes(parasite.get_data()).rstrip(b"\0").decode(errors="replace")


def fill(drawable: Gimp.Drawable, pixel_format: str, data: bytes) -> None:
    """Give a drawable all its pixels."""
    width, height = drawable.get_width(), drawable.get_height()
    buffer = drawable.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, width, height), pixel_format, data)
    buffer.flush()
    drawable.update(0, 0, width, height)
