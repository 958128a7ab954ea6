"""The checker's rules about sub-palettes."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.packing import Colours, Place, unpackable
from pixelstyle.screens.checking.packing_by_row import unserved_in_rows
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.mode import SubPalettes


def cells_of(indices: np.ndarray, cell: tuple[int, int]) -> dict[Place, Colours]:
    """The colours in each cell of indices [H, W], by (row, column)."""
    width, height = cell
    return {
        (y // height, x // width): frozenset(np.unique(indices[y : y + height, x : x + width]).tolist())
        for y in range(0, indices.shape[0], height)
        for x in range(0, indices.shape[1], width)
    }


def subpalette_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that show more colours than a sub-palette has, and those that no set of sub-palettes serves beside the
    others. Sub-palettes that the picture carries are taken at their word where they show it to be legal."""
    rule = picture.mode.subpalettes
    if rule is None:
        return []
    used, most = cells_of(picture.indices, rule.cell), rule.shared + rule.size
    if rule.settled:
        rows = {
            frozenset(picture.canonical[k] for k in row if k < len(picture.canonical)) for row in rule.rows.tolist()
        }
        return [
            at(place, rule.cell, picture.names_of(colours), f"those of one of {len(rows)} given sets", "sub-palettes")
            for place, colours in sorted(used.items())
            if not any(colours <= row for row in rows)
        ]
    crowded = sorted(place for place, colours in used.items() if len(colours) > most)
    rest = {place: colours for place, colours in used.items() if len(colours) <= most}
    shared = f", {rule.shared} of them the same in all" if rule.shared else ""
    unserved, sure = _unserved(rest, picture, rule)
    allowed = f"one of {rule.count} sub-palettes of {most}{shared}, of which the other cells take all"
    allowed += "" if sure else " (undecided: no way was found, nor that there is none)"
    return [
        at(place, rule.cell, picture.names_of(used[place]), why, what)
        for places, why, what in (
            (crowded, f"{most} of one sub-palette", "colours in a cell"),
            (unserved, allowed, "sub-palettes"),
        )
        for place in places
    ]


def _unserved(used: dict[Place, Colours], picture: CheckedPicture, rule: SubPalettes) -> tuple[list[Place], bool]:
    """The cells that those held do not serve, if there are such and no others would serve all; with none held, those
    that no sub-palettes serve beside the others. And whether that is known."""
    wrong = None if picture.held is None else misfits(used, *picture.held, rule)
    if wrong == []:
        return [], True
    if rule.by_row:
        packed, sure = unserved_in_rows(used, rule, -(-len(picture.indices) // rule.cell[1]))
    else:
        packed, sure = unpackable(used, rule), True
    return (packed if wrong is None or not packed else wrong), sure


def misfits(used: dict[Place, Colours], subpalettes: np.ndarray, chosen: np.ndarray, rule: SubPalettes) -> list[Place]:
    """The cells that show colours which the sub-palette they claim does not have; every cell, if there are too many.

    subpalettes: [count, shared + size]; chosen: [cells down, cells across].
    """
    if len(subpalettes) > rule.count or subpalettes.shape[1] > rule.shared + rule.size:
        return sorted(used)
    if any(len(set(subpalettes[:, slot].tolist())) > 1 for slot in range(rule.shared)):
        return sorted(used)
    held = [frozenset(row.tolist()) for row in subpalettes]
    common = rule.count - rule.by_row * len(chosen)

    def has(row: int, number: int) -> bool:
        return number < common or (number - common) // rule.by_row == row

    return [
        place
        for place, colours in sorted(used.items())
        if not (has(place[0], int(chosen[place])) and colours <= held[chosen[place]])
    ]
