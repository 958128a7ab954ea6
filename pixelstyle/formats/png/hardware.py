"""PNGs as tools for consoles read them: the palette's rows are the sub-palettes, index 16 n + c is colour c of row n.

SGDK's resource compiler, and others, take the palette of a tile from the upper four bits of its pixels' indices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.chunks import INDEXED, assemble, chunk
from pixelstyle.formats.shared.tiles import (
    chosen_sub_palettes,
    palette_of_sub_palettes,
    picture_of_sub_palettes,
    sub_palette_codes,
)
from pixelstyle.palettes import SHIFTED, Palette, full_levels
from pixelstyle.screens import NativePicture, ScreenMode

_ROW = 16


def encode_hardware_png(picture: NativePicture, text: Mapping[str, str] | None = None) -> bytes:
    """A picture of a tile machine in eight bits a pixel; colour zero is transparent where the picture has such parts.

    Raises PixelStyleError for more sub-palettes than an index has room for.
    """
    codes, held, cells = sub_palette_codes(picture)
    row = _ROW if held.shape[1] <= _ROW else held.shape[1]
    if len(held) * row > 256:
        raise PixelStyleError(f"{len(held)} palettes of {held.shape[1]} have no room in a PNG of 256 colours.")
    rule = picture.mode.subpalettes
    across, down = (8, 8) if rule is None else rule.cell
    number = cells.repeat(down, axis=0).repeat(across, axis=1)[: picture.mode.height, : picture.mode.width]
    indices = (number.astype(np.intp) * row + codes).astype(np.uint8)
    colours = np.zeros((len(held), row, 3), np.uint8)
    colours[:, : held.shape[1]] = picture.palette.bytes()[held]
    extra = chunk(b"PLTE", colours.tobytes())
    if "transparent" in picture.extra:
        extra += chunk(b"tRNS", bytes(0 if n % row == 0 else 255 for n in range((len(held) - 1) * row + 1)))
    return assemble(indices.shape[1], 8, INDEXED, extra, indices, text)


def of_rows(indices: np.ndarray, own: Palette, mode: ScreenMode, clear: int | None) -> NativePicture | None:
    """The picture in such a PNG, by its indices, uint8 [H, W], its palette and its first transparent entry, on a
    machine that chooses its colours; None for every other one."""
    rule, choice = mode.subpalettes, mode.choice
    if rule is None or choice is None or rule.shared + rule.size > _ROW or len(own) != rule.count * _ROW:
        return None
    full = None if choice.bits is None else full_levels(own.bytes(), choice.bits)
    colours = own.bytes() if full is None else full
    row, code = indices >> 4, indices & 15
    across, down = rule.cell
    cells = row[::down, ::across]
    spread = cells.repeat(down, axis=0).repeat(across, axis=1)[: mode.height, : mode.width]
    if (row != spread).any() or row.max() >= rule.count or code.max() >= rule.shared + rule.size:
        return None
    rows = colours.reshape(rule.count, _ROW, 3)[:, : rule.shared + rule.size]
    used = np.unique(row)
    if rule.shared and (rows[used, : rule.shared] != rows[used[0], : rule.shared]).any():
        return None
    rows = rows.copy()
    rows[:, : rule.shared] = rows[used[0], : rule.shared]
    flat = Palette.from_array(own.name, rows.reshape(-1, 3), "" if full is None else SHIFTED)
    found = picture_of_sub_palettes(mode, code, chosen_sub_palettes(mode), cells, palette_of_sub_palettes(mode, flat))
    return found if clear is None else replace(found, extra={"transparent": 0})
