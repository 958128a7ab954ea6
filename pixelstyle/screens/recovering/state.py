"""What slots and sub-palettes must have held, when only a picture's indices are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import squared_distances
from pixelstyle.errors import PixelStyleError
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recovering.given_rows import in_given_rows
from pixelstyle.screens.recovering.subpalettes import pack_subpalettes
from pixelstyle.screens.recovering.tile_shapes import tile_count
from pixelstyle.screens.solving.solve import solve
from pixelstyle.screens.solving.subpalettes.solve import in_blocks

_WRONG, _TWIN = 1_000.0, 1e-4
"""What a wrong colour costs at least, so that a legal picture is what costs next to nothing, and what another entry of
the right colour costs: over a whole screen less than one wrong pixel."""


def with_slots(native: NativePicture) -> NativePicture:
    """The same picture with its slots or sub-palettes derived from its indices, for a decoder that knows only those.

    An index becomes another one of the same colour where only that is possible. Unused slots hold the colour nearest to
    one in use. Raises PixelStyleError when no slots could give these indices.
    """
    mode, palette = native.mode, native.palette
    rule = mode.subpalettes
    large = mode.choice is not None and mode.tiles is None
    if large and rule is not None and not rule.given and in_blocks(mode, len(palette)) is None:
        packed = pack_subpalettes(native, rule)
        if packed is None:
            raise PixelStyleError(f"No sub-palettes of mode '{mode.name}' are found that serve every cell.")
        return packed
    colours = palette.srgb()
    distances = squared_distances(colours[None], colours)[0]
    # Entries of the same colour (the ZX Spectrum's two blacks) stand in for each other where they have to.
    same = (colours[:, None] == colours).all(axis=2)
    costs = np.where(same, _TWIN, distances + _WRONG).astype(np.float32)
    np.fill_diagonal(costs, 0.0)
    solved = solve(replace(mode, tiles=None), costs[native.indices], palette)
    wrong = (colours[solved.indices] != colours[native.indices]).any(axis=2)
    many = False
    if mode.subpalettes is not None and mode.tiles is not None and not wrong.any():
        codes = (solved.choices() == solved.indices[..., None]).argmax(axis=2).astype(np.uint8)
        many = tile_count(codes, mode.tiles) > mode.tiles.limit
    if mode.subpalettes is not None and mode.tiles is not None and mode.recolours and not wrong.any():
        return in_given_rows(replace(native, indices=solved.indices), mode.subpalettes, mode.tiles) or native
    if mode.subpalettes is not None and (wrong.any() or many):
        packed = pack_subpalettes(native, mode.subpalettes)
        if packed is not None:
            return packed
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise PixelStyleError(
            f"The picture breaks the rules of mode '{mode.name}': for instance near pixel x = {column}, y = {row}."
        )
    return replace(
        native,
        indices=solved.indices,
        slots=solved.slots,
        subpalettes=solved.subpalettes,
        subpalette_map=solved.subpalette_map,
    )
