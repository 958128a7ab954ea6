"""An image as it would be exported: the visible layers laid over one another, without the frames that show clashes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
from gi.repository import Gegl, Gimp  # noqa: E402

from pixelstyle_gimp import layers, pictures  # noqa: E402
from pixelstyle_gimp.errors import EngineError  # noqa: E402

FRAMES = "pixelstyle-clashes"
"""The parasite by which the layer with the frames is known."""


def frame_layers(image: Gimp.Image) -> list[Gimp.Layer]:
    """The layers that Check for Machine has made."""
    return [layer for layer in image.get_layers() if layer.get_parasite(FRAMES) is not None]


def png_of_image(image: Gimp.Image) -> bytes:
    """All that is visible of an image, as a PNG: indexed with its colormap, in its order, where the image is.

    Raises EngineError for an image of which nothing is visible.
    """
    with _copied(image) as copy:
        return _flat_png(copy)


def png_of_layer(image: Gimp.Image, layer: Gimp.Layer) -> bytes:
    """The same of a layer by itself."""
    copy = Gimp.Image.new(layer.get_width(), layer.get_height(), image.get_base_type())
    try:
        if image.get_base_type() == Gimp.ImageBaseType.INDEXED:
            copy.set_palette(image.get_palette())
        own = Gimp.Layer.new_from_drawable(layer, copy)
        own.set_offsets(0, 0)
        own.set_visible(True)
        copy.insert_layer(own, None, 0)
        return _flat_png(copy)
    finally:
        copy.delete()


@contextmanager
def _copied(image: Gimp.Image) -> Iterator[Gimp.Image]:
    copy = image.duplicate()
    try:
        for layer in frame_layers(copy):
            copy.remove_layer(layer)
        yield copy
    finally:
        copy.delete()


def _flat_png(copy: Gimp.Image) -> bytes:
    if not any(layer.get_visible() for layer in copy.get_layers()):
        raise EngineError("Nothing of this image is visible. Show a layer, then try again.")
    flat = copy.flatten()
    width, height = flat.get_width(), flat.get_height()
    if copy.get_base_type() != Gimp.ImageBaseType.INDEXED:
        return pictures.encode_png(width, height, layers.bytes_of(flat, "R'G'B' u8"), channels=3)
    palette = [channel for colour in _colormap(copy) for channel in colour]
    box = Gegl.Rectangle.new(0, 0, width, height)
    indices = flat.get_buffer().get(box, 1.0, None, Gegl.AbyssPolicy.CLAMP)
    return pictures.encode_png(width, height, indices, channels=1, palette=bytes(palette))


def _colormap(image: Gimp.Image) -> list[tuple[int, int, int]]:
    return layers.rgb_colours(image.get_palette())
