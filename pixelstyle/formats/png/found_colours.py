"""The palette that a machine must have had, by the colours that are found in a PNG without one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.order import dark_to_light
from pixelstyle.palettes import Palette, full_levels, get_palette
from pixelstyle.screens import Choice, ScreenMode


def levels_for(mode: ScreenMode, colours: np.ndarray) -> np.ndarray | None:
    """`full_levels` of uint8 [..., 3] for a mode whose colours are chosen by bits; None for others."""
    return full_levels(colours, mode.choice.bits) if mode.choice is not None and mode.choice.bits is not None else None


def palette_of(rgb: np.ndarray, mode: ScreenMode) -> Palette:
    """All of them, uint8 [H, W, 3], from dark to light, and what follows from them in an order that the mode can have:
    by these colours alone. Raises PixelStyleError for too many."""
    colours = np.unique(rgb.reshape(-1, 3), axis=0)
    colours = colours[dark_to_light(colours)]
    most = 256 if mode.choice is None else mode.choice.different * mode.shows.parts
    if mode.choice is not None and mode.shows.brings is not None and len(colours) <= most:
        colours = _with_brought(colours, mode.shows.brings, mode.choice.colours)
    if mode.choice is not None and mode.choice.free is not None and mode.palette is not None:
        colours = _with_run(colours, mode.choice, get_palette(mode.palette).bytes())
    if len(colours) > most:
        raise PixelStyleError(f"The PNG has {len(colours)} colours; a picture for '{mode.name}' has at most {most}.")
    return Palette.from_array("png", colours)


def _with_run(colours: np.ndarray, choice: Choice, listed: np.ndarray) -> np.ndarray:
    """A palette with all of these colours whose last ones are a run of the list; as they are where there is none."""
    runs, free = choice.runs(listed), choice.free or 0
    for run in () if runs is None else runs:
        own = colours[~(colours[:, None] == run).all(axis=2).any(axis=1)]
        if len(own) <= free:
            return np.concatenate([np.resize(own if len(own) else run, (free, 3)), run])
    return colours


def _with_brought(colours: np.ndarray, brings: Callable[[np.ndarray], np.ndarray], registers: int) -> np.ndarray:
    """A palette, or one that is too large, that has all of these colours: the fewest registers, then what they
    bring."""
    kept: list[list[int]] = []
    for colour in sorted(colours.tolist(), key=sum, reverse=True):  # a half is darker than what it is the half of
        if colour not in brings(np.array(kept, np.uint8).reshape(-1, 3)).tolist():
            kept.append(colour)
    filled = np.array(kept + [[0, 0, 0]] * (registers - len(kept)), np.uint8)
    return np.concatenate([filled, brings(filled)])
