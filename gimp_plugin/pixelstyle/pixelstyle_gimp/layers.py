"""Reading layers and putting results into images."""

from __future__ import annotations

import math
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
gi.require_version("Babl", "0.1")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import Babl, GdkPixbuf, Gegl, Gimp, Gio, GLib  # noqa: E402

from pixelstyle_gimp import pictures  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402

PARASITE = "pixelstyle"
KEEP, UNDOABLE = 1, 2
"""Gimp's parasite flags for 'saved with the file' and 'gone after an undo': without it GIMP complains at every undo."""


def bytes_of(drawable: Gimp.Drawable, pixel_format: str) -> bytes:
    """All pixels of a drawable; sRGB formats convert from grey, indexed, 16- and 32-bit, group layers composed."""
    box = Gegl.Rectangle.new(0, 0, drawable.get_width(), drawable.get_height())
    pixels: bytes = drawable.get_buffer().get(box, 1.0, pixel_format, Gegl.AbyssPolicy.CLAMP)
    return pixels


def png_of(drawable: Gimp.Drawable) -> bytes:
    """A drawable as a PNG file."""
    rgba = bytes_of(drawable, "R'G'B'A u8")
    return pictures.encode_png(drawable.get_width(), drawable.get_height(), rgba)


def selection_of(image: Gimp.Image, drawable: Gimp.Drawable) -> bytes | None:
    """How far each pixel of a drawable is selected, 0..255; None when nothing is selected at all.

    Raises EngineError when the selection lies beside the drawable.
    """
    if Gimp.Selection.is_empty(image):
        return None
    _, left, top = drawable.get_offsets()
    box = Gegl.Rectangle.new(left, top, drawable.get_width(), drawable.get_height())
    selected: bytes = image.get_selection().get_buffer().get(box, 1.0, "Y u8", Gegl.AbyssPolicy.BLACK)
    if not any(selected):
        raise EngineError(f"The selection does not touch the layer '{drawable.get_name()}'. Select > None, or move it.")
    return selected


