"""Pictures with layers, and GIMP's patterns: what Pillow does not read by itself."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import xcf

_MAX_LIST = 1 << 20


def read_layered(path: Path, layer: str | None) -> Image.Image | None:
    """A .xcf, .ora or .pat picture, or one layer of it in its place on the canvas, RGB or RGBA; None for other files.

    Raises UnknownNameError for a layer that is not there, PixelStyleError for one of a file without layers, and for
    what `xcf.read_xcf` cannot read; anything may come out of a damaged file.
    """
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(xcf.SIGNATURE):
        return xcf.read_xcf(path, layer)
    if start.startswith(b"PK") and b"image/openraster" in start:
        return _open_raster(path, layer)
    if layer is not None:
        raise PixelStyleError(f"'{path}' has no layers to choose from; .xcf and .ora files have.")
    if start[20:24] == b"GPAT":
        width, height, channels = struct.unpack(">III", start[8:20])
        if width * height * channels > path.stat().st_size:
            raise OSError("image file is truncated")  # before room is made for what is not there
        from gimpformats.GimpPatPattern import GimpPatPattern

        picture: Image.Image | None = GimpPatPattern(str(path)).image
        return picture
    return None


def _open_raster(path: Path, layer: str | None) -> Image.Image:
    """OpenRaster: a zip with mergedimage.png, stack.xml and a PNG for each layer (openraster.org, version 0.0.5)."""
    with zipfile.ZipFile(path) as archive:
        if layer is None:
            return _png(archive, "mergedimage.png")
        with archive.open("stack.xml") as file:
            stack = ElementTree.fromstring(file.read(_MAX_LIST))
        layers = {element.get("name", ""): element for element in reversed(list(stack.iter("layer")))}
        if layer not in layers:
            raise UnknownNameError("layer", layer, layers)
        found = layers[layer]
        canvas = Image.new("RGBA", (int(stack.get("w", 0)), int(stack.get("h", 0))))
        place = (int(found.get("x", 0)), int(found.get("y", 0)))
        canvas.paste(_png(archive, found.get("src", "")), place)
        return canvas


def _png(archive: zipfile.ZipFile, name: str) -> Image.Image:
    # Unpacked within bounds: a small zip can hold a very large file.
    with archive.open(name) as file:
        data = file.read((512 << 20) + 1)
    if len(data) > 512 << 20:
        raise PixelStyleError(f"'{archive.filename}' holds a picture that is too large.")
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGBA")
