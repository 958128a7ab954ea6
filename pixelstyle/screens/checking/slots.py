"""The checker's rule about slots: is there any way to fill them that gives these pixels?

An area of one level consists of the areas of the next finer one; the finest are known by the colours their pixels
show. An area is possible beside the colours of the levels above it when its own slots can be filled such that all
its parts are possible.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.mode import ScreenMode

Colours = frozenset[int]
Slot = Colours | None
"""The colours that a slot can hold; None: any."""


def slot_clashes(picture: CheckedPicture) -> list[Clash]:
    """The largest cells whose colours no way of filling the slots gives."""
    if not picture.mode.slots:
        return []
    rule = SlotRule(picture.mode, picture.canonical)
    what = "colours in a cell" if rule.cells else "colours in the picture"
    cell = rule.cells[0] if rule.cells else (picture.mode.width, picture.mode.height)
    failures = rule.failures(picture.indices)
    allowed = rule.allowed(picture.names)
    return [at(place, cell, picture.names_of(used), allowed, what) for place, used in failures]


class SlotRule:
    """The slots of a mode by level: the whole picture's, each cell's, and each finer cell's within it."""

    def __init__(self, mode: ScreenMode, canonical: tuple[int, ...]) -> None:
        """`canonical[k]` is the palette entry that stands for entry k: another one where two have the same colour."""

        def same(entries: tuple[int, ...]) -> Colours:
            return frozenset(canonical[k] for k in entries if k < len(canonical))

        by_area: dict[tuple[int, int] | None, list[Slot]] = defaultdict(list)
        for slots in mode.slots:
            fixed = mode.fixed.get(slots.name)
            choices = slots.choices if fixed is None else (fixed,)
            by_area[slots.cell] += [None if choices is None else same(choices)] * slots.count
        self.mode = mode
        self.shared = by_area.pop(None, [])
        self.cells = sorted((cell for cell in by_area if cell), key=lambda cell: -cell[0] * cell[1])
        self.levels = [self.shared, *(by_area[cell] for cell in self.cells)]
        self.groups = [group for group in map(same, mode.groups) if group]
        self.best_shared: Colours = frozenset()

    def failures(self, indices: np.ndarray) -> list[tuple[tuple[int, int], Colours]]:
        """(row, column) and colours of the largest cells of [H, W] that cannot be shown; [] for a legal picture.

        The picture's own slots are filled in the way that leaves fewest such cells (chosen one after the other, where
        there are several, when no choice is perfect).
        """
        parts = self._areas(indices)
        if not self.cells:
            used = parts[0, 0]
            return [] if self._placeable(used, 0) else [((0, 0), used)]
        distinct = sorted(set(parts.values()), key=lambda area: -len(_colours(area)))
        shared = self._fill(distinct, 0, frozenset(), frozenset(), set())
        if shared is not None:
            self.best_shared = shared
            return []
        self.best_shared = self._likeliest_shared(Counter(parts.values()))
        return [
            (place, _colours(area))
            for place, area in sorted(parts.items())
            if not self._fits(area, 1, self.best_shared)
        ]

    def allowed(self, names: list[str]) -> str:
        """What a cell could show, in words, beside the shared colours that `failures` settled on."""
        parts = []
        if self.best_shared:
            parts.append("the shared " + ", ".join(names[k] for k in sorted(self.best_shared)))
        for slots in self.mode.slots:
            if slots.cell is None and self.cells:
                continue
            where = f" per {slots.cell[0]} x {slots.cell[1]}" if slots.cell else ""
            of = f" of {', '.join(map(str, slots.choices))}" if slots.choices is not None else ""
            name = f" ({slots.name})" if slots.name else ""
            parts.append(f"{slots.count}{of}{where}{name}")
        if self.groups:
            parts.append("all from one group of " + " or ".join(f"{min(g)}..{max(g)}" for g in self.groups))
        return ", ".join(parts)

    def _areas(self, indices: np.ndarray) -> dict[tuple[int, int], Any]:
        """The largest cells by (row, column): each the colours it shows, or, with finer cells, the set of those of
        each."""
        width, height = self.cells[-1] if self.cells else (self.mode.width, self.mode.height)
        rows, columns = -(-indices.shape[0] // height), -(-indices.shape[1] // width)
        ys, xs = np.arange(indices.shape[0])[:, None] // height, np.arange(indices.shape[1]) // width
        there = np.zeros((rows, columns, int(indices.max()) + 1), bool)
        there[ys, xs, indices] = True
        gathered: dict[tuple[int, int], set[Any]] = defaultdict(set)
        for row, column, colour in np.argwhere(there).tolist():
            gathered[row, column].add(colour)
        for coarser in reversed(self.cells[:-1]):
            nested: dict[tuple[int, int], set[Any]] = defaultdict(set)
            for (row, column), inside in gathered.items():
                nested[row * height // coarser[1], column * width // coarser[0]].add(frozenset(inside))
            gathered, (width, height) = nested, coarser
        return {place: frozenset(inside) for place, inside in gathered.items()}

    def _fits(self, area: Any, level: int, outer: Colours) -> bool:
        if level == len(self.levels) - 1:
            return self._placeable(area - outer, level)
        return self._fill(list(area), level, outer, frozenset(), set()) is not None

    def _fill(
        self, parts: list[Any], level: int, outer: Colours, chosen: Colours, tried: set[Colours]
    ) -> Colours | None:
        """Colours for this level's slots, beside those already chosen, with which every part is possible; None:
        there are none.

        A part that is not possible yet needs at least one more of its colours, so that only those need trying.
        """
        if chosen in tried or not self._placeable(chosen, level):
            return None
        tried.add(chosen)
        beside = outer | chosen
        failing = next((part for part in parts if not self._fits(part, level + 1, beside)), None)
        if failing is None:
            return chosen
        if len(chosen) == len(self.levels[level]):
            return None
        for colour in sorted(_colours(failing) - beside):
            filled = self._fill(parts, level, outer, chosen | {colour}, tried)
            if filled is not None:
                return filled
        return None

    def _likeliest_shared(self, areas: Counter[Any]) -> Colours:
        chosen: Colours = frozenset()
        every: Colours = frozenset().union(*map(_colours, areas))
        for slot in self.shared:
            possible = sorted(k for k in (every if slot is None else every & slot) if self._placeable(chosen | {k}, 0))
            scores = [
                sum(times * self._fits(area, 1, chosen | {colour}) for area, times in areas.items())
                for colour in possible
            ]
            if possible:
                chosen |= {possible[scores.index(max(scores))]}
        return chosen

    def _placeable(self, colours: Colours, level: int) -> bool:
        """Whether these colours can be held by this level's slots at the same time, and lie in one group if cells
        must."""
        slots = self.levels[level]
        if len(colours) > len(slots):
            return False
        if level and self.groups and not any(colours <= group for group in self.groups):
            return False
        return _matches(sorted(colours), slots)


def _matches(colours: list[int], slots: list[Slot]) -> bool:
    """Whether each colour finds a slot of its own."""
    if not colours or all(slot is None for slot in slots):
        return True
    first, rest = colours[0], colours[1:]
    return any(
        _matches(rest, slots[:n] + slots[n + 1 :]) for n, slot in enumerate(slots) if slot is None or first in slot
    )


def _colours(area: Any) -> Colours:
    """All colours of an area, whatever its depth."""
    found: set[int] = set()
    for part in area:
        if isinstance(part, frozenset):
            found |= _colours(part)
        else:
            found.add(part)
    return frozenset(found)
