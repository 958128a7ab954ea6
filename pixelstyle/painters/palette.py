"""The palette of a machine that chooses one, before there is a picture that it would suit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.files import fit_picture
from pixelstyle.palettes import Palette, get_palette, in_shades, spread_as
from pixelstyle.screens import ScreenMode, choose_palette

_SIDE = 96


def has_only_shades(palette: Palette) -> bool:
    """Whether a palette is of shades of one colour (Game Boy): a painter begins from the content in these, spread from
    the darkest to the lightest, as a stylization does."""
    return in_shades(np.linspace(0, 1, 6, dtype=np.float32).reshape(1, 2, 3), palette) is not None


def palette_for(mode: ScreenMode, content: np.ndarray, painting: np.ndarray) -> Palette:
    """A mode's palette or, where it is chosen, the one for a content, float32 [h, w, 3], sRGB 0..1, in the colours of a
    painting, uint8 [h, w, 3], and as it is: what is painted lies between the two.
    """
    listed = None if mode.palette is None else get_palette(mode.palette)
    if mode.choice is None:
        assert listed is not None, mode.name
        return listed
    points = srgb_to_oklab(content)
    matched = spread_as(points, points.reshape(-1, 3), fit_picture(painting, _SIDE, _SIDE, "stretch"))
    both = np.concatenate([matched, content.astype(np.float32)])
    return choose_palette(replace(mode, width=both.shape[1], height=both.shape[0], any_size=True), both, listed)
