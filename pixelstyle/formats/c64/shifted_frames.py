"""What the memory of a Commodore 64 holds for two multicolour frames half a pixel apart, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.shared.layout import (
    cells_from_lines,
    lines_from_cells,
    pack_pixels,
    picture_of_codes,
    unpack_pixels,
)
from pixelstyle.screens import NativePicture, ScreenMode

_COLOURS, _CELL = 16, 8


@dataclass(frozen=True)
class Memory:
    """Both frames' bitmaps and screen RAMs, and the colour RAM that they share, as rows of cells."""

    bitmaps: tuple[bytes, bytes]
    """In cell order."""
    screens: tuple[np.ndarray, np.ndarray]
    """uint8 [areas down, cells across]: a byte for each area of one or eight lines."""
    colours: np.ndarray
    """uint8 [cells down, cells across]."""
    background: int = 0
    """As it is in $D021."""


def memory_of(picture: NativePicture, lines: int = _CELL, one_screen: bool = False) -> Memory:
    """What shows the picture, areas of screen RAM being `lines` high; with `one_screen` both frames' is the same.

    Raises PixelStyleError for more than one background, and a cell with more colours than it can hold.
    """
    height, width = picture.indices.shape
    background, *others = np.unique(picture.indices[:, 0] >> 4).tolist()
    if others:
        raise PixelStyleError(f"The picture has {1 + len(others)} backgrounds; '{picture.mode.name}' has one.")
    areas = (picture.indices & 15).reshape(height // lines, lines, width // _CELL, _CELL // 2, 2)
    used = (areas[..., None] == np.arange(_COLOURS)).any(axis=(1, 3)).transpose(2, 0, 1, 3)  # frame, down, across, 16
    used[..., background] = False
    if one_screen:
        used[:] = used.any(axis=0)
    colours = _colour_ram(used, _CELL // lines, picture.mode)
    of_areas = colours.repeat(_CELL // lines, axis=0)
    own = used & (of_areas[..., None] != np.arange(_COLOURS))
    first = own.argmax(axis=3)
    second = _COLOURS - 1 - own[..., ::-1].argmax(axis=3)
    second = np.where(own.any(axis=3), second, 0)
    bitmaps = []
    for frame in range(2):
        pixels = areas[..., frame].reshape(height, width // 2)
        places = [
            np.asarray(held, np.uint8).repeat(lines, axis=0).repeat(_CELL // 2, axis=1)
            for held in (np.full_like(first[frame], background), first[frame], second[frame], of_areas)
        ]
        codes = (np.stack(places) == pixels).argmax(axis=0).astype(np.uint8)
        bitmaps.append(cells_from_lines(pack_pixels(codes, 2)))
    screens = (first << 4 | second).astype(np.uint8)
    return Memory((bitmaps[0], bitmaps[1]), (screens[0], screens[1]), colours.astype(np.uint8), background)


def picture_of(
    memory: Memory, mode: ScreenMode, lines: int = _CELL, extra: dict[str, int] | None = None
) -> NativePicture:
    """The reverse of `memory_of`. Only the lower four bits of colour RAM are looked at, as the chip does."""
    indices = np.empty((mode.height, mode.width), np.uint8)
    background = memory.background & 15
    for frame, (bitmap, screen) in enumerate(zip(memory.bitmaps, memory.screens, strict=True)):
        codes = unpack_pixels(lines_from_cells(bitmap, mode.height, mode.width // _CELL), 2)
        rows = screen.repeat(lines, axis=0)
        places = [np.full_like(rows, background), rows >> 4, rows & 15, (memory.colours & 15).repeat(_CELL, axis=0)]
        choices = np.stack(places).repeat(_CELL // 2, axis=2)
        indices[:, frame::2] = np.take_along_axis(choices, codes[None].astype(np.intp), axis=0)[0]
    indices[:, 0] |= background << 4
    return picture_of_codes(mode, indices, extra=extra)


def laid(length: int, areas: Mapping[int, bytes], load: int) -> bytes:
    """Areas at their addresses in so many bytes from `load` on, behind the load address."""
    memory = bytearray(length)
    for at, data in areas.items():
        memory[at - load : at - load + len(data)] = data
    return load.to_bytes(2, "little") + bytes(memory)


def _colour_ram(used: np.ndarray, stacked: int, mode: ScreenMode) -> np.ndarray:
    """A colour for each cell, intp [cells down, across], with which no area of it, of used bool [2, areas down, across,
    16], lacks more than two."""
    _, down, across, _ = used.shape
    left = used.sum(axis=3, keepdims=True) - used  # colours that remain for screen RAM, by which is in colour RAM
    enough = (left <= 2).reshape(2, down // stacked, stacked, across, _COLOURS).all(axis=(0, 2))
    over = np.argwhere(~enough.any(axis=2))
    if len(over):
        row, column = over[0]
        raise PixelStyleError(
            f"The cell at x={column * _CELL}, y={row * _CELL} has more colours than it can hold; 'pixelstyle check' "
            f"lists every such clash in a picture for '{mode.name}'."
        )
    return np.asarray(enough.argmax(axis=2))
