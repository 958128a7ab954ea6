"""Transparent parts of an input: kept in PNGs of free colours, and left to what lies behind in sheets of sprites."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import read_transparent
from pixelstyle.palettes import MAX_COLOURS, Palette
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.result import Result
from pixelstyle.screens import NativePicture, ScreenMode, distances, with_zero, without_zero, zero_entry
from pixelstyle.settings import Settings

_BACKGROUND = Settings().background
_EDGE = 8
"""Pixels: as far as a picture that is made smaller looks around, and more."""


@dataclass(frozen=True)
class Cutout:
    """A picture of which parts are transparent."""

    behind: np.ndarray
    """bool [h, w]: where."""
    filled: np.ndarray
    """uint8 [h, w, 3]: the picture with the nearest seen pixel's colour there, further away with the commonest one, so
    that what is seen is all that counts, and has no edge of another colour."""

    def on(self, canvas: Canvas) -> np.ndarray:
        """bool [H, W]: where the canvas is transparent, in native pixels."""
        return np.asarray(canvas.place(self.behind[..., None].repeat(3, axis=2) * np.uint8(255))[..., 0] > 0.5)

    def hidden(self, canvas: Canvas) -> np.ndarray:
        """bool [H, W]: the same, with the bars beside the picture."""
        bars = canvas.bars(None)
        return self.on(canvas) if bars is None else self.on(canvas) | bars.where


def cutout(path: str | Path, picture: np.ndarray, settings: Settings) -> Cutout | None:
    """The transparent parts of the file that `picture`, uint8 [h, w, 3], was read from.

    None where there are none, where nothing else is there, or where --background says what lies behind.
    """
    if settings.background != _BACKGROUND:
        return None
    behind = read_transparent(path)
    if behind is None or behind.shape != picture.shape[:2] or behind.all() or not behind.any():
        return None
    colours, counts = np.unique(picture[~behind], axis=0, return_counts=True)
    filled = np.where(behind[..., None], colours[counts.argmax()], picture)
    here, nearest = nearest_seen(behind, _EDGE)
    filled[tuple(here)] = picture[tuple(nearest)]
    return Cutout(behind, filled)


def nearest_seen(behind: np.ndarray, far: int) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of a mask, bool [h, w], that lie within `far` pixels of one outside it, and the nearest of those.

    Both are rows and columns, int [2, n]. Of several that are as near it is the leftmost, and of these the topmost.

    >>> here, nearest = nearest_seen(np.array([[False, True, True, True]]), 2)
    >>> here[1].tolist(), nearest[1].tolist()
    ([1, 2], [0, 0])
    """
    height, width = behind.shape
    around = range(-far, far + 1)
    reach = sorted((x * x + y * y, x, y) for x in around for y in around if x * x + y * y <= far * far)
    near = ~behind  # and what lies in a square around it
    for turned in (near, near.T):
        for _ in range(far):
            before = turned.copy()
            turned[1:] |= before[:-1]
            turned[:-1] |= before[1:]
    open_ones = np.array(np.nonzero(behind & near))
    found, nearest = [], []
    for _, right, down in reach:
        seen = open_ones + np.array([[down], [right]])
        inside = (seen >= 0).all(axis=0) & (seen[0] < height) & (seen[1] < width)
        hit = inside.copy()
        hit[inside] = ~behind[tuple(seen[:, inside])]
        found.append(open_ones[:, hit])
        nearest.append(seen[:, hit])
        open_ones = open_ones[:, ~hit]
    return np.concatenate(found, axis=1), np.concatenate(nearest, axis=1)


def with_transparent(native: NativePicture, behind: np.ndarray) -> NativePicture:
    """A picture in free colours with one more entry, transparent, in the pixels `behind`, bool [H, W].

    Raises PixelStyleError where a palette has no room for it.
    """
    count = len(native.palette)
    if not behind.any():
        return native
    if count >= MAX_COLOURS:
        raise PixelStyleError(
            f"{MAX_COLOURS} colours leave no entry for what is transparent: take {MAX_COLOURS - 1}, or say with "
            "--background what lies behind."
        )
    palette = replace(native.palette, colours=(*native.palette.colours, (0, 0, 0)), names=())
    indices = np.where(behind, np.uint8(count), native.indices)
    extra = native.extra | {"transparent": count}
    return replace(native, palette=palette, indices=indices, slots=(), extra=extra)  # no slot of a cell holds the entry


def has_sprites(mode: ScreenMode) -> bool:
    """Whether colour zero of a mode is what lies behind its sprites."""
    return mode.name.startswith("c64-sprites")


