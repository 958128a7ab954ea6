"""Which of all modes could show a picture as it is."""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.screens.catalogue import modes
from pixelstyle.screens.checking.check import check_rgb
from pixelstyle.screens.checking.colour_numbers import colours_of, numbers_of, on_lattice
from pixelstyle.screens.checking.native_size import to_native
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.recognising import DRAWN_IN
from pixelstyle.screens.recognising.screenshot import in_own_colours, recognise_screen, screen_in_bits

_MOST_COLOURS = 256


def modes_that_show(rgb: np.ndarray, drawn_in: str = DRAWN_IN) -> list[str]:
    """The names of the catalogue's modes in which a picture, uint8 [h, w, 3], is legal: at the mode's size, enlarged by
    whole numbers or in a border, in our colours or in another rendering of them (`drawn_in`, as in `recognise`).

    Modes of any size are left out, and so are all for pictures of more than 256 colours.

    >>> modes_that_show(np.full((136, 240, 3), 26, np.uint8))
    []
    """
    colours = colours_of(np.unique(numbers_of(rgb)))
    count = len(colours)
    if count > _MOST_COLOURS:
        return []
    whole = (mode for mode in modes() if mode.constrained and not mode.any_size and count <= _most_colours(mode))
    return [mode.name for mode in whole if _makes(mode, colours) and _shows(mode, rgb, drawn_in)]


def _makes(mode: ScreenMode, colours: np.ndarray) -> bool:
    """Whether a mode whose colours are chosen from bits has these, uint8 [n, 3], in one pixel or another."""
    bits = None if mode.choice is None else mode.choice.bits
    return bits is None or mode.shows.beyond_palette or bool(on_lattice(colours, bits).all())


def _most_colours(mode: ScreenMode) -> int:
    """As many colours as a picture in the mode has, and one more around it."""
    if mode.shows.beyond_palette:
        return _MOST_COLOURS
    if mode.choice is not None:
        return 1 + mode.choice.different * mode.shows.parts
    assert mode.palette is not None
    return 1 + len(get_palette(mode.palette))


def _shows(mode: ScreenMode, rgb: np.ndarray, drawn_in: str) -> bool:
    try:
        if mode.palette is None:
            return screen_in_bits(rgb, mode) is not None or not check_rgb(rgb, mode)
        palette = get_palette(mode.palette)
        found = recognise_screen(rgb, mode, palette, drawn_in, soiled=False) or in_own_colours(
            to_native(rgb, mode)[0], mode, palette
        )
    except PixelStyleError:  # of another size, or drawn in a palette that is another machine's
        return False
    return found is not None and not found.clashes
