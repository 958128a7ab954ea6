"""Character graphics: the best backgrounds, and for each cell the best glyph in the best colours."""

from __future__ import annotations

from dataclasses import dataclass

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
    the common background, or on one of its own where the mode has that.

    light: float32 [2 rows, 2 columns, 3], 0..1: the linear light that each quarter of each cell is to have from afar.
    Exact: every background, glyph and colour is tried; with `light` on the background that suits the costs alone.
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
    if behind.cell is None:
        paid = paid.on_the_best_background()
    if light is None:
        glyph, back, ink = paid.least()
    else:
        seen = palette.srgb().astype(np.float64)[usable]
        glyph, back, ink = paid.least_by_light(glyphs, srgb_to_linear(seen), _quarters(light))
    dots = np.where(glyphs[glyph], usable[ink][:, None, None], usable[back][:, None, None])
    indices = lay_cells(dots.reshape(rows, columns, height, width))
    inks, backs = (usable[found].reshape(rows, columns, 1) for found in (ink, back))
    if behind.cell is None:
        return NativePicture(mode, palette, indices, (backs[:1, :1], inks))
    return NativePicture(mode, palette, indices, (np.concatenate([backs, inks], axis=2),))


def quarters_light(picture: np.ndarray, name: str) -> np.ndarray:
    """What `solve_glyphs` takes for light, of a picture, float [H, W, 3], sRGB 0..1, in the set of this name."""
    height, width = glyph_set(name).shape[1:]
    light = cut_cells(srgb_to_linear(picture), (width // 2, height // 2)).mean(axis=(2, 3))
    return np.asarray(light, np.float32)


@dataclass(frozen=True)
class _Paid:
    """What cells pay: [K, cells, G] for the dots that each glyph has, and for those that it leaves."""

    on: np.ndarray
    off: np.ndarray
    backs: np.ndarray
    """The colours that backgrounds can have, numbers of the first axis."""
    inks: np.ndarray

    def on_the_best_background(self) -> _Paid:
        """The same with the one background under which all cells together pay least."""
        best = self.on[self.inks].min(axis=0)
        totals = [float((best + self.off[back]).min(axis=1).sum(dtype=np.float64)) for back in self.backs]
        return _Paid(self.on, self.off, self.backs[[int(np.argmin(totals))]], self.inks)

    def least(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Each cell's glyph, background and colour."""
        on, off = self.on[self.inks], self.off[self.backs]
        glyph = (on.min(axis=0) + off.min(axis=0)).argmin(axis=1)
        cell = np.arange(len(glyph))
        return glyph, self.backs[off[:, cell, glyph].argmin(axis=0)], self.inks[on[:, cell, glyph].argmin(axis=0)]

    def least_by_light(
        self, glyphs: np.ndarray, colours: np.ndarray, wanted: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same where quarters are to look like `wanted`, OKLab [cells, 4, 3], in colours of linear light [K, 3]."""
        count, height, width = glyphs.shape
        parts = glyphs.reshape(count, 2, height // 2, 2, width // 2).mean(axis=(2, 4)).reshape(count, 4)
        levels, level = np.unique(parts, return_inverse=True)
        # [4 levels, G]: which part of each quarter a glyph covers
        covers = (level.reshape(count, 4).T[:, None] == np.arange(len(levels))[None, :, None]).reshape(-1, count)
        covers = covers.astype(np.float32) * np.float32(LIGHT * height * width / 4)
        far = (wanted**2).sum(axis=2)[..., None]
        best = np.full(len(wanted), np.inf, np.float32)
        found = np.zeros((3, len(wanted)), np.intp)
        for back in self.backs:
            for ink in self.inks:
                mixed = colours[back] + levels[:, None] * (colours[ink] - colours[back])
                seen = srgb_to_oklab(linear_to_srgb(mixed)).astype(np.float32)
                away = far - 2 * wanted @ seen.T + (seen**2).sum(axis=1)
                total = self.on[ink] + self.off[back] + away.reshape(len(wanted), -1) @ covers
                glyph = total.argmin(axis=1)
                paid = total[np.arange(len(glyph)), glyph]
                better = paid < best
                best[better] = paid[better]
                found[0, better], found[1, better], found[2, better] = glyph[better], back, ink
        return found[0], found[1], found[2]


def _allowed(slots: Slots, usable: np.ndarray) -> np.ndarray:
    """The places among the usable colours of those that slots can hold."""
    return np.array([n for n, colour in enumerate(usable) if slots.choices is None or colour in slots.choices])


def _quarters(light: np.ndarray) -> np.ndarray:
    """OKLab of the cells' quarters, float32 [cells, 4, 3], line by line, of linear light [2 rows, 2 columns, 3]."""
    points = srgb_to_oklab(linear_to_srgb(light.astype(np.float64)))
    return cut_cells(points, (2, 2)).reshape(-1, 4, 3).astype(np.float32)
