"""Colours of cells into sub-palettes of which each row of cells has some of its own, and all rows the rest."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.screens.checking.packing import MOST_AT_ONCE, Colours, Place, largest, pack_sets, unpackable
from pixelstyle.screens.checking.packing_search import search_rows
from pixelstyle.screens.mode import SubPalettes


def pack_by_row(used: dict[Place, Colours], rule: SubPalettes, rows: int) -> tuple[list[Colours], dict[Place, int]]:
    """What rule.count sub-palettes hold, and by cell the number of one that serves it; cells that none serves are
    missing. A search finds them: that cells are missing does not mean that there are none for all."""
    each = [{colours for (row, _), colours in used.items() if row == n} for n in range(rows)]
    held = search_rows([largest(mine) for mine in each], rule)
    offered = rule.offered(rows).tolist()
    number = {}
    for place, colours in used.items():
        for n in offered[place[0]]:
            if len(held[n]) <= rule.size and colours <= held[n]:
                number[place] = n
                break
    return held, number


def unserved_in_rows(used: dict[Place, Colours], rule: SubPalettes, rows: int) -> tuple[list[Place], bool]:
    """The cells that are left over when the others' colours have been put into sub-palettes, and whether it is known
    that some must be: [] and True when all fit. It is known where a row does not even fit by itself into as many as it
    has at once."""
    _, number = pack_by_row(used, rule, rows)
    if len(number) == len(used):
        return [], True
    alone = replace(rule, count=rule.count - rule.by_row * (rows - 1), by_row=0)
    impossible = list[Place]()
    for n in range(rows):
        mine = {place: colours for place, colours in used.items() if place[0] == n}
        packed, steps = pack_sets(largest(set(mine.values())), alone, MOST_AT_ONCE // 8)
        if packed is None and steps <= MOST_AT_ONCE // 8:
            impossible += unpackable(mine, alone)
    return (impossible, True) if impossible else (sorted(used.keys() - number.keys()), False)
