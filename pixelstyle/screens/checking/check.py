"""Whether a machine can show a picture, from nothing but the picture and the mode's record.

Written apart from the solver, on purpose and without any of its code: it asks whether SOME way of filling the slots
gives these pixels, and if there is none, names the cells that are in the way.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.colour_numbers import distinct, names_of, numbers_of
from pixelstyle.screens.checking.colours import check_gamut, too_many_colours
from pixelstyle.screens.checking.glyphs import glyph_clashes
from pixelstyle.screens.checking.native_size import to_native
from pixelstyle.screens.checking.palette import palette_clashes
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.checking.signals.rules import BEYOND_PALETTE, OF_COLOURS, OF_INDICES
from pixelstyle.screens.checking.slots import slot_clashes
from pixelstyle.screens.checking.spans import span_clashes
from pixelstyle.screens.checking.subpalettes import cells_of, subpalette_clashes
from pixelstyle.screens.checking.tiles import tile_clashes
from pixelstyle.screens.checking.writes import write_clashes
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture


def check(native: NativePicture) -> list[Clash]:
    """Every clash of the picture's indices with its mode's rules, row by row; [] for a legal picture.

    The slots that the picture may carry are not looked at: only whether there could be such. Sub-palettes that it
    carries, and what slots with spans hold, are taken at their word where they show it to be legal, for to find some
    anew can be hard.
    """
    canonical = tuple(range(len(native.palette)))
    names = _names(native.palette)
    return _check(CheckedPicture(native.mode, native.indices, names, canonical, native), native.palette)


def check_rgb(rgb: Rgb8, mode: ScreenMode, palette: Palette | None = None) -> list[Clash]:
    """Every clash of a picture given in colours, uint8 [h, w, 3], at native or shown size or a whole multiple of
    either.

    A colour that the palette holds twice (black on the Spectrum) counts as whichever of the two is legal. Where the
    picture has colours that the palette lacks, those are the clashes, cell by cell, and the other rules are not
    looked at. Without a palette, in modes that choose theirs, colours are the machine's if it can make them; which
    registers could hold them is then not asked. Raises PixelStyleError when the picture's size is not one that the mode
    has.

    >>> from pixelstyle.screens import get_mode
    >>> picture = np.zeros((192, 256, 3), np.uint8)
    >>> picture[0, :3] = (205, 0, 0), (0, 205, 0), (0, 0, 205)  # with black: four colours in the first cell
    >>> [clash.cell for clash in check_rgb(picture, get_mode("zx-spectrum"))]
    [(0, 0)]
    """
    native, mode = to_native(rgb, mode)
    if not mode.constrained:
        return []
    clashes = check_gamut(native, mode, None if mode.shows.beyond_palette else palette)
    if clashes:
        return clashes
    if mode.signal in BEYOND_PALETTE:
        return BEYOND_PALETTE[mode.signal](native, mode, palette)
    if palette is None:
        return _check_chosen(native, mode)
    if mode.signal in OF_COLOURS:
        return OF_COLOURS[mode.signal](native, mode, palette)
    codes, colours = numbers_of(native), numbers_of(palette.bytes()).tolist()
    first: dict[int, int] = {}
    canonical = tuple(first.setdefault(code, k) for k, code in enumerate(colours))
    known, place = distinct(codes)
    indices = np.array([first[int(code)] for code in known], np.uint8)[place]
    return _check(CheckedPicture(mode, indices, _names(palette), canonical), palette)


def _check_chosen(native: np.ndarray, mode: ScreenMode) -> list[Clash]:
    """What no palette could change about colours, uint8 [H, W, 3], that are all the machine's."""
    clashes = too_many_colours(native, mode)
    if mode.subpalettes is not None:  # which of these colours those are that are given is not known
        mode = replace(mode, subpalettes=replace(mode.subpalettes, given=(), backdrop=()))
    known, place = distinct(numbers_of(native))
    picture = CheckedPicture(mode, place, names_of(known), tuple(range(len(known))))
    if mode.subpalettes is not None:
        clashes += subpalette_clashes(picture)
    elif mode.cells:
        cell, most = mode.cells[0], sum(slots.count for slots in mode.slots)
        clashes += [
            at(place, cell, picture.names_of(used), f"{most}", "colours in a cell")
            for place, used in cells_of(picture.indices, cell).items()
            if len(used) > most
        ]
        clashes = clashes or write_clashes(picture) or span_clashes(picture)
    return clashes or tile_clashes(picture)


def _check(picture: CheckedPicture, palette: Palette) -> list[Clash]:
    """All clashes of indices."""
    mode, indices = picture.mode, picture.indices
    most = mode.shows.codes or len(palette)
    if int(indices.max()) >= most:
        row, column = (int(n) for n in np.argwhere(indices >= most)[0])
        entry = f"{indices[row, column]}"
        return [Clash((0, 0), (column, row, 1, 1), (entry,), f"0..{most - 1}", "colours of the palette")]
    clashes = palette_clashes(picture, palette) + slot_clashes(picture)
    clashes = clashes or glyph_clashes(picture) or write_clashes(picture) or span_clashes(picture)
    if mode.signal in OF_INDICES:
        clashes += OF_INDICES[mode.signal](picture)
    clashes += subpalette_clashes(picture)
    return clashes or tile_clashes(picture)


def _names(palette: Palette) -> list[str]:
    return [f"{k} {colour}" for k, colour in enumerate(palette.hex())]
