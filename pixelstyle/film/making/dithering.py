"""Frames by an ordered dither, anchored to the screen, in cells' colours that stay unless others are worth it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.film.look import Look
from pixelstyle.film.making.frames import AREA, Kept, Made, Wanted, held_by, mixes_in_areas, of_bars, with_bars
from pixelstyle.film.making.line_registers import held_still, writes_registers
from pixelstyle.palettes import Palette
from pixelstyle.recipes import expected_in
from pixelstyle.screens import (
    MOST_COLOURS,
    NativePicture,
    ScreenMode,
    area_costs,
    distances,
    merge_dithered,
    nearest,
    pair_costs,
    solve,
    with_slots,
)

_SETS = 1e-4
"""By how much a cell's new colour has to be nearer than one that it holds, in squared distances of OKLab a pixel and
for a `steady` of 1."""
_PIXELS = 0.1
"""What a pixel's distance to the nearest colour counts there, beside its area's to the nearest mixture: by pixels
alone a red wall behind dark windows is grey."""
_COARSENESS = 0.1
"""What a mixture's noise costs there."""


class DitherMaker:
    """Makes frames on one screen with one palette by an ordered dither."""

    def __init__(self, look: Look, mode: ScreenMode, palette: Palette) -> None:
        self.look, self.mode, self.palette = look, mode, palette
        self._by_areas = bool(look.ordered) and mixes_in_areas(mode, palette)

    def make(self, content: np.ndarray, kept: Kept, before: Made | None) -> Made:
        """As `FrameMaker.make`, for a content uint8 [h, w, 3]."""
        native = self._native(content)
        if self.mode.shows.beyond_palette:
            return Made.of(content, self._fitted(native, kept))
        kept = with_bars(kept.in_entries(self.mode), self.look, self.palette)
        metric, colours, dither = self.look.settings.metric, self.palette.srgb(), self.look.ordered
        fixed = kept.costs(len(self.palette))
        apart = distances(native, self.palette, metric) * (~kept.where)[..., None]
        if not dither or self.mode.signal is not None or self.mode.glyphs is not None:
            return Made.of(content, solve(self.mode, apart + fixed, self.palette))
        bonus = None
        if before is not None and before.native is not None and self.look.steady:
            bonus = self.look.steady * _SETS * held_by(before.native, len(self.palette))
        pairs: np.ndarray | None
        if self._by_areas:
            costs, pairs = _PIXELS * apart + fixed, self._areas(native)
        else:
            costs, pairs = apart + fixed, self._pairs(native, kept, fixed, bonus)
        found = solve(replace(self.mode, tiles=None), costs if bonus is None else costs - bonus, self.palette, pairs)
        choices = found.choices()
        indices = dither.apply(native, choices, colours)
        stays = kept.where & (choices == kept.pixels[..., None]).any(axis=2)
        laid = replace(found, mode=self.mode, indices=np.where(stays, kept.pixels, indices).astype(np.uint8))
        if writes_registers(self.mode) and kept.of is not None:
            laid = self._held_still(laid, native, kept, kept.of)
        return Made.of(content, laid if self.mode.tiles is None else merge_dithered(laid, native, metric, stays=stays))

    def _native(self, content: np.ndarray) -> np.ndarray:
        """float32 [H, W, 3]: what is dithered of a content, uint8 [h, w, 3]."""
        return self.look.native(content)

    def _fitted(self, native: np.ndarray, kept: Kept) -> NativePicture:
        """The frame in more colours than a palette has, which hang on their neighbours: what stays is wanted as it was
        shown, so that it costs nothing."""
        if kept.of is not None:
            shown = NativePicture(self.mode, self.palette, kept.of.pixels).native_rgb() / np.float32(255)
            stays = kept.where & (kept.pixels == kept.of.pixels)
            native = np.where(stays[..., None], shown, native)
        bars = self.look.bars(self.palette)
        return nearest(
            self.mode, native if bars is None else bars.painted(native), self.palette, self.look.settings.metric
        )

    def _held_still(self, laid: NativePicture, native: np.ndarray, kept: Kept, old: Made) -> NativePicture:
        """The frame with the pixels that stay as in an old one, whose registers show them."""
        if (laid.indices == kept.pixels)[kept.where].all():
            return laid
        known = old.native or with_slots(NativePicture(self.mode, self.palette, old.pixels))
        choices = known.choices()
        stays = kept.where & (choices == kept.pixels[..., None]).any(axis=2)
        within = self.look.ordered.apply(native, choices, self.palette.srgb())
        return held_still(laid, stays, np.where(stays, kept.pixels, within).astype(np.uint8))

    def _pairs(self, native: np.ndarray, kept: Kept, fixed: np.ndarray, bonus: np.ndarray | None) -> np.ndarray | None:
        """What mixtures cost each pixel, where cells choose by those; float32 [H, W, K (K + 1) / 2]."""
        if not self.mode.slots or self.mode.subpalettes is not None or len(self.palette) > MOST_COLOURS:
            return None
        coarseness = self.look.ordered.coarseness
        pairs = pair_costs(native, self.palette.srgb(), self.look.settings.metric, coarseness)
        first, second = np.triu_indices(len(self.palette))
        pairs = pairs * (~kept.where)[..., None] + np.minimum(fixed[..., first], fixed[..., second])
        if bonus is not None:
            pairs = pairs - np.minimum(bonus[..., first], bonus[..., second])
        return np.asarray(pairs)

    def costs(self, content: np.ndarray) -> Wanted:
        """As `FrameMaker.costs`, of a content uint8 [h, w, 3]."""
        native = self._native(content)
        apart = distances(native, self.palette, self.look.settings.metric)
        bars = of_bars(self.look, self.mode, self.palette)
        if not self._by_areas:
            return Wanted(apart + bars)
        return Wanted(_PIXELS * apart + bars, self._areas(native))

    def _areas(self, native: np.ndarray) -> np.ndarray:
        """As `Wanted.areas`, for a picture float32 [H, W, 3]."""
        metric = self.look.settings.metric
        return AREA**2 * area_costs(native, self.palette.srgb(), metric, _COARSENESS, AREA)


class ExpectedMaker(DitherMaker):
    """The same in the colours that a style is expected to give a content."""

    def _native(self, content: np.ndarray) -> np.ndarray:
        assert self.look.style is not None
        return expected_in([self.look.native(content)], self.look.style, self.look.settings)[: self.mode.height]
