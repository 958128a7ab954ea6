"""PNG out and in: indexed, with exactly the machine's palette in the machine's order, so that nothing gets lost.

The writer is ours because the bytes must be the same on every machine and hold what we mean and nothing else: no gAMA,
cHRM or sRGB chunk, by which viewers would change the colours. The reader leans on Pillow for other people's PNGs.
Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", 2025.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.cells import cells_chunk, colour_chunks
from pixelstyle.formats.png.chunks import (
    INDEXED,
    RGB,
    assemble,
    chunks,
    suggested_palette,
    suggestion,
)
from pixelstyle.formats.png.found_colours import levels_for, palette_of
from pixelstyle.formats.png.hardware import of_rows
from pixelstyle.formats.png.own_order import as_numbered, order_of
from pixelstyle.formats.shared.layout import machine_palette, pack_pixels
from pixelstyle.palettes import SHIFTED, Palette
from pixelstyle.screens import NativePicture, ScreenMode, nearest, show, with_registers

Size = Literal["native", "shown"]

MAX_PIXELS = 1 << 26
"""Larger PNGs are refused before they are unpacked: 67 million pixels are a C64 picture at 32 times its size."""


def encode_png(
    picture: NativePicture, *, size: Size = "native", scale: int = 1, text: Mapping[str, str] | None = None
) -> bytes:
    """A native picture as an indexed PNG, one palette entry for each colour of `picture.palette`, in its order.

    `size` 'shown' repeats pixels to the machine's shape (C64 multicolor: 2 x 1); `scale` then repeats all of them.
    `text` becomes text chunks, in the order given; what the machine's slots or sub-palettes hold, where it is known,
    goes into a chunk that other programs pass over. The bytes depend on nothing else. Where colours are made by the
    signal (HAM, Apple II) they need not be entries of a palette: those pictures become 24-bit PNGs that carry the
    palette as a suggestion (sPLT). Raises PixelStyleError for a scale below 1 or more than MAX_PIXELS.
    """
    if picture.mode.coded:
        rgb = picture.native_rgb() if size == "native" else picture.shown_rgb()
        return encode_png_rgb(rgb, scale=scale, text=text, suggested=picture.palette)
    rows = _enlarge(picture.indices if size == "native" else show(picture.indices, picture.mode), scale)
    depth = next(bits for bits in (1, 2, 4, 8) if len(picture.palette) <= 1 << bits)
    extra = colour_chunks(picture) + cells_chunk(picture) + order_of(picture, picture_of_rgb)
    return assemble(rows.shape[1], depth, INDEXED, extra, pack_pixels(rows, depth), text)


def encode_png_rgb(
    rgb: np.ndarray,
    *,
    scale: int = 1,
    text: Mapping[str, str] | None = None,
    suggested: Palette | None = None,
) -> bytes:
    """A 24-bit picture, uint8 [H, W, 3], as a PNG: for the mode 'none' and for whatever is not indexed.

    `suggested` is a palette for the reader to know, which the pixels need not keep to. Raises PixelStyleError for a
    scale below 1 or more than MAX_PIXELS.

    >>> data = encode_png_rgb(np.full((1, 2, 3), 200, np.uint8), text={"Title": "grey"})
    >>> decode_png_rgb(data).tolist()
    [[[200, 200, 200], [200, 200, 200]]]
    """
    pixels = _enlarge(rgb, scale)
    rows = pixels.reshape(pixels.shape[0], -1)
    extra = b"" if suggested is None else suggestion(suggested)
    return assemble(pixels.shape[1], 8, RGB, extra, rows, text, difference=True)


def decode_png(data: bytes, mode: ScreenMode, palette: Palette | None = None) -> NativePicture:
    """Read a PNG back as a picture of `mode`, from its native size, its shown size, or a whole multiple of either.

    With `palette`, each pixel's colour must be one of it; an indexed PNG whose own palette is the same keeps its
    indices, so that equal colours (the ZX Spectrum's two blacks) stay apart, and the slots or sub-palettes that it may
    carry. Without, the palette is the PNG's own, or, in a PNG without one or with one whose order says nothing, the
    colours found in it from dark to light, in registers where the cells need them. A mode of any size takes the PNG's
    size.
    Raises PixelStyleError, which names the first pixel at fault, for what cannot be a picture of this mode.
    """
    width, height = _size_of(data)
    if mode.any_size:
        mode = mode.resized(width, height)
    step = _step(width, height, mode)
    image = _open(data)
    if mode.coded:
        rgb = _one_per_block(np.array(_opaque(image)), step)
        return picture_of_rgb(rgb, mode, palette or suggested_palette(data), step)
    own = _own_palette(image, mode.any_size or mode.transparent_zero)
    if own is not None and palette is not None and own[: len(palette)] == list(palette.colours):
        if mode.any_size and _clear_entry(image) == len(palette) < len(own):  # the entry for what is transparent
            palette = replace(palette, colours=(*palette.colours, own[len(palette)]), names=())
        own = own[: len(palette)]
    if own is not None and (palette is None or own == list(palette.colours)):
        indices = np.array(image)
        _refuse_beyond(indices, len(own))
        indices = _one_per_block(indices, step)
        clear = _clear_entry(image, len(own))
        found = Palette("png", tuple(own))
        picture = None if palette is not None else of_rows(indices, found, mode, clear)
        picture = picture or as_numbered(indices, found, mode, palette, data, clear)
        if picture is not None:
            return picture
    return picture_of_rgb(_one_per_block(np.array(_opaque(image)), step), mode, palette, step)


def picture_of_rgb(
    rgb: np.ndarray, mode: ScreenMode, palette: Palette | None = None, step: tuple[int, int] = (1, 1)
) -> NativePicture:
    """The picture that shows just these colours, uint8 [H, W, 3] in the mode's native pixels; see `decode_png`.

    `step` is how many of its pixels a PNG had for each of these: what errors count in. Raises PixelStyleError, which
    names the first pixel at fault, for colours that the mode or the palette has not.
    """
    if palette is None and (full := levels_for(mode, rgb)) is not None:
        native = picture_of_rgb(full, mode, None, step)
        return replace(native, palette=replace(native.palette, source=SHIFTED))
    if mode.coded:
        return _from_signal(rgb, mode, palette)
    if palette is not None:
        return NativePicture(mode, palette, _indices_of(rgb, palette, mode, step))
    palette = palette_of(rgb, mode)
    return with_registers(NativePicture(mode, palette, _indices_of(rgb, palette, mode, step)))


def decode_png_rgb(data: bytes, *, zero: bool = False) -> np.ndarray:
    """A PNG's colours exactly as stored, uint8 [h, w, 3]. Raises PixelStyleError for transparent and 16-bit ones.

    zero: a palette's entries may be transparent, and have the colours that they have.
    """
    image = _open(data)
    if zero and image.mode == "P" and _clear_entry(image) is not None:
        del image.info["transparency"]
    return np.array(_opaque(image))


def _enlarge(pixels: np.ndarray, scale: int) -> np.ndarray:
    if scale < 1 or pixels.shape[0] * pixels.shape[1] * scale * scale > MAX_PIXELS:
        raise PixelStyleError(
            f"A picture of {pixels.shape[1]} x {pixels.shape[0]} cannot be scaled by {scale}: scales are whole, from 1 "
            f"up, and the result has at most {MAX_PIXELS:,} pixels."
        )
    return pixels.repeat(scale, axis=0).repeat(scale, axis=1)


def _size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a whole PNG of a size that can be read, before any of it is unpacked."""
    found = list(chunks(data))  # all of them: Pillow would forgive a missing end
    kind, header = found[0]
    if kind != b"IHDR" or len(header) != 13:
        raise PixelStyleError("The PNG is damaged: it does not begin with its header; save the picture again.")
    width, height = struct.unpack(">II", header[:8])
    if width < 1 or height < 1 or width * height > MAX_PIXELS:
        raise PixelStyleError(f"The PNG has {width} x {height} pixels; 1 to {MAX_PIXELS:,} are read.")
    return width, height


def _open(data: bytes) -> Image.Image:
    _size_of(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            image.load()
    except (OSError, ValueError, SyntaxError, struct.error, zlib.error):
        raise PixelStyleError("The PNG is damaged and cannot be read; save the picture again.") from None
    return image


def _step(width: int, height: int, mode: ScreenMode) -> tuple[int, int]:
    """How many PNG pixels make one native pixel, across and down."""
    across, down = width // mode.width, height // mode.height
    whole = across > 0 and down > 0 and across * mode.width == width and down * mode.height == height
    if whole and (across == down or across * mode.pixel[1] == down * mode.pixel[0]):
        return across, down
    shown = mode.shown_size
    also = "" if shown == (mode.width, mode.height) else f" or {shown[0]} x {shown[1]} as shown"
    raise PixelStyleError(
        f"The PNG is {width} x {height} pixels; a picture for '{mode.name}' is {mode.width} x {mode.height}{also}, "
        "or a whole multiple of that."
    )


def _own_palette(image: Image.Image, zero: bool) -> list[tuple[int, int, int]] | None:
    """The PNG's palette, if it has one; with `zero` also where entries of it are transparent."""
    if image.mode != "P" or ("transparency" in image.info and not (zero and _clear_entry(image) is not None)):
        return None
    flat = image.getpalette() or []
    return [(r, g, b) for r, g, b in zip(flat[::3], flat[1::3], flat[2::3], strict=True)] or None


def _clear_entry(image: Image.Image, among: int = 256) -> int | None:
    """The first palette entry that is transparent; None where none is, or some is only in part."""
    known = image.info.get("transparency")
    if isinstance(known, bytes) and not set(known) <= {0, 255}:
        return None
    at = known.find(0) if isinstance(known, bytes) else known
    return at if isinstance(at, int) and 0 <= at < among else None


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        see_through = np.argwhere(np.array(rgba)[:, :, 3] < 255)
        if len(see_through):
            y, x = see_through[0]
            raise PixelStyleError(f"The PNG is transparent at x={x}, y={y}; machines have no transparent pixels.")
        return rgba.convert("RGB")
    if image.mode.startswith("I"):  # 16 bits a sample
        raise PixelStyleError("The PNG has 16 bits a sample; machines' pictures have 8 or fewer: convert it first.")
    return image.convert("RGB")


def _refuse_beyond(indices: np.ndarray, colours: int) -> None:
    beyond = np.argwhere(indices >= colours)
    if len(beyond):
        y, x = beyond[0]
        raise PixelStyleError(
            f"The PNG's pixel at x={x}, y={y} has index {indices[y, x]}, beyond its {colours} colours."
        )


def _one_per_block(pixels: np.ndarray, step: tuple[int, int]) -> np.ndarray:
    """One value for each block of step[0] x step[1] equal pixels; PixelStyleError where a block is not of one value."""
    across, down = step
    native = np.ascontiguousarray(pixels[::down, ::across])
    differ = native.repeat(down, axis=0).repeat(across, axis=1) != pixels
    at = np.argwhere(differ.any(axis=2) if differ.ndim == 3 else differ)
    if len(at):
        y, x = at[0]
        raise PixelStyleError(
            f"The PNG's pixel at x={x}, y={y} differs from its neighbours within one native pixel, {across} x {down}: "
            "the picture was resized by something else than whole steps."
        )
    return native


def _from_signal(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> NativePicture:
    """The codes that make exactly these colours."""
    shows = mode.shows
    if palette is None and shows.palette_of is not None:
        colours = shows.palette_of(rgb)
        if colours is None:
            count = 0 if mode.choice is None else mode.choice.colours
            raise PixelStyleError(f"No {count} colours let the mode '{mode.name}' show every pixel of the PNG.")
        palette = Palette.from_array("png", colours)
    palette = palette or machine_palette(mode)
    if shows.codes_of is not None:
        codes, possible = shows.codes_of(rgb, palette.bytes())
        native, strange = NativePicture(mode, palette, codes), np.argwhere(~possible)
    else:
        native = nearest(mode, rgb.astype(np.float32) / 255, palette)
        strange = np.argwhere((native.native_rgb() != rgb).any(axis=2))
    if len(strange):
        y, x = strange[0]
        raise PixelStyleError(
            f"The mode '{mode.name}' cannot show the colour at native x={x}, y={y} beside the others."
        )
    return native


def _indices_of(rgb: np.ndarray, palette: Palette, mode: ScreenMode, step: tuple[int, int]) -> np.ndarray:
    """The first palette entry of each pixel's colour, uint8 [H, W]; one that the mode can show, where there is one."""
    weights = np.array([1 << 16, 1 << 8, 1])
    codes, keys = rgb.astype(np.int64) @ weights, palette.bytes().astype(np.int64) @ weights
    barred = np.zeros(len(keys), bool) if mode.usable is None else ~np.isin(np.arange(len(keys)), mode.usable)
    order = np.argsort(barred, kind="stable")
    known, first = np.unique(keys[order], return_index=True)
    place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    strange = np.argwhere(known[place] != codes)
    if len(strange):
        y, x = strange[0]
        raise PixelStyleError(
            f"The PNG's pixel at x={x * step[0]}, y={y * step[1]} is #{codes[y, x]:06x}, which is not one of the "
            f"{len(palette)} colours of the palette '{palette.name}'."
        )
    indices: np.ndarray = order[first[place]].astype(np.uint8)
    return indices
