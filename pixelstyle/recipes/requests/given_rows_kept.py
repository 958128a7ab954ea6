"""Pictures that are legal as they come, in the sub-palettes that a person gave: the same pixels by other numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.formats import chosen_sub_palettes, palette_of_sub_palettes, picture_of_sub_palettes
from pixelstyle.palettes import Palette
from pixelstyle.recipes.requests.given_palettes import Colour, Rows
from pixelstyle.screens import NativePicture, cut_cells, spread

_Colours = frozenset[Colour]


def in_fewest_rows(native: NativePicture, rows: Rows = ()) -> NativePicture | None:
    """The picture in as few sub-palettes as taking the largest first needs, `rows` before them."""
    return in_given_rows(native, None, rows, fewest=True)


def in_given_rows(
    native: NativePicture, backdrop: Colour | None, rows: Rows, fewest: bool = False
) -> NativePicture | None:
    """The picture with `rows` for its first sub-palettes, and `backdrop` for what all share, pixel by pixel the same.

    A cell takes the first of them that has its colours; what none has is kept in sub-palettes behind them, which are
    its own, or in what is left open of a given one. None where there is no room for that.
    """
    rule = native.mode.subpalettes
    if rule is None or native.subpalettes is None or native.subpalette_map is None:
        return None
    colours = [tuple(int(v) for v in colour) for colour in native.palette.bytes()]
    shared = tuple(colours[k] for k in native.subpalettes[0, : rule.shared])
    if backdrop is not None:
        shared = (backdrop, *shared[1:])
    needs = _needs(native, rule.cell, frozenset(shared))
    found = _placed(needs, None if fewest else native.subpalette_map, rows, rule.count, rule.size)
    if found is None:
        return None
    own, cells = found
    filled = [[*shared, *row, *((row or shared or ((0, 0, 0),))[-1:] * (rule.size - len(row)))] for row in own or [()]]
    filled += [filled[-1]] * (rule.count - len(filled))
    return _with_rows(native, filled, cells)


def _needs(native: NativePicture, cell: tuple[int, int], shared: _Colours) -> list[list[_Colours]]:
    """What each cell shows besides what all share."""
    height, width = native.indices.shape
    rgb = native.native_rgb()
    padded = np.pad(rgb, ((0, -height % cell[1]), (0, -width % cell[0]), (0, 0)), mode="edge")
    cut = cut_cells(padded, cell)
    cut = cut.reshape(*cut.shape[:2], -1, 3)
    return [[_colours(np.unique(part, axis=0)) - shared for part in line] for line in cut]


def _colours(table: np.ndarray) -> _Colours:
    return frozenset((int(r), int(g), int(b)) for r, g, b in table)


def _placed(
    needs: list[list[_Colours]], before: np.ndarray | None, rows: Rows, count: int, size: int
) -> tuple[list[tuple[Colour, ...]], np.ndarray] | None:
    """The sub-palettes' own colours, and which one each cell has; before: those that the cells had, if they
    shall stay together."""
    left = {need for line in needs for need in line if not any(need <= set(row) for row in rows)}
    largest = sorted(
        (need for need in left if not any(need < other for other in left)), key=lambda n: (-len(n), sorted(n))
    )
    together: dict[int, _Colours] = {}
    for line, numbers in zip(needs, () if before is None else before, strict=before is not None):
        for need, number in zip(line, numbers, strict=True):
            if need in left:
                together[int(number)] = together.get(int(number), frozenset()) | need
    own = _packed(list(together.values()), rows, count, size) if before is not None else None
    own = own or _packed(largest, rows, count, size)
    if own is None:
        return None
    cells = [[next(n for n, row in enumerate(own) if need <= set(row)) for need in line] for line in needs]
    return own, np.array(cells, np.uint8)


def _packed(needs: list[_Colours], rows: Rows, count: int, size: int) -> list[tuple[Colour, ...]] | None:
    """`rows` and behind them others, so that each of the needs is in one: with those that have most of it already."""
    own = list(rows)
    for need in needs:
        rooms = [
            n for n, row in enumerate(own) if (len(need | set(row)) <= size and len(row) < size) or need <= set(row)
        ]
        if rooms:
            room = max(rooms, key=lambda n: len(need & set(own[n])))
            own[room] = (*own[room], *sorted(need - set(own[room])))
        elif len(own) < count and len(need) <= size:
            own.append(tuple(sorted(need)))
        else:
            return None
    return own


def _with_rows(native: NativePicture, filled: list[list[Colour]], cells: np.ndarray) -> NativePicture:
    rule = native.mode.subpalettes
    assert rule is not None
    table = np.array(filled, np.uint8)
    if native.mode.choice is not None:
        memory = Palette.from_array(native.palette.name, table.reshape(-1, 3))
        palette, held = palette_of_sub_palettes(native.mode, memory), chosen_sub_palettes(native.mode)
    else:
        palette = native.palette
        numbers = {colour: k for k, colour in reversed(list(enumerate(palette.colours)))}
        numbers |= {palette.colours[k]: int(k) for k in np.unique(native.indices)}
        held = np.array([[numbers[colour] for colour in row] for row in filled], np.uint8)
    number = spread(cells, rule.cell, *native.indices.shape)
    same = (table[number] == native.native_rgb()[:, :, None]).all(axis=3)
    codes = same.argmax(axis=2).astype(np.uint8)
    return replace(picture_of_sub_palettes(native.mode, codes, held, cells, palette), extra=native.extra)
