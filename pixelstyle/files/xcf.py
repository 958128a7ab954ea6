"""GIMP's own pictures, .xcf: read by gimpformats up to GIMP 2.10, by GIMP itself where that does not suffice.

gimpformats takes the file apart. Putting the layers together is done here, since it knows neither palettes of indexed
pictures nor in which space a layer wants to be blended. Layout: "Documentation of the XCF file format", GIMP's
devel-docs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files.blending import CLIP_TO_BACKDROP, LINEAR, MODES, PERCEPTUAL, UNION, Layer, composed
from pixelstyle.files.xcf_size import check_count, check_layers

if TYPE_CHECKING:
    from gimpformats.GimpLayer import GimpLayer
    from gimpformats.gimpXcfDocument import GimpDocument, GimpGroup

SIGNATURE = b"gimp xcf "
_NOTES = (18, 22, 23, 24, 25, 27, 39)
"""Properties of a picture that no pixel depends on: guides, units, paths, sample points of old and new kinds."""
MAX_PIXELS = 16_000_000
"""Of the canvas and of each layer: gimpformats unpacks in plain Python."""

_SECONDS_FOR_GIMP = 180
_INDEXED = 2


class _BeyondUs(Exception):  # noqa: N818 - not an error: the file is fine, GIMP can read it
    """What gimpformats or this module cannot show; the text completes 'it ...'."""


def read_xcf(path: Path, layer: str | None = None) -> Image.Image:
    """The whole picture, or one layer or group by name in its place on the canvas, as RGBA.

    A layer asked for by name is given as it is: with its mask, but even if hidden and without its opacity and mode.
    Raises UnknownNameError for a layer that is not there; PixelStyleError for a picture that is too large or that
    only GIMP could read while no GIMP 3 is on the PATH.
    """
    with path.open("rb") as file:
        width, height = struct.unpack(">II", file.read(22)[14:])
    if width * height > MAX_PIXELS:
        raise PixelStyleError(f"'{path}' has {width:,} x {height:,} pixels; export it as PNG first.")
    try:
        return _read(path, layer)
    except PixelStyleError:
        raise
    except _BeyondUs as why:
        reason = str(why)
    except Exception:
        # gimpformats fails with IndexError, RuntimeError, struct.error ... on whatever it does not know.
        reason = "is damaged or was saved by GIMP 3"
    return _by_gimp(path, layer, reason)


def _read(path: Path, wanted: str | None) -> Image.Image:
    from gimpformats.gimpXcfDocument import GimpDocument

    class Forgiving(GimpDocument):  # type: ignore[misc]  # it has no types
        """Notes about a picture need not be understood by whoever wants its pixels."""

        def _propertyDecode(self, prop: int, data: bytearray) -> int:  # noqa: N802 - gimpformats' name
            return 0 if prop in _NOTES else super()._propertyDecode(prop, data)

    linear = _stored_linear(path)
    check_count(path)
    document = Forgiving(str(path))
    tree = document.walkTree()
    check_layers(path, document, tree)
    if wanted is None:
        return _as_image(_group(document, tree, linear))
    names = [layer.name for layer in document.raw_layers]
    if wanted not in names:
        raise UnknownNameError("layer", wanted, names)
    found = _named(tree, wanted)
    if isinstance(found, _layer_class()):
        return _as_image(_pixels(document, found, linear))
    return _as_image(_masked(document, found.layer_options, _group(document, found, linear)))


def _stored_linear(path: Path) -> bool:
    """Whether the 8-bit values are linear light. Other precisions are beyond gimpformats, which mistakes them."""
    with path.open("rb") as file:
        start = file.read(30)
    version = 0 if start[9:13] == b"file" else int(start[10:13])
    if version < 4:
        return False
    precision = struct.unpack(">I", start[26:30])[0]
    if version == 4:
        if precision != 0:
            raise _BeyondUs("has more than 8 bits a channel")
        return False
    if not 100 <= precision < 200:
        raise _BeyondUs("has more than 8 bits a channel")
    return bool(precision < 150)


def _layer_class() -> type[GimpLayer]:
    from gimpformats.GimpLayer import GimpLayer

    kind: type[GimpLayer] = GimpLayer
    return kind


def _named(group: GimpGroup, name: str) -> GimpLayer | GimpGroup:
    """The first layer or group of that name, from top to bottom; it is known to be there."""
    for child in group.children:
        if child.name == name:
            return child
        if not isinstance(child, _layer_class()):
            try:
                return _named(child, name)
            except KeyError:
                continue
    raise KeyError(name)


def _group(document: GimpDocument, group: GimpGroup, linear: bool) -> np.ndarray:
    """All visible children put together, float32 [H, W, 4]."""
    return composed(_stack(document, group, linear), document.height, document.width)


def _stack(document: GimpDocument, group: GimpGroup, linear: bool) -> Iterator[Layer]:
    """The visible children from the lowest up; those of groups that let theirs pass through stand among them.

    One at a time: each takes 16 bytes for each pixel of the canvas.
    """
    for child in reversed(group.children):
        if isinstance(child, _layer_class()):
            if child.visible:
                yield _described(child, _pixels(document, child, linear))
            continue
        options = child.layer_options
        if options.visible:
            passes = options.blendMode.value == "Pass through" and options.opacity == 1 and options.mask is None
            if passes:
                yield from _stack(document, child, linear)
            else:
                yield _described(options, _masked(document, options, _group(document, child, linear)))


def _described(layer: GimpLayer, pixels: np.ndarray) -> Layer:
    """The layer with its way of being blended, as far as this program knows how."""
    name = layer.blendMode.value.lower().replace("substract", "subtract")
    legacy = name.endswith(" (legacy)")
    name = name.removesuffix(" (legacy)")
    if name not in MODES:
        raise _BeyondUs(f"has a layer in the mode '{layer.blendMode.value}'")
    opacity = layer.opacity / 255 if isinstance(layer.opacity, int) else layer.opacity  # an integer in old files
    if legacy:
        composite = UNION if name == "normal" else CLIP_TO_BACKDROP
        return Layer(pixels, opacity, name, PERCEPTUAL, PERCEPTUAL, composite, clipped=True)
    # A negative number means 'automatic', and is then minus what that comes to.
    blend = _signed(layer.blendSpace, LINEAR)
    composite_space, composite = _signed(layer.compositeSpace, LINEAR), _signed(layer.compositeMode, UNION)
    if {blend, composite_space} - {LINEAR, PERCEPTUAL} or composite not in (UNION, CLIP_TO_BACKDROP):
        raise _BeyondUs("has a layer that is composed in a way of its own")
    return Layer(pixels, opacity, name, blend, composite_space, composite)


def _signed(value: Any, default: int) -> int:
    """gimpformats gives signed or unsigned numbers, or an enumeration when the file says nothing."""
    if not isinstance(value, int) or value == 0:
        return default
    return abs(value - (1 << 32)) if value >= 1 << 31 else abs(value)


def _pixels(document: GimpDocument, layer: GimpLayer, linear: bool) -> np.ndarray:
    """The layer on the canvas, transparent around it, with its mask: float32 [H, W, 4]."""
    if layer.width * layer.height > MAX_PIXELS:
        raise PixelStyleError(f"The layer '{layer.name}' is too large to be read; export it as PNG first.")
    stored = np.asarray(layer.image)
    stored = stored.reshape(*stored.shape[:2], -1)
    alpha = stored[..., -1:] if stored.shape[2] in (2, 4) else np.full((*stored.shape[:2], 1), 255, np.uint8)
    if document.baseColorMode == _INDEXED:
        colours = np.zeros((256, 3), np.uint8)
        colours[: len(document.colorMap)] = document.colorMap
        rgb = colours[stored[..., 0]]
    else:
        rgb = np.broadcast_to(stored[..., :1] if stored.shape[2] < 3 else stored[..., :3], (*stored.shape[:2], 3))
    straight = np.concatenate([rgb, alpha], axis=-1).astype(np.float32)
    straight /= 255
    if linear:
        from pixelstyle.colour import linear_to_srgb

        straight[..., :3] = linear_to_srgb(straight[..., :3])
    canvas = np.zeros((document.height, document.width, 4), np.float32)
    _paste(canvas, straight, layer.xOffset, layer.yOffset)
    return _masked(document, layer, canvas)


def _masked(document: GimpDocument, layer: GimpLayer | None, canvas: np.ndarray) -> np.ndarray:
    """The canvas with the layer's mask, if it has one in use, multiplied into its alpha."""
    if layer is None or layer.mask is None or not layer.applyMask:
        return canvas
    if layer.mask.width * layer.mask.height > MAX_PIXELS:
        raise PixelStyleError(f"The mask of '{layer.name}' is too large to be read; export it as PNG first.")
    mask = np.zeros((document.height, document.width), np.float32)
    _paste(mask, np.asarray(layer.mask.image.convert("L"), np.float32) / 255, layer.xOffset, layer.yOffset)
    return np.concatenate([canvas[..., :3], canvas[..., 3:] * mask[..., None]], axis=-1)


