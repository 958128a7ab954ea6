"""Small screens: where there are few pixels each is seen, so strokes are larger, outlines crisper, and pixels end in
clusters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import StylizeSettings

SMALL = 120
"""Native pixels on the longer side up to which a screen without cells is small: PICO-8's, at 128, shows petals."""
FEW_COLOURS = 64
"""Dots of more colours than these hardly differ, and clusters are as grey as the nearest: terminals have 256."""
STYLE_SCALE, OUTLINES, CLUSTERS = 2.0, 0.5, 0.5
"""What settings of these names are there by themselves: found by looking, see docs/style.md. A painting of 96 pixels
has no strokes that are larger than a pixel, and an eye of 6 no white unless it is brought out."""


def has_bound_pixels(mode: ScreenMode) -> bool:
    """Whether the machine's rules bind pixels otherwise than by the colours of their cells, or there are none."""
    return any((mode.tiles, mode.signal, mode.glyphs, mode.subpalettes, not mode.constrained))


def for_screen(settings: StylizeSettings, mode: ScreenMode) -> StylizeSettings:
    """The settings with what goes by itself on this screen written down, so that whatever is made of it on the way,
    smaller or larger, is made alike.

    Raises PixelStyleError for clusters where the machine's rules bind pixels otherwise than by colours.
    """
    bound = has_bound_pixels(mode)
    if settings.clusters and bound:
        raise PixelStyleError(f"{mode.name} has no clusters: its pixels are not free to take a neighbour's colour.")
    if bound or mode.slots or mode.choice is not None or max(mode.width, mode.height) > SMALL:
        return settings
    palette = settings.palette or mode.palette
    if palette is not None and len(get_palette(palette)) > FEW_COLOURS:
        return settings
    parted = settings.mask or settings.protect or settings.carry or settings.keep_pixels
    by_itself: dict[str, Any] = {
        "style_scale": STYLE_SCALE,
        "outlines": OUTLINES,
        "clusters": 0.0 if parted else CLUSTERS,
    }
    return replace(settings, **{name: value for name, value in by_itself.items() if getattr(settings, name) is None})
