"""Whether GIMP's picture, .xcf, has no more and no larger layers than can be read: seen before they are unpacked."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from pixelstyle.errors import PixelStyleError
from pixelstyle.files.budget import check_room

if TYPE_CHECKING:
    from gimpformats.gimpXcfDocument import GimpDocument, GimpGroup

MAX_LAYERS, MAX_LAYER_PIXELS = 200, 64_000_000
"""Of all layers together: what gimpformats unpacks in a minute or two."""
_MOST_PROPERTIES = 4 << 20
"""Bytes in which a picture's own properties end, and the list of its layers."""


def check_count(path: Path) -> None:
    """Raise PixelStyleError where layers are too many: gimpformats takes the square of their number of time."""
    with path.open("rb") as file:
        data = file.read(_MOST_PROPERTIES)
    version = 0 if data[9:13] == b"file" else int(data[10:13])
    at, kind, pointer = 26 if version < 4 else 30, 1, 8 if version >= 11 else 4
    while kind and at + 8 <= len(data):
        kind, length = struct.unpack_from(">II", data, at)
        at += 8 + length
    count = 0
    while any(data[at : at + pointer]):
        count, at = count + 1, at + pointer
        if count > MAX_LAYERS:
            raise PixelStyleError(f"'{path}' has more than {MAX_LAYERS} layers; export it as PNG first.")


def check_layers(path: Path, document: GimpDocument, tree: GimpGroup) -> None:
    """Raise PixelStyleError before anything is unpacked, where the layers are too large or too deep."""
    sizes = [layer.width * layer.height for layer in document.raw_layers]
    if sum(sizes) > MAX_LAYER_PIXELS:
        raise PixelStyleError(
            f"'{path}' has {len(sizes):,} layers of {sum(sizes) / 1e6:,.0f} million pixels; export it as PNG first."
        )
    check_room(path, document.width, document.height, 48 + 16 * _depth(tree))


def _depth(group: GimpGroup) -> int:
    return 1 + max((_depth(child) for child in group.children if hasattr(child, "children")), default=0)
