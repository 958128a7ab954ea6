"""The mode that the settings name: at its size, where it may have any, and with the cells that are asked for."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.errors import PixelStyleError
from pixelstyle.screens import ScreenMode, Slots, get_mode
from pixelstyle.settings import Settings

LONGEST_SIDE = 320
"""Modes of any size take the picture's own size, reduced to this: larger ones are asked for with --width."""


def sized_mode(settings: Settings, width: int, height: int) -> ScreenMode:
    """The mode of the settings; where it may have any size, that of the settings or of a picture of width x height.

    Raises UnknownNameError for a mode that is not there, PixelStyleError for a size that it cannot have.
    """
    mode = get_mode(settings.mode)
    if not mode.any_size:
        asked = (settings.width or mode.width, settings.height or mode.height)
        return mode.resized(*asked)
    across, down = mode.pixel
    proportion = (width / across) / (height / down)
    if settings.width is not None and settings.height is not None:
        return mode.resized(settings.width, settings.height)
    if settings.width is not None:
        return mode.resized(settings.width, max(1, round(settings.width / proportion)))
    if settings.height is not None:
        return mode.resized(max(1, round(settings.height * proportion)), settings.height)
    reduction = min(1.0, LONGEST_SIDE / max(width, height))
    return mode.resized(max(1, round(width * reduction / across)), max(1, round(height * reduction / down)))


def celled(mode: ScreenMode, settings: Settings) -> ScreenMode:
    """The mode `free` with the cells that the settings ask for. Raises PixelStyleError for cells that cannot be."""
    asked = settings.cell is not None or settings.cell_colours is not None or settings.shared_colours
    if not asked:
        return replace(mode, slots=()) if mode.name == "free" else mode
    if mode.name != "free":
        raise PixelStyleError(f"Cells are set for mode free only: {mode.name} has its own. A mode file can have any.")
    if settings.cell is not None:
        try:
            width, height = (int(part) for part in settings.cell.lower().split("x"))
        except ValueError:
            width = height = 0
        if not (1 <= width <= 1024 and 1 <= height <= 1024):
            raise PixelStyleError(f"'{settings.cell}' is no cell: it is its width x its height in pixels, as in 8x8.")
    if settings.cell is None or settings.cell_colours is None:
        raise PixelStyleError("Cells need both a size and a number of colours: --cell 8x8 --cell-colours 2.")
    shared = (Slots(settings.shared_colours, name="shared"),) if settings.shared_colours else ()
    return replace(mode, slots=(*shared, Slots(settings.cell_colours, (width, height), name="cell")))
