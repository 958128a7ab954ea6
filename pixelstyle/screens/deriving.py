"""What slots and sub-palettes must have held, when only a picture's indices are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import squared_distances
from pixelstyle.errors import PixelStyleError
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solver import solve
from pixelstyle.screens.subpalette_deriving import pack_subpalettes


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
    # A palette chosen for the mode says which colours go together; only where it cannot be so are they to be packed. In
    # a fixed palette many packings are right, of which a tile limit allows but some.
    if mode.subpalettes is not None and (wrong.any() or (mode.tiles is not None and mode.choice is None)):
        packed = pack_subpalettes(native)
        if packed is not None:
            return packed
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise PixelStyleError(
            f"The picture breaks the rules of mode '{mode.name}': for instance near pixel x = {column}, y = {row}."
        )
    return replace(native, slots=solved.slots, subpalettes=solved.subpalettes, subpalette_map=solved.subpalette_map)
