"""Results: pictures of the engine, put into images as layers, in place of pixels, or as images of their own."""

from __future__ import annotations

import math

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, Gegl, Gimp, Gio, GLib  # noqa: E402

from pixelstyle_gimp import pictures  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402
from pixelstyle_gimp.layers import Part, colours_of, fill, shown_of  # noqa: E402

SMALL = 112
"""The longer side of a gallery's pictures."""


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

    def small(self, longest: int = SMALL) -> bytes:
        """A PNG for galleries, its longer side of so many pixels at most."""
        factor = min(1.0, longest / max(self.width, self.height))
        size = max(1, round(self.width * factor)), max(1, round(self.height * factor))
        _, png = self.pixbuf.scale_simple(*size, GdkPixbuf.InterpType.BILINEAR).save_to_bufferv("png", [], [])
        return bytes(png)

    def sized(self, across: int, down: int) -> bytes:
        """RGB bytes of so many pixels across and down, nearest neighbour."""
        columns = pictures.positions(across, 0, self.width, self.width)
        rows = pictures.positions(down, 0, self.height, self.height)
        return pictures.sample(self.rgb, self.width, 3, columns, rows, b"\0\0\0")


def add_layer(image: Gimp.Image, part: Part, picture: Picture, enlarge: int, fit: str, name: str) -> Gimp.Layer:
    """A new layer above the part's own, crisp, in register with it: each pixel lies over what it came from; in a
    whole-number enlargement, in its middle, if `enlarge` is not 0. Transparent where the source is, masked where
    nothing is selected and where the source's mask hides it. Gives the layer."""
    source, (width, height) = part.layer, part.size
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
        alpha = pictures.hardened(pictures.sample(part.pixels("A u8"), width, 1, columns, rows, b"\xff"))
    layer = Gimp.Layer.new(image, name, across, down, Gimp.ImageType.RGBA_IMAGE, 100, Gimp.LayerMode.NORMAL)
    fill(layer, "R'G'B'A u8", pictures.with_alpha(picture.sized(across, down), alpha))
    left, top = part.offsets()
    layer.set_offsets(left + begin[0], top + begin[1])
    image.insert_layer(layer, source.get_parent(), image.get_item_position(source))
    shown = shown_of(image, part)
    if shown is not None:
        mask = layer.create_mask(Gimp.AddMaskType.WHITE)
        layer.add_mask(mask)
        fill(mask, "Y u8", pictures.sample(shown, width, 1, columns, rows, b"\0"))
        layer.set_edit_mask(False)  # what is done next is done to the picture
    return layer


def _nearest(place: float) -> int:
    """A place between pixels as that of one, halves up, so that a screen's size does not depend on where it lies."""
    return math.floor(place + 0.5)


def replace_pixels(part: Part, picture: Picture, fit: str) -> None:
    """The result in place of the part's pixels: nearest neighbour, only where selected, transparency kept."""
    source, (width, height) = part.layer, part.size
    left, top, across, down = pictures.screen_box(fit, (width, height), (picture.width, picture.height))
    # For each pixel of the part the pixel of the result that covers it, -1 where the screen does not reach.
    columns = _covering(width, left, across, picture.width)
    rows = _covering(height, top, down, picture.height)
    alpha = part.pixels("A u8")
    old = part.pixels("R'G'B'A u8")
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
    shadow.set(Gegl.Rectangle.new(part.left, part.top, width, height), "R'G'B'A u8", bytes(new))
    shadow.flush()
    source.merge_shadow(True)
    source.update(part.left, part.top, width, height)


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


def place_of(image: Gimp.Image, layer: Gimp.Layer) -> tuple[str, str]:
    """Where files that are made of a layer belong: a folder, and a name without an ending."""
    file = image.get_file() or image.get_imported_file() or image.get_exported_file()
    name = layer.get_name() if file is None else file.get_basename()
    return _folder(image), name.rpartition(".")[0] or name


def _folder(image: Gimp.Image) -> str:
    """That of an image's file; of one that has none, where a person's pictures are."""
    file = image.get_file() or image.get_imported_file() or image.get_exported_file()
    parent = None if file is None else file.get_parent()
    if parent is not None and parent.get_path() is not None:
        return str(parent.get_path())
    return str(GLib.get_user_special_dir(GLib.UserDirectory.DIRECTORY_PICTURES) or GLib.get_home_dir())


def name_image(made: Gimp.Image, source: Gimp.Image, name: str) -> None:
    """Call a new image and its layer by a name, where saving will offer it: beside the source, and never a file that
    is there already."""
    made.get_layers()[0].set_name(name)
    folder = Gio.File.new_for_path(_folder(source))
    stem = name.replace("/", "-").replace("\\", "-")
    numbered = (folder.get_child(f"{stem}{tail}.xcf") for tail in ("", *(f" {n}" for n in range(2, 1000))))
    made.set_file(next((file for file in numbered if not file.query_exists(None)), folder.get_child(f"{stem}.xcf")))


def _covering(count: int, start: float, length: float, limit: int) -> list[int]:
    found = [int(((i + 0.5 - start) * limit / length) // 1) for i in range(count)]
    return [i if 0 <= i < limit else -1 for i in found]
