"""Faults planted in a picture: what was done where is known exactly.

Each takes native pixels, uint8 [H, W, 3], and gives them back changed, with two maps: the pixels that are the fault and
can be seen to be, and all that were changed. A fault that is not to be told from what was drawn, such as an edge that
wavers among grass, is in the second alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from pixelstyle.craft.terms import BLOCK
from pixelstyle.palettes import get_palette
from pixelstyle.screens import fit, get_mode


class Planted(NamedTuple):
    """A picture with a fault."""

    picture: np.ndarray
    """uint8 [H, W, 3]"""
    where: np.ndarray
    """bool [H, W], the pixels that are the fault."""
    changed: np.ndarray
    """bool [H, W], those and all others that are not as they would be without it."""


_CELL = 8
_COMB = 8
"""Pixels of a comb at least."""
_CELL_MODES = "zx-spectrum", "msx-screen2", "c64-hires", "thomson-mo5"
_CLASHES = 60
"""Sum of three channels' differences from which a colour counts as another one."""
_AROUND, _EVEN = 2, 5
"""Pixels to each side of an edge that must be of its two colours alone, and how many of either, for it to be even."""


def lone_pixels(picture: np.ndarray, chance: np.random.Generator) -> Planted:
    """Pixels of another colour of the picture's, each on a ground of one colour."""
    height, width = picture.shape[:2]
    made, where = picture.copy(), np.zeros((height, width), bool)
    calm = _calm(picture)
    places = np.argwhere(calm)
    colours = _own_colours(picture, chance)
    chance.shuffle(places)
    for y, x in places[: int(chance.integers(3, 40))]:
        if where[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].any():
            continue
        apart = np.abs(colours.astype(int) - made[y, x]).max(axis=1)
        fitting = colours[apart > 40]
        if len(fitting):
            made[y, x] = fitting[chance.integers(len(fitting))]
            where[y, x] = True
    return Planted(made, where, where)


def comb_rows(picture: np.ndarray, chance: np.random.Generator) -> Planted:
    """Every other pixel of a row, or of a column, beside the edge of an area takes the colour from over the edge."""
    turned = chance.random() < 0.3
    made = np.ascontiguousarray(picture.transpose(1, 0, 2)) if turned else picture.copy()
    where = np.zeros(made.shape[:2], bool)
    places = np.argwhere(_edges(made))
    chance.shuffle(places)
    for y, x in places[: int(chance.integers(1, 6))]:
        length = int(chance.integers(_COMB, 40))
        row, below, above = (made[y + dy, x : x + length] for dy in (0, 1, -1))
        same = (row == row[0]).all(axis=1) & (below == below[0]).all(axis=1) & (above == row[0]).all(axis=1)
        run = int(same.argmin()) if not same.all() else len(same)
        if run < _COMB or where[y - 1 : y + 2, x : x + run].any():
            continue
        made[y, x : x + run : 2] = below[0]
        where[y, x : x + run] = True
    if turned:
        made, where = made.transpose(1, 0, 2).copy(), where.T.copy()
    return Planted(made, where, where)


def confetti(picture: np.ndarray, chance: np.random.Generator) -> Planted:
    """In some blots, pixels of the picture's colours, or of any, by chance."""
    made, where = picture.copy(), np.zeros(picture.shape[:2], bool)
    colours = _own_colours(picture, chance)
    if len(colours) < 4 or chance.random() < 0.4:
        colours = chance.integers(0, 256, (int(chance.integers(4, 17)), 3)).astype(np.uint8)
    dense = chance.uniform(0.35, 1)
    for blot in _blots(picture, chance):
        hit = blot & (chance.random(blot.shape) < dense)
        made[hit] = colours[chance.integers(len(colours), size=int(hit.sum()))]
        where |= blot
    return Planted(made, where, where)


def jaggies(picture: np.ndarray, chance: np.random.Generator) -> Planted:
    """In some blots, edges that waver: where two areas meet, pixels by chance take the neighbour's colour."""
    made = picture.copy()
    rate = chance.uniform(0.15, 0.4)
    for blot in _blots(picture, chance, least=24):
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            other = np.roll(made, (dy, dx), axis=(0, 1))
            edge = (np.abs(other.astype(int) - made).max(axis=2) > 24) & blot
            edge[:1], edge[-1:], edge[:, :1], edge[:, -1:] = False, False, False, False
            hit = edge & (chance.random(edge.shape) < rate)
            made[hit] = other[hit]
    changed = (made != picture).any(axis=2)
    return Planted(made, changed & _even_edges(picture), changed)


def attribute_clash(picture: np.ndarray, chance: np.random.Generator) -> Planted:
    """Cells of 8 x 8 that get only two colours: in each that has more, pixels of the others take one of the two. The
    fault is where the border of a cell cuts what was one area."""
    if chance.random() < 0.4:
        return clash_of_machine(picture, chance)
    made = picture.copy()
    part = chance.uniform(0.4, 1)
    for y in range(0, picture.shape[0] - _CELL + 1, _CELL):
        for x in range(0, picture.shape[1] - _CELL + 1, _CELL):
            cell = made[y : y + _CELL, x : x + _CELL]
            found, which, counts = colours_of(cell)
            if len(found) < 3 or chance.random() > part:
                continue
            kept = np.argsort(-counts)[:2]
            off = np.abs(found[:, None].astype(int) - found[None, kept]).sum(axis=2)
            cell[:] = found[kept[off.argmin(axis=1)]][which].reshape(_CELL, _CELL, 3)
    return Planted(made, _cut(picture, made), (made != picture).any(axis=2))


