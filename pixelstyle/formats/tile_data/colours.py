"""Palette memory: sub-palettes as a machine's words, and back."""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.shared.palette_registers import levels_of, palette_of_levels
from pixelstyle.formats.tile_data.layouts import TileLayout
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import NativePicture, ScreenMode

_FIX = ((14, 8), (13, 4), (12, 0))
"""Where the Neo Geo has the lowest bit of red, green and blue, and where their upper four bits begin."""


def pack_colours(layout: TileLayout, picture: NativePicture, held: np.ndarray) -> bytes:
    """The palette's entries `held`, uint8 [count, colours], filled up to the machine's number of colours."""
    if layout.colour is None:
        return held.tobytes()
    if layout.packing == "fix":
        return _fix_words(levels_of(picture.palette, (5, 5, 5))[held.reshape(-1)])
    packed = layout.colour.pack(picture.palette, held)
    return packed.ljust(colour_bytes(layout, len(held)), b"\0")


def colour_bytes(layout: TileLayout, count: int) -> int:
    """Bytes of so many sub-palettes."""
    if layout.colour is None:
        return count << layout.bits
    return (count << layout.bits) * np.dtype(layout.colour.kind).itemsize


def unpack_colours(layout: TileLayout, data: bytes) -> Palette:
    """The reverse of `pack_colours` for machines whose colours are chosen: at most 256."""
    assert layout.colour is not None
    if layout.packing != "fix":
        return layout.colour.unpack(data)
    words = np.frombuffer(data, ">u2").astype(np.intp)
    levels = [(words >> upper & 15) << 1 | words >> lowest & 1 for lowest, upper in _FIX]
    return palette_of_levels(np.stack(levels, axis=1), (5, 5, 5))


def machine_colours(layout: TileLayout, data: bytes, mode: ScreenMode) -> np.ndarray | None:
    """uint8 [N, 3]: the colours in a machine's palette memory, of whole sub-palettes of the mode's; None for other
    lengths."""
    rule = mode.subpalettes
    if rule is None or not data or len(data) % colour_bytes(layout, 1):
        return None
    count = len(data) // colour_bytes(layout, 1)
    if layout.colour is None:  # the NES: of 32 bytes the sprites' are the latter half
        count = min(count, rule.count)
        entries = np.frombuffer(data, np.uint8)[: count << layout.bits] & 0x3F
        return None if mode.palette is None else get_palette(mode.palette).bytes()[entries]
    return unpack_colours(layout, data[: min(count, rule.count) * colour_bytes(layout, 1)]).bytes()


def _fix_words(levels: np.ndarray) -> bytes:
    words = sum((levels[:, n] & 1) << lowest | (levels[:, n] >> 1) << upper for n, (lowest, upper) in enumerate(_FIX))
    return np.asarray(words).astype(">u2").tobytes()
