"""Frames as the C64's sprites: one colour each, or three in wide pixels, with a fine one over them if asked for.

The two colours that all sprites share are tried in all pairs, each sprite's own colour and that of the one over it in
all pairs again, and every pixel is what costs least: so the result is the best there is for the sprites' places.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import C64, C64_SIZE, MULTICOLOUR, OVER, C64Sprites, Object, SpriteFrame
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.sprites.cutting import Cut
from pixelstyle.recipes.sprites.laying import anchor_of, canvas_of, laid_out
from pixelstyle.screens import NativePicture, distances, get_mode

_SPILT, _HOLE, _MISSED = 0.05, 0.1, 0.4
"""What a pixel costs that shows a colour where nothing should be seen, or nothing where a colour should (of sprites of
one colour, whose eyes are holes, and of others): squared distances in OKLab."""
_NOTHING = 16
"""What is transparent, behind the sixteen colours."""


def make_c64_sprites(cuts: Sequence[Cut], mode: str, *, overlay: bool, anchor: str) -> C64Sprites:
    """The frames as hires or multicolour sprites. Raises PixelStyleError for an overlay over hires ones, and anchors
    that are none."""
    wide, palette = mode == "c64-sprites-multicolor", get_palette("c64-colodore")
    if overlay and not wide:
        raise PixelStyleError(
            "Sprites of one colour have none over them: --overlay goes with -m c64-sprites-multicolor."
        )
    laid = laid_out(cuts, *C64_SIZE)
    rgb, seen = canvas_of(laid, *C64_SIZE)
    costs = distances(rgb.astype(np.float32) / np.float32(255), palette, "oklab")
    costs = np.where(seen[..., None], costs, _SPILT)
    costs = np.concatenate([costs, np.where(seen, _MISSED if wide else _HOLE, 0)[..., None]], axis=2).astype(np.float32)
    width, height = C64_SIZE
    places = [
        (number, column, row)
        for number, one in enumerate(laid)
        for row in range(one.rows)
        for column in range(one.columns)
        if seen[(one.first + row) * height :, column * width :][:height, :width].any()
    ]
    cells = [_cell(costs, laid[n].first + row, column) for n, column, row in places]
    shared, made = _multicolour(cells, overlay) if wide else ((0, 0), [_hires(cell) for cell in cells])
    shown = np.full(seen.shape, _NOTHING, np.intp)
    data: list[bytes] = []
    objects: list[list[Object]] = [[] for _ in laid]
    for (n, column, row), (layers, picture) in zip(places, made, strict=True):
        one = laid[n]
        top, left = (one.first + row) * height, column * width
        shown[top : top + height, left : left + width] = picture
        at = anchor_of(anchor, one.cut)
        x, y = left - one.offset[0] - at[0], row * height - one.offset[1] - at[1]
        for layer in layers:
            if layer not in data or layer[63] & OVER or len(layers) > 1:  # two that belong together stay so
                data.append(layer)
            objects[n].append(
                Object(x, y, len(data) - 1 if data[-1] == layer else data.index(layer), layer[63] & 15, False, False)
            )
    frames = []
    for one, mine in zip(laid, objects, strict=True):
        (left, top), (tall, wide_) = one.offset, one.cut.seen.shape
        inner = shown[one.first * height + top :, left:][:tall, :wide_]
        codes = np.where(inner == _NOTHING, 0, inner + 1).astype(np.uint8)
        cut = one.cut
        frames.append(
            SpriteFrame(
                cut.name, cut.row, codes, np.zeros_like(codes), anchor_of(anchor, cut), cut.duration, tuple(mine)
            )
        )
    screen = get_mode(mode)
    colours = NativePicture(
        screen,
        palette,
        np.zeros((screen.height, screen.width), np.uint8),
        subpalettes=np.arange(16, dtype=np.uint8)[None],
    )
    nothing = np.zeros((0, 8, 8), np.uint8)
    return C64Sprites(C64[mode], tuple(frames), C64_SIZE, nothing, colours, data=tuple(data), shared=shared)


_Made = tuple[list[bytes], np.ndarray]
"""A place's sprites, the uppermost first, and what is seen there, int [21, 24]."""


def _cell(costs: np.ndarray, row: int, column: int) -> np.ndarray:
    width, height = C64_SIZE
    return costs[row * height : (row + 1) * height, column * width : (column + 1) * width]


def _hires(cell: np.ndarray) -> _Made:
    total = np.minimum(cell[..., :_NOTHING], cell[..., _NOTHING:]).sum(axis=(0, 1))
    own = int(total.argmin())
    dots = cell[..., own] < cell[..., _NOTHING]
    return [_bytes(np.packbits(dots, axis=1), own)], np.where(dots, own, _NOTHING)


def _multicolour(cells: list[np.ndarray], overlay: bool) -> tuple[tuple[int, int], list[_Made]]:
    """The two common colours, and what each place has."""
    tables = [_tables(cell, overlay) for cell in cells]
    totals = {pair: sum(float(_best(table, pair)[0]) for table in tables) for pair in combinations(range(16), 2)}
    shared = min(totals, key=lambda pair: (totals[pair], pair))
    return shared, [_drawn(cell, table, shared) for cell, table in zip(cells, tables, strict=True)]


def _tables(cell: np.ndarray, overlay: bool) -> np.ndarray:
    """float32 [over, colours, pairs]: what a wide pixel of each colour costs under a sprite of each colour; the last
    one over it is none."""
    over = np.concatenate([cell[..., :_NOTHING], np.full((*cell.shape[:2], 1), np.inf, np.float32)], axis=2)
    if not overlay:
        over = over[..., _NOTHING:]
    least = np.minimum(cell[..., None, :], over[..., :, None])  # [21, 24, over, colours]
    pairs = least.reshape(C64_SIZE[1], C64_SIZE[0] // 2, 2, *least.shape[2:]).sum(axis=2)
    return np.ascontiguousarray(pairs.reshape(-1, *least.shape[2:]).transpose(1, 2, 0))


def _best(table: np.ndarray, shared: tuple[int, int]) -> tuple[np.float32, int, int]:
    """The least cost with these common colours, the number of the one over, and the sprite's own colour."""
    base = np.minimum(np.minimum(table[:, shared[0]], table[:, shared[1]]), table[:, _NOTHING])
    totals = np.minimum(base[:, None], table[:, :_NOTHING]).sum(axis=2)
    over, own = np.unravel_index(int(totals.argmin()), totals.shape)
    return totals[over, own], int(over), int(own)


def _drawn(cell: np.ndarray, table: np.ndarray, shared: tuple[int, int]) -> _Made:
    _, over, own = _best(table, shared)
    held = np.array([_NOTHING, shared[0], own, shared[1]])  # by their two bits
    bits = table[over][held].argmin(axis=0).reshape(C64_SIZE[1], -1).astype(np.uint8)
    picture = held[bits].repeat(2, axis=1)
    packed = (bits.reshape(C64_SIZE[1], 3, 4) << np.array([6, 4, 2, 0], np.uint8)).sum(axis=2).astype(np.uint8)
    below = _bytes(packed, own | MULTICOLOUR)
    if over >= _NOTHING or table.shape[0] == 1:
        return [below], picture
    fine = cell[..., over] < np.take_along_axis(cell, picture[..., None], axis=2)[..., 0]
    if not fine.any():
        return [below], picture
    return [_bytes(np.packbits(fine, axis=1), over | OVER), below], np.where(fine, over, picture)


def _bytes(lines: np.ndarray, last: int) -> bytes:
    return lines.astype(np.uint8).tobytes() + bytes([last])
