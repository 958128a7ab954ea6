"""The checker's rules about pictures of which only the colours are known: which the machine can make at all, and how
many at once."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.colour_numbers import (
    cell_of,
    colours_by_cell,
    cut_off,
    distinct,
    numbers_of,
    on_lattice,
)
from pixelstyle.screens.checking.signals.rules import FINER, OF_CHOICE
from pixelstyle.screens.mode import ScreenMode


def check_gamut(rgb: Rgb8, mode: ScreenMode, palette: Palette | None) -> list[Clash]:
    """The cells that show colours which the machine cannot make: none of the palette's, or, where there is no palette,
    of more bits than the mode has. rgb: uint8 [H, W, 3], native pixels. If there are too many colours besides, that
    comes first."""
    numbers, place = distinct(numbers_of(rgb))
    if palette is not None:
        strange = ~np.isin(numbers, numbers_of(palette.bytes()))
        allowed = f"the {len(palette)} colours of the palette '{palette.name}'"
        rule = "colours of the palette"
    elif mode.choice is not None and mode.choice.bits is not None and mode.signal not in FINER:
        bits = mode.choice.bits
        strange = ~on_lattice(np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1), bits)
        allowed = f"the machine's {1 << sum(bits):,} colours, {', '.join(map(str, bits))} bits a channel"
        rule = "colours of the machine"
    else:
        return []
    if not strange.any():
        return []
    wrong = strange[place]
    places = colours_by_cell(numbers_of(rgb), wrong, cell_of(mode))
    clashes = [at(where, cell_of(mode), found, allowed, rule) for where, found in places]
    return (_too_many(len(numbers), mode) if clashes else []) + [cut_off(clash, mode) for clash in clashes]


def too_many_colours(rgb: Rgb8, mode: ScreenMode) -> list[Clash]:
    """What is wrong with the number of colours of uint8 [H, W, 3], where a machine has so many registers for them."""
    clashes = _too_many(len(np.unique(numbers_of(rgb))), mode)
    if not clashes and mode.signal in OF_CHOICE:
        return OF_CHOICE[mode.signal](mode, rgb)
    return clashes or _too_few_follow(rgb, mode)


def _too_few_follow(rgb: np.ndarray, mode: ScreenMode) -> list[Clash]:
    """Whether, beside every run of the mode's list, more colours are left than can be chosen one by one."""
    if mode.choice is None or mode.choice.free is None or mode.palette is None:
        return []
    colours, listed = set(numbers_of(rgb).ravel().tolist()), numbers_of(get_palette(mode.palette).bytes()).tolist()
    length = mode.choice.colours - mode.choice.free
    starts = range(0, len(listed) - length + 1, length)
    left = min(len(colours.difference(listed[start : start + length])) for start in starts)
    if left <= mode.choice.free or not colours <= set(listed):
        return []
    many, allowed = f"{left} colours beside the best run of {length}", f"{mode.choice.free}"
    return [of_all(mode, [many], allowed, "colours in the picture")]


def _too_many(count: int, mode: ScreenMode) -> list[Clash]:
    if mode.choice is None or mode.shows.beyond_palette:
        return []
    most = mode.choice.different * mode.shows.parts
    return [of_all(mode, [f"{count:,} colours"], f"{most} at once", "colours in the picture")] if count > most else []