def shown_of(image: Gimp.Image, drawable: Gimp.Layer) -> bytes | None:
    """How far each pixel of a layer is selected and let through by its mask, 0..255; None without either."""
    selected = selection_of(image, drawable)
    mask = drawable.get_mask()
    if mask is None or not drawable.get_apply_mask():
        return selected
    through = bytes_of(mask, "Y u8")
    return through if selected is None else bytes(a * b // 255 for a, b in zip(selected, through, strict=True))


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


class Picture:
    """A result: RGB bytes in one of the two sizes."""

    def __init__(self, png: bytes) -> None:
        loader = GdkPixbuf.PixbufLoader.new_with_type("png")
        loader.write_bytes(GLib.Bytes.new(png))
        loader.close()
        self.pixbuf = loader.get_pixbuf()
        self.width, self.height = self.pixbuf.get_width(), self.pixbuf.get_height()
        stride, depth, raw = self.pixbuf.get_rowstride(), self.pixbuf.get_n_channels(), self.pixbuf.get_pixels()
        lines = [raw[y * stride : y * stride + self.width * depth] for y in range(self.height)]
        if depth == 4:
            lines = [b"".join(line[i : i + 3] for i in range(0, len(line), 4)) for line in lines]
        self.rgb = b"".join(lines)

    def sized(self, across: int, down: int) -> bytes:
        """RGB bytes of so many pixels across and down, nearest neighbour."""
        columns = pictures.positions(across, 0, self.width, self.width)
        rows = pictures.positions(down, 0, self.height, self.height)
        return pictures.sample(self.rgb, self.width, 3, columns, rows, b"\0\0\0")


def add_layer(image: Gimp.Image, source: Gimp.Layer, picture: Picture, enlarge: int, fit: str, name: str) -> Gimp.Layer:
    """A new layer above `source`, crisp, in register with it: each pixel lies over the part that it came from; in a
    whole-number enlargement, in its middle, if `enlarge` is not 0. Transparent where the source is, masked where
    nothing is selected and where the source's mask hides it. Gives the layer."""
    width, height = source.get_width(), source.get_height()
    box = pictures.screen_box(fit, (width, height), (picture.width, picture.height))
    if enlarge:
        across, down = picture.width * enlarge, picture.height * enlarge
        begin = max(0, width - across) // 2, max(0, height - down) // 2
    else:
        begin = _nearest(box[0]), _nearest(box[1])
        across = max(1, _nearest(box[0] + box[2]) - begin[0])
        down = max(1, _nearest(box[1] + box[3]) - begin[1])
    columns = pictures.positions(across, box[0], box[2], width)
    rows = pictures.positions(down, box[1], box[3], height)

    alpha = b"\xff" * (across * down)
    if source.has_alpha() or source.is_group():
        alpha = pictures.hardened(pictures.sample(bytes_of(source, "A u8"), width, 1, columns, rows, b"\xff"))
    layer = Gimp.Layer.new(image, name, across, down, Gimp.ImageType.RGBA_IMAGE, 100, Gimp.LayerMode.NORMAL)
    fill(layer, "R'G'B'A u8", pictures.with_alpha(picture.sized(across, down), alpha))
    _, left, top = source.get_offsets()
    layer.set_offsets(left + begin[0], top + begin[1])
    image.insert_layer(layer, source.get_parent(), image.get_item_position(source))
    shown = shown_of(image, source)
    if shown is not None:
        mask = layer.create_mask(Gimp.AddMaskType.WHITE)
        layer.add_mask(mask)
        fill(mask, "Y u8", pictures.sample(shown, width, 1, columns, rows, b"\0"))
        layer.set_edit_mask(False)  # what is done next is done to the picture
    return layer


def _nearest(place: float) -> int:
    """A place between pixels as that of one, halves up, so that a screen's size does not depend on where it lies."""
    return math.floor(place + 0.5)


def replace_pixels(source: Gimp.Layer, picture: Picture, fit: str) -> None:
    """The result in place of the layer's pixels: nearest neighbour, only where selected, transparency kept."""
    width, height = source.get_width(), source.get_height()
    left, top, across, down = pictures.screen_box(fit, (width, height), (picture.width, picture.height))
    # For each pixel of the layer the pixel of the result that covers it, -1 where the screen does not reach.
    columns = _covering(width, left, across, picture.width)
    rows = _covering(height, top, down, picture.height)
    alpha = bytes_of(source, "A u8")
    old = bytes_of(source, "R'G'B'A u8")
    rgb = pictures.sample(picture.rgb, picture.width, 3, columns, rows, b"\0\0\0")
    new = bytearray(pictures.with_alpha(rgb, alpha))
    for y, row in enumerate(rows):
        if row < 0:
            new[y * width * 4 : (y + 1) * width * 4] = old[y * width * 4 : (y + 1) * width * 4]
    for x in (x for x, column in enumerate(columns) if column < 0):
        for channel in range(4):
            new[x * 4 + channel :: width * 4] = old[x * 4 + channel :: width * 4]
    # Merging the shadow buffer heeds the selection and is one undo step.
    shadow = source.get_shadow_buffer()
    shadow.set(Gegl.Rectangle.new(0, 0, width, height), "R'G'B'A u8", bytes(new))
    shadow.flush()
    source.merge_shadow(True)
    source.update(0, 0, width, height)


def new_image(png: bytes, folder: str, enlarge: int, colours: list[str] | None) -> Gimp.Image:
    """The result as an image of its own: indexed, with exactly the palette `colours`, in its order; RGB without.

    Raises EngineError when GIMP cannot read it, or reads it with another palette.
    """
    file = Gio.File.new_for_path(f"{folder}/result.png")
    file.replace_contents(png, None, False, Gio.FileCreateFlags.REPLACE_DESTINATION, None)
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
    file.delete(None)
    if image is None:
        raise EngineError("GIMP cannot read the result.")
    if colours is not None:
        found = pictures.hex_colours(colours_of(image.get_palette()))
        if image.get_base_type() != Gimp.ImageBaseType.INDEXED or found != colours:
            image.delete()
            raise EngineError("GIMP changed the palette while loading the result.")
    if enlarge > 1:
        Gimp.context_push()
        Gimp.context_set_interpolation(Gimp.InterpolationType.NONE)
        image.scale(image.get_width() * enlarge, image.get_height() * enlarge)
        Gimp.context_pop()
    return image


def keep_parameters(layer: Gimp.Layer, text: str) -> None:
    """Store a request and its outcome on a layer; XCF files keep them."""
    layer.attach_parasite(Gimp.Parasite.new(PARASITE, KEEP | UNDOABLE, text.encode()))


def kept_parameters(layer: Gimp.Item) -> str | None:
    """What `keep_parameters` stored."""
    parasite = layer.get_parasite(PARASITE)
    return None if parasite is None else bytes(parasite.get_data()).rstrip(b"\0").decode(errors="replace")


def _covering(count: int, start: float, length: float, limit: int) -> list[int]:
    found = [int(((i + 0.5 - start) * limit / length) // 1) for i in range(count)]
    return [i if 0 <= i < limit else -1 for i in found]


def fill(drawable: Gimp.Drawable, pixel_format: str, data: bytes) -> None:
    """Give a drawable all its pixels."""
    width, height = drawable.get_width(), drawable.get_height()
    buffer = drawable.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, width, height), pixel_format, data)
    buffer.flush()
    drawable.update(0, 0, width, height)