def clash_of_machine(picture: np.ndarray, chance: np.random.Generator) -> Planted:
    """The picture as a machine shows it whose cells have too few colours."""
    mode = get_mode(str(chance.choice(_CELL_MODES)))
    height, width = picture.shape[:2]
    palette = get_palette(str(mode.palette))
    mode = replace(mode, width=width, height=height)
    shown = fit(mode, picture.astype(np.float32) / 255, palette).native_rgb()
    colours = palette.bytes()
    found, which, _ = colours_of(picture)
    free = colours[((found[:, None].astype(int) - colours) ** 2).sum(axis=2).argmin(axis=1)][which]
    free = free.reshape(picture.shape)
    return Planted(shown, _cut(free, shown), (shown != free).any(axis=2))


def _cut(free: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Pixels at a cell's border that had the colour of the one over the border, are another one's now and were changed:
    bool [H, W]; `free`: the picture where cells had no say."""
    where = np.zeros(free.shape[:2], bool)
    changed = _apart(free, shown) > _CLASHES
    for axis in (0, 1):
        last = np.arange(_CELL - 1, free.shape[axis] - 1, _CELL)
        here, there = ((slice(None),) * axis + (side,) for side in (last, last + 1))
        cut = (free[here] == free[there]).all(axis=-1) & (_apart(shown[here], shown[there]) > _CLASHES)
        where[here] |= cut & changed[here]
        where[there] |= cut & changed[there]
    return where


def _apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.abs(one.astype(int) - other).sum(axis=-1)


def _even_edges(picture: np.ndarray) -> np.ndarray:
    """Pixels around which there are two areas and nothing else, bool [H, W]."""
    height, width = picture.shape[:2]
    packed = picture.astype(np.int32) @ np.array([65536, 256, 1])
    side = 2 * _AROUND + 1
    around = np.lib.stride_tricks.sliding_window_view(np.pad(packed, _AROUND, mode="edge"), (side, side))
    ranked = np.sort(around.reshape(height, width, -1), axis=-1)
    changes = (ranked[..., 1:] != ranked[..., :-1]).sum(axis=-1)
    fewest = np.minimum((ranked == ranked[..., :1]).sum(axis=-1), (ranked == ranked[..., -1:]).sum(axis=-1))
    return np.asarray((changes == 1) & (fewest >= _EVEN))


def per_block(where: np.ndarray, least: int) -> np.ndarray:
    """bool [H / 8, W / 8]: the blocks with at least so many pixels of a map."""
    height, width = (side // BLOCK for side in where.shape)
    blocks = where[: height * BLOCK, : width * BLOCK].reshape(height, BLOCK, width, BLOCK)
    return np.asarray(blocks.sum(axis=(1, 3)) >= least)


def _edges(picture: np.ndarray) -> np.ndarray:
    """Where an area of one colour ends above another one for so many pixels to the right that a comb has room."""
    edges = np.zeros(picture.shape[:2], bool)
    above, row, below = picture[:-2], picture[1:-1], picture[2:]
    apart = np.abs(row.astype(int) - below).max(axis=2) >= 40
    ends = apart & (above == row).all(axis=2)
    level = np.ones_like(ends)
    level[:, 1:] = ((row[:, 1:] == row[:, :-1]) & (below[:, 1:] == below[:, :-1])).all(axis=2)
    for place in range(_COMB):
        right = picture.shape[1] - _COMB + place + 1
        part = ends[:, place:right] & (level[:, place:right] if place else True)
        edges[1:-1, : part.shape[1]] = part if not place else edges[1:-1, : part.shape[1]] & part
    return edges


def _calm(picture: np.ndarray) -> np.ndarray:
    """Where a pixel and its eight neighbours have one colour."""
    calm = np.zeros(picture.shape[:2], bool)
    inner = np.ones((picture.shape[0] - 2, picture.shape[1] - 2), bool)
    for dy in (0, 1, 2):
        for dx in (0, 1, 2):
            near = picture[dy : dy + inner.shape[0], dx : dx + inner.shape[1]]
            inner &= (near == picture[1:-1, 1:-1]).all(axis=2)
    calm[1:-1, 1:-1] = inner
    return calm


def _own_colours(picture: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Up to 32 colours of the picture's, uint8 [K, 3]."""
    found = colours_of(picture)[0]
    return found[chance.permutation(len(found))[:32]]


def colours_of(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The colours of uint8 [..., 3]: uint8 [K, 3], which each pixel has, int [N], and how often each comes."""
    packed = picture.reshape(-1, 3).astype(np.int32) @ np.array([65536, 256, 1])
    found, which, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.uint8)
    return colours, which, counts


def _blots(picture: np.ndarray, chance: np.random.Generator, least: int = 12) -> list[np.ndarray]:
    """One to three ellipses, bool [H, W]."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width]
    found = []
    for _ in range(int(chance.integers(1, 4))):
        across, down = chance.integers(least, max(least + 1, width // 2), 2)
        at = chance.integers(0, height), chance.integers(0, width)
        found.append(((y - at[0]) / down) ** 2 + ((x - at[1]) / across) ** 2 < 1)
    return found
