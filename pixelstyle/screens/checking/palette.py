"""The checker's rules about the palette, and about the entries of it that are shown, for the picture as a whole."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens.checking.clash import Clash, of_all
from pixelstyle.screens.checking.colour_numbers import on_lattice
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.checking.signals.rules import OF_PALETTE
from pixelstyle.screens.mode import Choice


def palette_clashes(picture: CheckedPicture, palette: Palette) -> list[Clash]:
    """Entries that the mode cannot show, colours finer than its bits, more of them than it chooses."""
    mode = picture.mode
    # Codes may show any entry, and colours besides.
    shown = list(range(len(palette))) if mode.coded else np.unique(picture.indices).tolist()
    clashes = [] if mode.coded else _unusable(picture, shown)
    if mode.choice is not None:
        clashes += _too_fine(picture, palette, shown, mode.choice)
        if mode.signal in OF_PALETTE:
            clashes += OF_PALETTE[mode.signal](mode, palette)
        else:
            clashes += _too_many(picture, palette, shown, mode.choice)
        clashes += _no_run(picture, palette, shown, mode.choice)
    return clashes


def _unusable(picture: CheckedPicture, shown: list[int]) -> list[Clash]:
    mode, canonical = picture.mode, picture.canonical
    if mode.usable is None:
        return []
    usable = {canonical[k] for k in mode.usable if k < len(canonical)}
    barred = [k for k in shown if k not in usable]
    allowed = f"{len(mode.usable)} of the entries"
    return [of_all(mode, picture.names_of(barred), allowed, "usable colours")] if barred else []


def _too_fine(picture: CheckedPicture, palette: Palette, shown: list[int], choice: Choice) -> list[Clash]:
    if choice.bits is None:
        return []
    finer = [k for k in shown if not on_lattice(np.array(palette.colours[k]), choice.bits)]
    allowed = f"colours of {', '.join(map(str, choice.bits))} bits"
    return [of_all(picture.mode, picture.names_of(finer), allowed, "bit depth")] if finer else []


def _too_many(picture: CheckedPicture, palette: Palette, shown: list[int], choice: Choice) -> list[Clash]:
    different = len({palette.colours[k] for k in shown})
    if different <= choice.different:
        return []
    return [of_all(picture.mode, [f"{different} colours"], f"{choice.different} at once", "colours in the picture")]


def _no_run(picture: CheckedPicture, palette: Palette, shown: list[int], choice: Choice) -> list[Clash]:
    """Entries that are not free, and that no run of the mode's list has in their places."""
    mode = picture.mode
    if choice.free is None or mode.palette is None:
        return []
    listed = get_palette(mode.palette)
    bound = [k for k in shown if k >= choice.free]
    if not bound or not set(palette.colours) <= set(listed.colours):  # of another list no runs are known
        return []
    length = choice.colours - choice.free
    for start in range(0, len(listed) - length + 1, length):
        if all(palette.colours[k] == listed.colours[start + k - choice.free] for k in bound):
            return []
    allowed = f"{length} of the list that stand together, from a multiple of {length} on"
    return [of_all(mode, picture.names_of(bound), allowed, "colours that follow")]
