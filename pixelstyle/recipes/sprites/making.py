"""Frames brought into the colours of a machine's objects.

All frames are laid onto one canvas, each where it takes the fewest objects. What is transparent has, while colours are
chosen, the commonest colour of its object, so that nothing but what is seen counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import ObjectMachine, SpriteFrame, Sprites, held_by_pixels, object_machine, objects_of
from pixelstyle.palettes import Palette, full_levels, get_palette
from pixelstyle.recipes.requests.given_palettes import Rows, given_rows, in_levels, with_given
from pixelstyle.recipes.requests.given_rows_kept import in_fewest_rows, in_given_rows
from pixelstyle.recipes.sprites.cutting import Cut
from pixelstyle.recipes.sprites.laying import Laid, anchor_of, canvas_of, laid_out
from pixelstyle.screens import (
    Choice,
    Dither,
    NativePicture,
    Pinned,
    ScreenMode,
    SubPalettes,
    check,
    choose_palette,
    distances,
    fit,
    get_mode,
    spread,
)
from pixelstyle.settings import Settings

_METRIC = "oklab"


def make_sprites(
    cuts: Sequence[Cut],
    mode: str,
    *,
    size: str | None = None,
    anchor: str = "bottom",
    palettes: str | None = None,
    most: int | None = None,
    dither: str = "none",
) -> Sprites:
    """The frames as a machine's sprites. `size` is an object's, such as 8x16; `anchor` one of ANCHORS or 'X,Y'.

    `palettes` are given as for `convert`; `most` is how many there may be. Raises PixelStyleError for machines whose
    sprites are not made here, sizes that they have not, anchors that are none, more tiles than lists can name, and
    palettes that they cannot have.
    """
    machine = object_machine(mode)
    machine = replace(machine, palettes=min(machine.palettes, most or machine.palettes))
    width, height = _size_of(machine, size)
    laid = laid_out(cuts, width, height)
    screen, palette, rows = _screen(machine, (width, height), laid, palettes)
    rgb, seen = canvas_of(laid, width, height)
    rgb = _full(rgb, seen, screen)
    native = _coloured(screen, palette, rows, rgb, seen, dither)
    assert native.subpalettes is not None and native.subpalette_map is not None
    choices = native.choices()
    codes = np.where(seen, (choices == native.indices[..., None]).argmax(axis=2) + 1, 0).astype(np.uint8)
    number = spread(native.subpalette_map, (width, height), *codes.shape)
    parts, frames = [], []
    for one in laid:
        box = np.s_[one.first * height : (one.first + one.rows) * height, : one.columns * width]
        cells = native.subpalette_map[one.first : one.first + one.rows, : one.columns]
        at = anchor_of(anchor, one.cut)
        parts.append((codes[box], cells, (at[0] + one.offset[0], at[1] + one.offset[1])))
        (left, top), (tall, wide) = one.offset, one.cut.seen.shape
        inner = np.s_[top : top + tall, left : left + wide]
        frames.append(
            SpriteFrame(one.cut.name, one.cut.row, codes[box][inner], number[box][inner], at, one.cut.duration, ())
        )
    tiles, objects = objects_of(machine, (width, height), parts)
    frames = [replace(frame, objects=mine) for frame, mine in zip(frames, objects, strict=True)]
    lost = (0, 0) if dither != "none" else _lost(_snapped(screen, palette, rgb)[seen], native.native_rgb()[seen])
    return Sprites(machine, tuple(frames), (width, height), tiles, native, lost=lost).numbered_from(0)


def _lost(wanted: np.ndarray, shown: np.ndarray) -> tuple[int, int]:
    """How many colours of pixels, uint8 [N, 3], are others somewhere, and how many there are."""
    different, which = np.unique(wanted, axis=0, return_inverse=True)
    return len(np.unique(which.reshape(-1)[(wanted != shown).any(axis=1)])), len(different)


def _size_of(machine: ObjectMachine, size: str | None) -> tuple[int, int]:
    known = {f"{width}x{height}": (width, height) for width, height in machine.sizes}
    if size is None:
        return machine.sizes[0]
    if size not in known:
        raise PixelStyleError(f"Objects of the {machine.title} have {', '.join(known)} pixels, not {size}.")
    return known[size]


def _screen(
    machine: ObjectMachine, size: tuple[int, int], laid: Sequence[Laid], palettes: str | None
) -> tuple[ScreenMode, Palette | None, Rows]:
    """A screen as large as the canvas whose cells are objects, its palette, and what its sub-palettes begin with."""
    base = get_mode(machine.mode)
    width, height = max(one.columns for one in laid) * size[0], (laid[-1].first + laid[-1].rows) * size[1]
    choice = None if base.choice is None else Choice(machine.palettes * machine.colours, base.choice.bits)
    rule = SubPalettes(machine.palettes, machine.colours, size, given=(machine.fixed,) if machine.fixed else ())
    screen = replace(
        base, name=f"{base.name}-objects", width=width, height=height, subpalettes=rule, tiles=None, choice=choice,
        transparent_zero=False, usable=machine.fixed or base.usable,
    )  # fmt: skip
    palette = None if base.palette is None else get_palette(base.palette)
    if palettes is None:
        return screen, palette, ()
    if machine.fixed:
        raise PixelStyleError(f"Sprites for the {machine.title} have one palette, which is always the same.")
    # A row may begin with the colour of what is transparent, as rgbgfx's users and the machines' own memory have it.
    _, rows = given_rows(Settings(palettes=palettes), replace(screen, subpalettes=replace(rule, shared=1)))
    if choice is None:
        return with_given(screen, palette, None, rows), palette, ()
    return screen, palette, rows


def _full(rgb: np.ndarray, seen: np.ndarray, screen: ScreenMode) -> np.ndarray:
    """Levels that all are v << n for a machine of n bits, in the full range, as `convert` takes pictures."""
    bits = None if screen.choice is None else screen.choice.bits
    full = None if bits is None or not seen.any() else full_levels(rgb, bits)
    return rgb if full is None else full


def _snapped(screen: ScreenMode, palette: Palette | None, rgb: np.ndarray) -> np.ndarray:
    """Each pixel as the nearest colour that the machine can make at all."""
    if screen.choice is not None:
        return in_levels(rgb.reshape(-1, 3), screen.choice.bits).reshape(rgb.shape)
    assert palette is not None
    usable = np.array(screen.usable or range(len(palette)))
    different, which = np.unique(rgb.reshape(-1, 3), axis=0, return_inverse=True)
    apart = distances(different[None].astype(np.float32) / np.float32(255), palette, _METRIC)[0]
    return np.asarray(palette.bytes()[usable[apart[:, usable].argmin(axis=1)]][which.reshape(-1)].reshape(rgb.shape))


def _coloured(
    screen: ScreenMode, palette: Palette | None, rows: Rows, rgb: np.ndarray, seen: np.ndarray, dither: str
) -> NativePicture:
    """The canvas as it is, where the machine's objects can show it, else the nearest that they can."""
    rule = screen.subpalettes
    assert rule is not None
    given = rows
    if rule.given and palette is not None:
        given = tuple(tuple(palette.colours[k] for k in row) for row in rule.given)
    if dither == "none":
        try:
            snapped = _snapped(screen, palette, rgb)
            kept: NativePicture | None = held_by_pixels(snapped, screen, palette if screen.choice is None else None)
            if kept is not None:
                kept = in_fewest_rows(kept, given) or (in_given_rows(kept, None, given) if given else kept)
            if kept is not None and not check(kept):
                return kept
        except PixelStyleError:
            pass  # more colours than they can have: the nearest
    wanted = rgb.astype(np.float32) / np.float32(255)
    method = Dither(dither)
    if screen.choice is not None:
        palette = choose_palette(screen, wanted, None, _METRIC, Pinned((), rows), 1.0 if method else 0.0)
    assert palette is not None
    return fit(screen, wanted, palette, _METRIC, method)
