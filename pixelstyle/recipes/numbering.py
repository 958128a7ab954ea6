"""Keeping the places of a palette: an indexed picture that stays as it is keeps its numbers, equal colours apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_indices
from pixelstyle.formats import decode_png, in_own_order
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, check, to_native


def numbers_in(path: str | Path, shown: np.ndarray, palette: Palette) -> np.ndarray | None:
    """The numbers, uint8 [H, W], that the file at `path` has for these pixels, uint8 [H, W, 3]; None where under the
    palette they show anything else."""
    found = read_indices(path)
    if found is None or found[0].shape != shown.shape[:2] or found[0].max() >= len(palette):
        return None
    return found[0] if (palette.bytes()[found[0]] == shown).all() else None


def numbered_as(native: NativePicture, path: str | Path) -> NativePicture:
    """A picture with the order of colours, and the numbers, of the indexed file that it is; else as it was.

    Only where the machine chooses colours, and where the file's order says something (`in_own_order`).
    """
    mode = native.mode
    if mode.choice is None or mode.coded:
        return native
    try:
        found = _as_stored(path, mode)
        same = found is not None and (found.native_rgb() == native.native_rgb()).all() and not check(found)
    except PixelStyleError:
        return native
    if found is None or not same:
        return native
    return replace(found, palette=replace(found.palette, name=native.palette.name), extra=native.extra)


def _as_stored(path: str | Path, mode: ScreenMode) -> NativePicture | None:
    """The picture that the indexed file at `path` has, by its own numbers. Raises PixelStyleError for another size."""
    found = read_indices(path)
    if found is None:
        return None
    if (data := Path(path).read_bytes()).startswith(b"\x89PNG"):
        return decode_png(data, mode)
    indices, colours = found
    indices = np.ascontiguousarray(to_native(np.repeat(indices[..., None], 3, axis=2), mode)[0][..., 0])
    return in_own_order(indices, colours, mode)
