"""Keeping the places of a palette: an indexed picture that stays as it is keeps its numbers, equal colours apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_indices
from pixelstyle.palettes import Palette, full_levels
from pixelstyle.screens import NativePicture, to_native


def numbers_in(path: str | Path, shown: np.ndarray, palette: Palette) -> np.ndarray | None:
    """The numbers, uint8 [H, W], that the file at `path` has for these pixels, uint8 [H, W, 3]; None where under the
    palette they show anything else."""
    found = read_indices(path)
    if found is None or found[0].shape != shown.shape[:2] or found[0].max() >= len(palette):
        return None
    return found[0] if (palette.bytes()[found[0]] == shown).all() else None


def numbered_as(native: NativePicture, path: str | Path) -> NativePicture:
    """A picture with the order of colours, and the numbers, of the indexed file that it is; else as it was.

    Only where any pixel may have any of the colours chosen: elsewhere places have a meaning.
    """
    mode = native.mode
    rule = mode.choice
    if rule is None or rule.free is not None or mode.slots or mode.subpalettes is not None or mode.signal:
        return native
    found = read_indices(path)
    if found is None:
        return native
    indices, colours = found
    try:
        indices = np.ascontiguousarray(to_native(np.repeat(indices[..., None], 3, axis=2), mode)[0][..., 0])
    except PixelStyleError:
        return native
    full = None if rule.bits is None else full_levels(colours, rule.bits)
    colours = (colours if full is None else full)[: rule.colours]
    if indices.max() >= len(colours) or not (colours[indices] == native.native_rgb()).all():
        return native
    return replace(native, palette=replace(native.palette, colours=_tuples(colours), names=()), indices=indices)


def _tuples(colours: np.ndarray) -> tuple[tuple[int, int, int], ...]:
    return tuple((int(red), int(green), int(blue)) for red, green, blue in colours)
