"""The three ways of making a frame: by a painter, by the optimiser, by an ordered dither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pixelstyle.files import HeldFolder, write_atomically
from pixelstyle.film.look import Look
from pixelstyle.film.making.dithering import DitherMaker, ExpectedMaker
from pixelstyle.film.making.frames import (
    KEEP_SETS,
    FrameMaker,
    Kept,
    Made,
    Wanted,
    held_by,
    of_bars,
    sharing,
    with_bars,
)
from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.formats import encode_png_rgb
from pixelstyle.palettes import Palette
from pixelstyle.recipes import drain, expected_in, frame_run
from pixelstyle.screens import (
    NativePicture,
    ScreenMode,
    distances,
    solve,
)

_FRAMES = 2
"""As many cells as there are in these are enough to choose sub-palettes by."""


def maker_for(look: Look, colours: ShotColours, shared: Sequence[int], *, key: bool = False) -> FrameMaker:
    """Who makes the frames of a shot in these colours; `shared`: what its first frame has for all cells; `key`: those
    that others are carried from, where it is so.

    Raises PixelStyleError for a painter or a style that is not there.
    """
    if look.kind != "dither":
        import torch

        torch.set_num_threads(1)  # sums in other orders are other sums
    palette = colours.palette
    mode = look.mode if palette is None else sharing(colours.held(look.mode), palette, shared)
    if look.style is not None and (key or look.keys is None):
        return StyleMaker(look, mode, palette)
    assert palette is not None
    if look.kind == "style":
        return ExpectedMaker(look, mode, palette)
    return PainterMaker(look, mode, palette) if look.kind == "painter" else DitherMaker(look, mode, palette)


def colours_for(look: Look, contents: Sequence[np.ndarray]) -> ShotColours:
    """The colours for some contents, uint8 [h, w, 3] in shown pixels, of a shot or a film."""
    palette = _palette_for(look, [look.native(content) for content in contents])
    mode = look.mode
    if palette is None or mode.subpalettes is None or mode.choice is not None:
        return ShotColours(palette)
    maker = maker_for(look, ShotColours(palette), (), key=True)
    high, stride = mode.subpalettes.cell[1], -(-len(contents) // _FRAMES)
    # Every few rows of cells from each: they are alike in a shot.
    rows = [maker.costs(content).every(high, number, stride) for number, content in enumerate(contents)]
    costs = np.concatenate([row.pixels for row in rows])
    areas = [row.areas for row in rows if row.areas is not None]
    joined = np.concatenate(areas) if areas else None
    found = solve(replace(mode, height=len(costs), tiles=None), costs, palette, joined).subpalettes
    assert found is not None
    return ShotColours(palette, tuple(tuple(int(entry) for entry in row) for row in found))


def _palette_for(look: Look, contents: Sequence[np.ndarray]) -> Palette | None:
    """The palette for some contents, float32 [H, W, 3] in native pixels; None in 24 bits."""
    canvas = look.canvas
    if not canvas.mode.constrained:
        return None
    if look.kind == "dither":
        return canvas.colours_for(np.concatenate(contents), look.ordered.strength)
    style: str | np.ndarray | None = look.style
    if look.kind == "painter":
        from pixelstyle.painters import find_painter

        assert look.settings.painter is not None
        painter, number = find_painter(look.settings.painter, look.settings.painting)
        style = painter.paintings[number].pixels()
    assert style is not None
    return canvas.colours_for(expected_in(contents, style, look.settings))


class PainterMaker:
    """A painter's pass, with the exact search over sets, some of whose pixels are settled before."""

    def __init__(self, look: Look, mode: ScreenMode, palette: Palette) -> None:
        from pixelstyle.painters import find_painter

        assert look.settings.painter is not None
        painter, number = find_painter(look.settings.painter, look.settings.painting)
        self.look, self.mode, self.palette = look, mode, palette
        self.scene = painter.scene(mode, palette, number)

    def make(self, content: np.ndarray, kept: Kept, before: Made | None) -> Made:
        """As `FrameMaker.make`, for a content uint8 [h, w, 3]."""
        kept = with_bars(kept.in_entries(self.mode), self.look, self.palette)
        logits = self.scene.logits(self.look.native(content)).numpy()
        if before is not None and self.look.steady:
            stays = np.take_along_axis(logits, before.pixels[None].astype(np.intp), 0) + np.float32(self.look.steady)
            np.put_along_axis(logits, before.pixels[None].astype(np.intp), stays, 0)
        shares = _shares(logits)
        fixed = kept.costs(len(self.palette))
        free = (~kept.where)[..., None]
        if self.scene.rule is None:
            return Made.of(content, solve(self.mode, -shares * free + fixed, self.palette))
        wanted = shares @ self.scene.alike.numpy() * free
        if before is not None and before.native is not None and self.look.steady:
            wanted = wanted + KEEP_SETS * held_by(before.native, len(self.palette))
        found = solve(self.mode, fixed - wanted, self.palette)
        choices = found.choices().astype(np.intp)
        among = np.take_along_axis(shares * free - fixed, choices, 2)
        picked = np.take_along_axis(choices, among.argmax(axis=2)[..., None], 2)[..., 0]
        return Made.of(content, replace(found, indices=picked.astype(np.uint8)))

    def costs(self, content: np.ndarray) -> Wanted:
        """As `FrameMaker.costs`, of a content uint8 [h, w, 3]."""
        shares = _shares(self.scene.logits(self.look.native(content)).numpy())
        return Wanted(of_bars(self.look, self.mode, self.palette) - shares)


def _shares(logits: np.ndarray) -> np.ndarray:
    """float32 [H, W, K]: how likely each colour is, by logits [K, H, W]."""
    shares = np.exp(logits - logits.max(axis=0))
    return np.ascontiguousarray((shares / shares.sum(axis=0)).transpose(1, 2, 0))


class StyleMaker:
    """The optimiser, for whom settled pixels are as pinned."""

    def __init__(self, look: Look, mode: ScreenMode, palette: Palette | None) -> None:
        self.look, self.mode, self.palette = look, mode, palette
        self.settings = replace(look.settings, painter=None, painting=None)

    def make(self, content: np.ndarray, kept: Kept, before: Made | None) -> Made:
        """As `FrameMaker.make`, for a content uint8 [h, w, 3]."""
        kept = with_bars(kept, self.look, self.palette)
        stays = None
        if kept.where.any():
            picture: NativePicture | np.ndarray = kept.pixels
            if self.palette is not None:
                picture = NativePicture(self.mode, self.palette, kept.pixels)
            stays = picture, kept.where
        assert self.look.style is not None
        with HeldFolder("film") as folder:
            path = folder / "content.png"
            write_atomically(path, encode_png_rgb(content))
            run = frame_run(path, self.look.style, self.settings, self.mode, self.palette, stays)
            result = drain(run)
        if result.picture is None:
            return Made(content, result.pixels)
        return Made.of(content, result.picture)

    def costs(self, content: np.ndarray) -> Wanted:
        """As `FrameMaker.costs`, of a content uint8 [h, w, 3], by what is expected of the style."""
        assert self.look.style is not None
        assert self.palette is not None
        both = expected_in([self.look.native(content)], self.look.style, self.settings)
        styled, plain = np.split(distances(both, self.palette, self.settings.metric), 2)
        return Wanted((styled + plain) / 2 + of_bars(self.look, self.mode, self.palette))
