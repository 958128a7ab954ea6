"""Pictures with layers, and GIMP's patterns: what Pillow does not read by itself."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import xcf

_MAX_LIST = 1 << 20
_MAX_PICTURE = 256 << 20
"""Bytes of a picture inside of a zip, before it is unpacked further."""
MAX_LAYERED = 50_000_000
"""Pixels of a canvas or a layer: four bytes each, several times over."""


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
            stack = _xml(file.read(_MAX_LIST), path)
        layers = {element.get("name", ""): element for element in reversed(list(stack.iter("layer")))}
        if layer not in layers:
            raise UnknownNameError("layer", layer, layers)
        found = layers[layer]
        size = (int(stack.get("w", 0)), int(stack.get("h", 0)))
        _check_size(archive, size)
        canvas = Image.new("RGBA", size)
        place = (int(found.get("x", 0)), int(found.get("y", 0)))
        canvas.paste(_png(archive, found.get("src", "")), place)
        return canvas


def _xml(data: bytes, path: Path) -> ElementTree.Element:
    """A list of layers, which has no need of definitions of its own: by those a few lines become gigabytes."""
    text = data.decode("utf-8-sig")
    if "<!" in re.sub("<!--.*?-->", "", text, flags=re.DOTALL):
        raise PixelStyleError(
            f"The layers of '{path}' are listed with definitions; save it anew with a painting program."
        )
    return ElementTree.fromstring(text.partition("?>")[2] if text.startswith("<?xml") else text)  # noqa: S314


def _check_size(archive: zipfile.ZipFile, size: tuple[int, int]) -> None:
    """Raise PixelStyleError before room is made for a picture whose few bytes say that it is very large."""
    width, height = size
    if width < 1 or height < 1 or width * height > MAX_LAYERED:
        raise PixelStyleError(
            f"'{archive.filename}' holds a picture of {width:,} x {height:,} pixels; in a file with layers at most "
            f"{MAX_LAYERED // 10**6} million can be read."
        )


def _png(archive: zipfile.ZipFile, name: str) -> Image.Image:
    # Unpacked within bounds: a small zip can hold a very large file.
    with archive.open(name) as file:
        data = file.read(_MAX_PICTURE + 1)
    if len(data) > _MAX_PICTURE:
        raise PixelStyleError(f"'{archive.filename}' holds a picture that is too large.")
    with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
        _check_size(archive, image.size)
        return image.convert("RGBA")
