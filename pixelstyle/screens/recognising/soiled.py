"""Machines' pictures that something came over on their way: noise, stray pixels, scan lines, a window's frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.colours import check_gamut
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.recognising.cleaning import Cleaned, cleanings, without_pattern
from pixelstyle.screens.recognising.recognise import Recognition
from pixelstyle.screens.recognising.renderings import renderings_of

_LARGEST = 1_500_000
"""Pixels of the largest screenshot that is looked at."""
_STRIP = 10
"""The lowest strip has so many times fewer rows than the screen."""

Place = tuple[slice, slice]
Read = Callable[[np.ndarray], Recognition | None]


def recognise_soiled(rgb: np.ndarray, mode: ScreenMode, palette: Palette, read: Read) -> Recognition | None:
    """What `read` knows a picture for, uint8 [h, w, 3], once scan lines, a frame around its border, noise or stray
    pixels are taken off; None where it knows none. Where colours were none of the machine's, it clashes."""
    if rgb.shape[0] * rgb.shape[1] > _LARGEST:
        return None
    for plain, told, place in (*_unframed(rgb, mode), *_completed(rgb, mode)):
        found = read(plain)
        if found is not None:
            cut = None if place is None else _within(place, found)
            return replace(found, screen="; ".join(filter(None, (found.screen, told))), cut=cut)
    native = _mean_native(rgb, mode)
    for cleaned in cleanings(rgb if native is None else native, renderings_of(palette)):
        found = read(cleaned.rgb)
        if found is not None:
            return _with_strays(found, rgb if native is None else native, cleaned, mode)
    return None


def _unframed(rgb: np.ndarray, mode: ScreenMode) -> Iterator[tuple[np.ndarray, str, Place | None]]:
    """The picture without a pattern, and without what is around its border, with what is told of that and where it
    was."""
    plain = without_pattern(rgb, (mode.width, mode.height))
    if plain is not None:
        steps = rgb.shape[0] // plain.shape[0], rgb.shape[1] // plain.shape[1]
        yield plain, "without the pattern over its pixels", (slice(0, None, steps[0]), slice(0, None, steps[1]))
    inside = (rgb != rgb[0, 0]).any(axis=2)
    rows, columns = inside.any(axis=1).nonzero()[0], inside.any(axis=0).nonzero()[0]
    if len(rows) and (len(rows), len(columns)) != rgb.shape[:2]:
        inner = rgb[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        yield (
            inner,
            f"in a frame of {columns[0]} columns and {rows[0]} rows",
            (slice(rows[0], None, 1), slice(columns[0], None, 1)),
        )


def _within(place: Place, found: Recognition) -> Place:
    """Where native pixels are in a picture of which those that were read are at `place`."""
    height, width = found.rgb.shape[:2]
    inner = found.cut or (slice(0, height, 1), slice(0, width, 1))
    rows, columns = (
        slice(outer.start + own.start * outer.step, outer.start + own.stop * outer.step, own.step * outer.step)
        for outer, own in zip(place, inner, strict=True)
    )
    return rows, columns


def _completed(rgb: np.ndarray, mode: ScreenMode) -> Iterator[tuple[np.ndarray, str, Place | None]]:
    """A strip of the screen's width as the upper part of a screen, the rest in the colour that most of its edge has."""
    height, width = rgb.shape[:2]
    across = width // mode.width
    for down in {across, across * mode.pixel[1] // mode.pixel[0]} - {0}:
        rows = height // down
        if (across * mode.width, rows * down) != (width, height) or not mode.height // _STRIP <= rows < mode.height:
            continue
        native = rgb[::down, ::across]
        if (native.repeat(down, axis=0).repeat(across, axis=1) == rgb).all():
            edge, counts = np.unique(np.concatenate([native[0], native[-1]]), axis=0, return_counts=True)
            whole = np.empty((mode.height, mode.width, 3), np.uint8)
            whole[:rows], whole[rows:] = native, edge[counts.argmax()]
            yield whole, f"its {rows} rows as the upper ones of the screen", None


def _mean_native(rgb: np.ndarray, mode: ScreenMode) -> np.ndarray | None:
    """The picture in native pixels, if it is enlarged by whole numbers: of each the mean; None where it is not."""
    height, width = rgb.shape[:2]
    across, down = width // mode.width, height // mode.height
    if not across or not down or (across * mode.width, down * mode.height) != (width, height):
        return None
    if across * mode.pixel[1] != down * mode.pixel[0] and across != down:
        return None
    parts = rgb.reshape(mode.height, down, mode.width, across, 3).astype(np.float32)
    return np.asarray(np.round(parts.mean(axis=(1, 3))).astype(np.uint8))


def _with_strays(found: Recognition, rgb: np.ndarray, cleaned: Cleaned, mode: ScreenMode) -> Recognition:
    """A recognition that says which pixels were none of the machine's colours."""
    told = f"its {cleaned.before:,} colours taken for {len(found.pairs)}"
    found = replace(found, exact=False, screen="; ".join(filter(None, (found.screen, told))))
    place = found.cut or np.s_[:, :]
    strays, shown = cleaned.strays[place], rgb[place]
    if strays.shape != found.rgb.shape[:2]:  # the cleaned picture was cut out of another
        return found
    before = np.where(strays[..., None], shown, found.rgb)
    clashes = [clash for clash in check_gamut(before, mode, found.palette) if not clash.whole]
    told_of = {clash.cell for clash in clashes}
    others = [clash for clash in found.clashes if clash.whole or clash.cell not in told_of]
    return replace(found, before=before, clashes=(*others, *clashes))