def _paste(canvas: np.ndarray, piece: np.ndarray, x: int, y: int) -> None:
    """Put the piece onto the canvas with its corner at x, y, cutting off what lies outside."""
    height, width = canvas.shape[:2]
    piece = piece[max(0, -y) : max(0, height - y), max(0, -x) : max(0, width - x)]
    x, y = max(0, x), max(0, y)
    canvas[y : y + piece.shape[0], x : x + piece.shape[1]] = piece


def _as_image(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(np.round(pixels * 255).astype(np.uint8))


_EXPORT = """
import os
from gi.repository import Gimp, Gio
def load(path): return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
image = load(os.environ['PIXELSTYLE_XCF'])
wanted = os.environ.get('PIXELSTYLE_LAYER')
if wanted is not None:
    def below(items): return [x for i in items for x in [i] + (below(i.get_children()) if i.is_group() else [])]
    layer = next((x for x in below(image.get_layers()) if x.get_name() == wanted), None)
    if layer is None:
        with open(os.environ['PIXELSTYLE_PNG'] + '.names', 'w') as file:
            file.write('\\n'.join(x.get_name() for x in below(image.get_layers())))
        raise SystemExit
    alone = Gimp.Layer.new_from_drawable(layer, image)
    alone.set_name('pixelstyle'); alone.set_opacity(100); alone.set_mode(Gimp.LayerMode.NORMAL)
    _, x, y = layer.get_offsets()
    for other in image.get_layers(): other.set_visible(False)
    image.insert_layer(alone, None, 0); alone.set_offsets(x, y); alone.set_visible(True)
image.merge_visible_layers(Gimp.MergeType.CLIP_TO_IMAGE)
Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(os.environ['PIXELSTYLE_PNG']), None)
"""


def _by_gimp(path: Path, layer: str | None, reason: str) -> Image.Image:
    """The same from GIMP 3 itself, which takes ten to fifteen seconds."""
    gimp = shutil.which("gimp-console") or shutil.which("gimp-console-3.0")
    advice = "open it in GIMP and export it as PNG, or put GIMP 3's gimp-console on the PATH"
    if gimp is None:
        raise PixelStyleError(f"'{path}' {reason}, which needs GIMP: {advice}.")
    # GIMP's Python must not find ours, and the user's own GIMP profile is none of our business.
    foreign = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "GI_TYPELIB_PATH", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.png"
        environment |= {
            "GIMP3_DIRECTORY": str(Path(folder) / "profile"),
            "PIXELSTYLE_XCF": str(path.resolve()),
            "PIXELSTYLE_PNG": str(picture),
        }
        if layer is not None:
            environment["PIXELSTYLE_LAYER"] = layer
        options = ("-i", "-d", "-f", "--quit", "--batch-interpreter=python-fu-eval", "-b", _EXPORT)
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):  # told below: there is no picture
            subprocess.run(  # noqa: S603 - the user's GIMP, without a shell; names go in by the environment
                [gimp, *options], env=environment, capture_output=True, timeout=_SECONDS_FOR_GIMP, check=False
            )
        names = picture.with_name(picture.name + ".names")
        if layer is not None and names.is_file():
            raise UnknownNameError("layer", layer, names.read_text(encoding="utf-8").splitlines())
        if not picture.is_file():
            raise PixelStyleError(f"'{path}' {reason}, and '{gimp}' could not export it: {advice}.")
        with Image.open(picture) as image:
            return image.convert("RGBA")
