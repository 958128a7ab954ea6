"""What slots and sub-palettes must have held, when only a picture's indices are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import squared_distances
from pixelstyle.errors import PixelStyleError
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solver import solve


def with_slots(native: NativePicture) -> NativePicture:
    """The same picture with its slots or sub-palettes derived from its indices, for a decoder that knows only those.

    Unused slots hold the colour nearest to one in use. Raises PixelStyleError when no slots could give these indices.
    """
    mode, palette = native.mode, native.palette
    colours = palette.srgb()
    distances = squared_distances(colours[None], colours)[0]
    costs = distances[native.indices]
    costs += 4.0  # a wrong colour is never free, the right one always: a legal picture is the one that costs nothing
    np.put_along_axis(costs, native.indices[..., None].astype(np.intp), 0.0, axis=2)
    solved = solve(replace(mode, tiles=None), costs, palette)
    wrong = solved.indices != native.indices
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise PixelStyleError(
            f"The picture breaks the rules of mode '{mode.name}': for instance near pixel x = {column}, y = {row}."
        )
    return replace(native, slots=solved.slots, subpalettes=solved.subpalettes, subpalette_map=solved.subpalette_map)
