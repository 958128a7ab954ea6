"""Colour zero: the number with which consoles leave a pixel to what lies behind.

A picture of which parts are transparent is made in a mode without that number, and the number comes in where nothing
is to be seen. On machines of sub-palettes it is number 0 of each of them, on others entry 0 of the palette.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens.cells import spread
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recovering.state import with_slots
from pixelstyle.screens.solving.solve import within_tiles

_NEVER = 1e6
"""What it costs to show what is behind where something is in front, and the reverse: more than any colour."""


def without_zero(mode: ScreenMode, entry: int = 0) -> ScreenMode:
    """The mode of a machine with colour zero, for pixels that are to be seen: all its colours but that one.

    `entry` is the palette's entry that colour zero shows, where the palette is not chosen for the picture.
    """
    rule, choice = mode.subpalettes, mode.choice
    lost = 1
    if rule is not None:
        lost = 1 if rule.shared else rule.count
        smaller = (
            replace(rule, shared=rule.shared - 1, backdrop=rule.backdrop[1:])
            if rule.shared
            else replace(rule, size=rule.size - 1)
        )
        mode = replace(mode, subpalettes=smaller)
    mode = replace(mode, transparent_zero=False)
    if choice is not None:
        return replace(mode, choice=replace(choice, colours=choice.colours - lost))
    assert mode.palette is not None
    usable = mode.usable or range(len(get_palette(mode.palette)))
    return replace(mode, usable=tuple(k for k in usable if k != entry))


def with_zero(
    native: NativePicture, mode: ScreenMode, behind: np.ndarray, entry: int = 0, costs: np.ndarray | None = None
) -> NativePicture:
    """The picture of `without_zero(mode, entry)` as one of `mode`, transparent in the pixels `behind`, bool [H, W].

    `costs`: what other colours would cost, float32 [H, W, K] in its palette, for those that come together where tiles
    are limited; by itself their distance from the picture's own. A chosen palette gets black as colour zero.
    """
    palette = native.palette
    if costs is None:
        colours = palette.srgb()
        costs = ((colours[native.indices][:, :, None] - colours) ** 2).sum(axis=3)
    if mode.subpalettes is not None:
        found, places = _in_subpalettes(native, mode, behind, entry)
    elif mode.choice is not None:
        palette = replace(palette, colours=((0, 0, 0), *palette.colours), names=())
        found = NativePicture(mode, palette, np.where(behind, 0, native.indices.astype(np.intp) + 1).astype(np.uint8))
        places = np.arange(len(palette)) - 1
    else:
        found = NativePicture(mode, palette, np.where(behind, np.uint8(entry), native.indices))
        places = np.where(np.arange(len(palette)) == entry, -1, np.arange(len(palette)))
    found = replace(found, extra=native.extra | {"transparent": int(np.flatnonzero(places < 0)[0])})
    priced = costs[:, :, np.maximum(places, 0)].astype(np.float32)
    priced[behind] = np.where(places < 0, 0, _NEVER)
    priced[~behind] = np.where(places < 0, np.float32(_NEVER), priced[~behind])
    return within_tiles(found, priced)


def _in_subpalettes(
    native: NativePicture, mode: ScreenMode, behind: np.ndarray, entry: int
) -> tuple[NativePicture, np.ndarray]:
    """The picture, and for each entry of its palette the entry before that it was, -1 for what is transparent."""
    if native.subpalettes is None or native.subpalette_map is None:
        native = with_slots(native)
    rule, held, cells = mode.subpalettes, native.subpalettes, native.subpalette_map
    assert rule is not None and held is not None and cells is not None
    choices = native.choices()
    codes = (choices == native.indices[..., None]).argmax(axis=2).astype(np.uint8)
    codes = np.where(behind, 0, codes + 1).astype(np.uint8)
    palette = native.palette
    places = np.where(np.arange(len(palette)) == entry, -1, np.arange(len(palette)))
    if mode.choice is None:
        held = np.concatenate([np.full((rule.count, 1), entry), held], axis=1).astype(np.uint8)
    else:
        # Zero comes first: once where it is shared, else in each sub-palette.
        each = rule.size - 1 if not rule.shared else len(palette)
        parts = np.arange(len(palette)).reshape(-1, each)
        places = np.concatenate([np.full((len(parts), 1), -1), parts], axis=1).reshape(-1)
        colours = np.where(places[:, None] < 0, 0, palette.bytes()[np.maximum(places, 0)])
        palette = Palette.from_array(palette.name, colours, palette.source)
        own = rule.shared + np.arange(rule.count * rule.size).reshape(rule.count, rule.size)
        held = np.concatenate([np.tile(np.arange(rule.shared), (rule.count, 1)), own], axis=1).astype(np.uint8)
    down, across = rule.cell[1], rule.cell[0]
    number = cells.repeat(down, axis=0).repeat(across, axis=1)[: mode.height, : mode.width]
    return NativePicture(mode, palette, held[number, codes], (), held, cells, codes=codes), places


def zero_entry(mode: ScreenMode, palette: Palette | None, seen: np.ndarray) -> int:
    """Which entry colour zero is to show: 0, but on machines where it may be any, black, or what is least like the
    colours that are `seen`, uint8 [N, 3], if one of those is nearly black."""
    if mode.subpalettes is None or mode.choice is not None or palette is None:
        return 0
    if mode.subpalettes.backdrop:
        return mode.subpalettes.backdrop[0]
    usable = [k for k in mode.usable or range(len(palette)) if k < len(palette)]
    listed, wanted = palette.bytes().astype(np.int64)[usable], np.unique(seen, axis=0).astype(np.int64)
    apart = np.concatenate([((listed[:, None] - part) ** 2).sum(axis=2) for part in np.array_split(wanted, 64)], axis=1)
    free = np.setdiff1d(np.arange(len(usable)), apart.argmin(axis=0))
    if not len(free):
        return usable[0]
    blacks = [n for n in free if tuple(listed[n]) == (0, 0, 0)]
    return usable[blacks[0] if blacks else int(free[apart.min(axis=1)[free].argmax()])]


def without_clear(native: NativePicture, mode: ScreenMode) -> NativePicture:
    """A picture with transparent parts as one of `mode`, which has no such number: any colour of theirs is there."""
    clear, palette = clear_entries(native), native.palette
    if not clear:
        return native
    kept = np.setdiff1d(np.arange(len(palette)), clear) if native.mode.choice is not None else np.arange(len(palette))
    if native.mode.any_size:
        kept = np.arange(clear[0])
    place = np.searchsorted(kept, np.arange(len(palette))).clip(max=len(kept) - 1).astype(np.uint8)
    behind = np.isin(native.indices, clear)
    indices = np.where(behind, np.uint8((mode.usable or (0,))[0]), place[native.indices])
    held, cells = native.subpalettes, native.subpalette_map
    if mode.subpalettes is not None and held is not None and cells is not None:
        held = place[held[:, 1:]]
        own = spread(held[cells], mode.subpalettes.cell, mode.height, mode.width)[..., 0]
        indices = np.where(behind, own, indices)
    palette = replace(palette, colours=tuple(palette.colours[k] for k in kept), names=())
    return NativePicture(mode, palette, indices, (), held, cells)


def clear_entries(native: NativePicture) -> tuple[int, ...]:
    """The entries of a picture's palette that are transparent in it."""
    first = native.extra.get("transparent")
    if first is None:
        return ()
    rule, held = native.mode.subpalettes, native.subpalettes
    if rule is None or rule.shared or held is None:
        return (first,)
    return tuple(np.unique(held[:, 0]).tolist())
