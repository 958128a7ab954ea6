"""Character graphics: the best backgrounds, and for each cell the best glyph in the best colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from pixelstyle.colour import linear_to_srgb, srgb_to_linear, srgb_to_oklab
from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import cut_cells, lay_cells
from pixelstyle.screens.glyphs import glyph_set
from pixelstyle.screens.mode import ScreenMode, Slots
from pixelstyle.screens.native import NativePicture

LIGHT = 10.0
"""What a squared distance of 1 in OKLab between a quarter's light and that of the glyph's quarter counts, a dot: dots
alone choose a blank wherever less than half of a cell is to be lit."""


def solve_glyphs(
    mode: ScreenMode, name: str, costs: np.ndarray, palette: Palette, light: np.ndarray | None = None
) -> NativePicture:
    """The picture of least total cost, [H, W, K], in which each cell is a glyph of the set of this name in a colour on
    the common background, on one of several, or on one of its own, as the mode has it.

    light: float32 [2 rows, 2 columns, 3], 0..1: the linear light that each quarter of each cell is to have from afar.
    Exact: every background, glyph and colour is tried, and every set of backgrounds; with `light` a common background
    is the one that suits the costs alone.
    """
    glyphs = glyph_set(name)
    height, width = glyphs.shape[1:]
    usable = np.array([k for k in mode.usable or range(costs.shape[2]) if k < costs.shape[2]], np.uint8)
    rows, columns = mode.height // height, mode.width // width
    # [K, cells, dots], the cells' pixels in the order of the glyphs'
    cells = np.moveaxis(cut_cells(costs[..., usable], (width, height)), -1, 0).reshape(len(usable), -1, height * width)
    on = cells @ glyphs.reshape(len(glyphs), -1).T.astype(np.float32)
    behind, drawn = mode.slots[0], mode.slots[-1]
    paid = _Paid(on, cells.sum(axis=2)[..., None] - on, _allowed(behind, usable), _allowed(drawn, usable))
    wanted = None
    if light is not None:
        seen = palette.srgb().astype(np.float64)[usable]
        wanted = _Light.of(glyphs, srgb_to_linear(seen), _quarters(light))
    if behind.cell is None:
        paid = paid.on_the_best_backgrounds(behind.count, None if behind.count == 1 else wanted)
    glyph, back, ink = paid.least(wanted)
    dots = np.where(glyphs[glyph], usable[ink][:, None, None], usable[back][:, None, None])
    indices = lay_cells(dots.reshape(rows, columns, height, width))
    inks, backs = (usable[found].reshape(rows, columns, 1) for found in (ink, back))
    if behind.cell is None:
        shared = np.resize(usable[paid.backs], (1, 1, behind.count))
        return NativePicture(mode, palette, indices, (shared, inks))
    return NativePicture(mode, palette, indices, (np.concatenate([backs, inks], axis=2),))


def quarters_light(picture: np.ndarray, name: str) -> np.ndarray:
    """What `solve_glyphs` takes for light, of a picture, float [H, W, 3], sRGB 0..1, in the set of this name."""
    height, width = glyph_set(name).shape[1:]
    light = cut_cells(srgb_to_linear(picture), (width // 2, height // 2)).mean(axis=(2, 3))
    return np.asarray(light, np.float32)


@dataclass(frozen=True)
class _Light:
    """What glyphs pay for their quarters' light beside that which is wanted."""

    colours: np.ndarray
    """Linear light of the colours, [K, 3]."""
    wanted: np.ndarray
    """OKLab, float32 [cells, 4, 3]."""
    levels: np.ndarray
    """The parts of a quarter that glyphs cover, [L]."""
    covers: np.ndarray
    """What a squared distance of 1 counts, float32 [4 L, G]: where a glyph covers such a part of a quarter, else 0."""

    @classmethod
    def of(cls, glyphs: np.ndarray, colours: np.ndarray, wanted: np.ndarray) -> _Light:
        """For glyphs [G, height, width]."""
        count, height, width = glyphs.shape
        parts = glyphs.reshape(count, 2, height // 2, 2, width // 2).mean(axis=(2, 4)).reshape(count, 4)
        levels, level = np.unique(parts, return_inverse=True)
        covers = (level.reshape(count, 4).T[:, None] == np.arange(len(levels))[None, :, None]).reshape(-1, count)
        return cls(colours, wanted, levels, covers.astype(np.float32) * np.float32(LIGHT * height * width / 4))

    def away(self, back: int, ink: int) -> np.ndarray:
        """What each cell pays for each glyph in this colour on this background, float32 [cells, G]."""
        mixed = self.colours[back] + self.levels[:, None] * (self.colours[ink] - self.colours[back])
        seen = srgb_to_oklab(linear_to_srgb(mixed)).astype(np.float32)
        far = (self.wanted**2).sum(axis=2)[..., None]
        distances = far - 2 * self.wanted @ seen.T + (seen**2).sum(axis=1)
        paid: np.ndarray = distances.reshape(len(self.wanted), -1) @ self.covers
        return paid


@dataclass(frozen=True)
class _Paid:
    """What cells pay: [K, cells, G] for the dots that each glyph has, and for those that it leaves."""

    on: np.ndarray
    off: np.ndarray
    backs: np.ndarray
    """The colours that backgrounds can have, numbers of the first axis."""
    inks: np.ndarray

    def on_the_best_backgrounds(self, count: int, light: _Light | None) -> _Paid:
        """The same with the set of so many backgrounds under which all cells together pay least."""
        if len(self.backs) <= count:
            return self
        if light is None:
            best = self.on[self.inks].min(axis=0)
            least = np.stack([(best + self.off[back]).min(axis=1) for back in self.backs])
        else:
            least = np.stack([self._least_on(back, light)[2] for back in self.backs])
        sets = np.array(list(combinations(range(len(self.backs)), count)))
        totals = [float(least[list(some)].min(axis=0).sum(dtype=np.float64)) for some in sets]
        return replace(self, backs=self.backs[sets[int(np.argmin(totals))]])

    def least(self, light: _Light | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Each cell's glyph, background and colour."""
        if light is None:
            on, off = self.on[self.inks], self.off[self.backs]
            glyph = (on.min(axis=0) + off.min(axis=0)).argmin(axis=1)
            cell = np.arange(len(glyph))
            return glyph, self.backs[off[:, cell, glyph].argmin(axis=0)], self.inks[on[:, cell, glyph].argmin(axis=0)]
        glyphs, inks, paid = (
            np.stack(found) for found in zip(*(self._least_on(b, light) for b in self.backs), strict=True)
        )
        back = paid.argmin(axis=0)
        cell = np.arange(len(back))
        return glyphs[back, cell], self.backs[back], inks[back, cell]

    def _least_on(self, back: int, light: _Light) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Each cell's glyph and colour on this background, and what it pays."""
        cells = np.arange(self.on.shape[1])
        best = np.full(len(cells), np.inf, np.float32)
        found = np.zeros((2, len(cells)), np.intp)
        for ink in self.inks:
            total = self.on[ink] + self.off[back] + light.away(back, ink)
            glyph = total.argmin(axis=1)
            paid = total[cells, glyph]
            better = paid < best
            best[better] = paid[better]
            found[0, better], found[1, better] = glyph[better], ink
        return found[0], found[1], best


def _allowed(slots: Slots, usable: np.ndarray) -> np.ndarray:
    """The places among the usable colours of those that slots can hold."""
    return np.array([n for n, colour in enumerate(usable) if slots.choices is None or colour in slots.choices])


def _quarters(light: np.ndarray) -> np.ndarray:
    """OKLab of the cells' quarters, float32 [cells, 4, 3], line by line, of linear light [2 rows, 2 columns, 3]."""
    points = srgb_to_oklab(linear_to_srgb(light.astype(np.float64)))
    return cut_cells(points, (2, 2)).reshape(-1, 4, 3).astype(np.float32)
