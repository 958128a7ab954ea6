"""Forbidden colours: entries of a palette that a picture must not use, although the machine could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pixelstyle.colour import embed
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import parse_colour
from pixelstyle.palettes import Palette
from pixelstyle.screens.mode import ScreenMode

Colour = tuple[int, int, int]


def parse_colours(text: str | None) -> tuple[Colour, ...]:
    """'#000000,teal' as colours. Raises PixelStyleError.

    >>> parse_colours("#000000, teal")
    ((0, 0, 0), (0, 128, 128))
    """
    return tuple(parse_colour(part) for part in (text or "").split(",") if part.strip())


def forbid(mode: ScreenMode, palette: Palette | None, colours: tuple[Colour, ...]) -> ScreenMode:
    """The mode without these colours: the machine's numbering stays, their entries are not usable.

    `palette` is the one in use, or the list that the mode chooses from; modes that choose are returned as they are.
    Raises PixelStyleError for a colour that is not in the palette, and when a mode cannot do without one.
    """
    if not colours:
        return mode
    if not mode.constrained:
        raise PixelStyleError("The mode none has no palette, so no colour can be forbidden: use -m free.")
    if mode.signal is not None:
        raise PixelStyleError(f"In mode {mode.name} colours follow from one another: none can be forbidden.")
    if palette is None:
        return mode
    _refuse_unknown(palette, colours)
    if mode.choice is not None:
        return mode
    barred = {index for index, colour in enumerate(palette.colours) if colour in colours}
    usable = tuple(k for k in mode.usable or range(len(palette)) if k < len(palette) and k not in barred)
    if not usable:
        raise PixelStyleError(f"Every colour of the palette '{palette.name}' that {mode.name} can show is forbidden.")
    _refuse_empty_slots(mode, palette, set(usable))
    return replace(mode, usable=usable)


def _refuse_unknown(palette: Palette, colours: tuple[Colour, ...]) -> None:
    for colour in colours:
        if colour not in palette.colours:
            raise PixelStyleError(
                f"The palette '{palette.name}' has no {hex_of(colour)} to forbid; the nearest is "
                f"{hex_of(nearest_colour(palette.colours, colour))}."
            )


def _refuse_empty_slots(mode: ScreenMode, palette: Palette, usable: set[int]) -> None:
    """Raise PixelStyleError where some slots could hold none of the usable entries."""
    for slots in mode.slots:
        fixed = mode.fixed.get(slots.name)
        possible = slots.choices if fixed is None else (fixed,)
        if possible is not None and usable.isdisjoint(possible):
            names = ", ".join(sorted({hex_of(palette.colours[k]) for k in possible if k < len(palette)}))
            raise PixelStyleError(f"Mode {mode.name} cannot do without {names}: its {slots.name} is always that.")


def nearest_colour(colours: Sequence[Colour], colour: Colour) -> Colour:
    """The one of them that is nearest in OKLab."""
    points = (np.asarray(embed(np.array(some, np.float32) / 255)) for some in (colours, [colour]))
    return colours[int(((next(points) - next(points)) ** 2).sum(axis=1).argmin())]


def hex_of(colour: Colour) -> str:
    """'#rrggbb'."""
    return "#{:02x}{:02x}{:02x}".format(*colour)