def sprites_canvas(canvas: Canvas, cut: Cutout) -> Canvas:
    """The canvas with a background that none of the sprites' colours is: black, or what is least like any of them."""
    palette = canvas.palette
    assert palette is not None
    if canvas.locked:
        return canvas
    seen = srgb_to_oklab(np.unique(cut.filled[~cut.behind], axis=0).astype(np.float32) / np.float32(255))
    listed = srgb_to_oklab(palette.srgb())
    apart = ((listed[:, None] - seen) ** 2).sum(axis=2)
    free = np.setdiff1d(np.arange(len(palette)), apart.argmin(axis=0))
    if not len(free):
        return canvas
    black = palette.colours.index((0, 0, 0)) if (0, 0, 0) in palette.colours else -1
    entry = black if black in free else int(free[apart.min(axis=1)[free].argmax()])
    first, *others = canvas.mode.slots
    mode = replace(canvas.mode, slots=(replace(first, choices=(entry,)), *others))
    return replace(canvas, mode=mode, locked=(palette.colours[entry],))


def behind_sprites(native: NativePicture, behind: np.ndarray, wanted: np.ndarray) -> NativePicture:
    """The sheet with its background in the pixels `behind`, bool [H, W], and there only.

    Others have the colour of their sprite that is most like `wanted`, float32 [H, W, 3], 0..1.
    """
    background = native.slots[0][0, 0, 0]
    choices = native.choices()
    points = srgb_to_oklab(native.palette.srgb())
    costs = ((points[choices] - srgb_to_oklab(wanted)[:, :, None]) ** 2).sum(axis=3)
    costs = np.where(choices == background, np.inf, costs)
    own = np.take_along_axis(choices, costs.argmin(axis=2)[..., None], axis=2)[..., 0]
    return replace(native, indices=np.where(behind, background, own).astype(np.uint8), codes=None)


def opaque_canvas(canvas: Canvas, cut: Cutout) -> tuple[Canvas, int]:
    """The canvas of a machine with colour zero for what is to be seen, and the palette's entry that zero will show."""
    entry = zero_entry(canvas.mode, canvas.palette, cut.filled[~cut.behind])
    rule, rows, locked = canvas.mode.subpalettes, canvas.rows, canvas.locked
    if rule is not None and canvas.mode.choice is not None:  # their first colours are zero's
        rows = rows if rule.shared else tuple(row[1:] for row in rows)
        locked = locked[rule.shared :] if rule.shared else locked
    return replace(canvas, mode=without_zero(canvas.mode, entry), rows=rows, locked=locked), entry


def with_nothing_behind(
    native: NativePicture, canvas: Canvas, cut: Cutout, entry: int, wanted: np.ndarray | None = None
) -> NativePicture:
    """A picture that was made on the `opaque_canvas` with this entry, on the canvas asked for: colour zero is where
    nothing is to be seen. `wanted`: what it was made of, sRGB [H, W, 3], if other than itself."""
    costs = None if wanted is None else distances(wanted, native.palette, canvas.metric)
    return with_zero(native, canvas.mode, cut.hidden(canvas), entry, costs)


def screen_for(content: np.ndarray, cut: Cutout | None, settings: Settings) -> ScreenMode | None:
    """The machine without colour zero, for a run that paints the content [H, W, 3] of which parts are transparent; None
    where that is nothing else than the machine that the settings name."""
    if cut is None:
        return None
    canvas = Canvas.of(settings, content)
    return opaque_canvas(canvas, cut)[0].mode if canvas.mode.transparent_zero else None


def uncovered(result: Result, content: np.ndarray, cut: Cutout | None) -> Result:
    """The result of a run on `screen_for` a content, uint8 [H, W, 3]: its transparent parts stay so where possible."""
    native = result.picture
    if cut is None or native is None:
        return result
    canvas = Canvas.of(result.settings, content)
    if canvas.mode.transparent_zero and not native.mode.transparent_zero:
        native = with_nothing_behind(native, canvas, cut, opaque_canvas(canvas, cut)[1])
    elif native.mode.name == "free" and len(native.palette) < MAX_COLOURS:
        native = with_transparent(native, cut.on(canvas))
    elif has_sprites(native.mode):
        native = behind_sprites(native, cut.on(canvas), native.native_rgb() / np.float32(255))
    palette = without_entry(native)
    return replace(result, mode=native.mode, picture=native, pixels=native.native_rgb(), palette=palette)


def without_entry(native: NativePicture) -> Palette:
    """The palette of a picture in free colours but for the entry that is transparent."""
    count = native.extra.get("transparent") if native.mode.name == "free" else None
    return native.palette if count is None else replace(native.palette, colours=native.palette.colours[:count])
