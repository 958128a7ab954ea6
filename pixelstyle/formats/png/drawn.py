"""PNGs of machines' pictures that were drawn in another rendering of the machine's colours than ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.indexed import decode_png, decode_png_rgb, picture_of_rgb
from pixelstyle.formats.png.record import png_colours, png_machine
from pixelstyle.palettes import Palette
from pixelstyle.screens import DRAWN_IN, NativePicture, Recognition, recognise_screen, screen_in_bits


def read_drawn(
    path: Path, data: bytes, mode_name: str | None, palette: Palette | None, drawn_in: str = DRAWN_IN
) -> tuple[NativePicture, Recognition | None]:
    """The machine's picture in the PNG `path`, whose bytes are `data`, and how its colours were read, if these are not
    ours but those of another rendering: see `recognise` for `drawn_in`, `decode_png` and `png_machine` for the others.

    Raises PixelStyleError, which names the first pixel at fault, for what is no picture of its mode.
    """
    mode, palette = png_machine(path, data, mode_name, palette)
    listed = palette or png_colours(path, data, mode)
    picture: NativePicture | None = None
    problem: PixelStyleError | None = None
    try:
        picture = decode_png(data, mode, palette)
    except PixelStyleError as error:
        problem = error
    if listed is not None and (drawn_in != DRAWN_IN or picture is None or not _listed(picture, listed)):
        drawn = recognise_screen(decode_png_rgb(data, zero=mode.transparent_zero), mode, listed, drawn_in)
        if drawn is not None:
            if drawn.before is not None and drawn.clashes:
                raise PixelStyleError(
                    f"{len(drawn.clashes)} cells have colours that are none of the machine's, "
                    f"first {drawn.clashes[0]}. 'convert' changes these, and nothing else."
                )
            made = picture_of_rgb(drawn.rgb, mode, palette)
            return made if drawn.border is None else replace(made, extra={"border": drawn.border}), drawn
    if picture is None and listed is None and drawn_in == DRAWN_IN:
        screen = screen_in_bits(decode_png_rgb(data, zero=mode.transparent_zero), mode)
        picture = None if screen is None else picture_of_rgb(screen.rgb, mode, palette)
    if picture is None:
        assert problem is not None
        raise problem
    return picture, None


def _listed(picture: NativePicture, palette: Palette) -> bool:
    """Whether all colours that a picture shows are the palette's."""
    if picture.mode.coded:
        return True
    used = np.unique(picture.indices)
    return {picture.palette.colours[int(n)] for n in used} <= set(palette.colours)
