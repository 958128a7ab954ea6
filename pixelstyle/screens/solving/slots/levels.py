"""A mode's slots, sorted by the area they serve: the whole picture, coarse cells, fine cells; and the sets each can
hold."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

from pixelstyle.errors import PixelStyleError
from pixelstyle.screens.cells import Spans
from pixelstyle.screens.mode import ScreenMode


@dataclass(frozen=True)
class Level:
    """All the slots that serve areas of one size."""

    cell: tuple[int, int]
    """Width and height of the area; for the picture level, of the picture."""
    entries: tuple[int, ...]
    """Which of mode.slots they are."""
    counts: tuple[int, ...]
    """Slots in each entry."""
    choices: tuple[tuple[int, ...], ...]
    """The palette indices each entry can hold."""
    groups: tuple[tuple[int, ...], ...] = ()
    """When not empty, all the colours of an area come from one of these."""
    writes: int | None = None
    """How many slots can hold another colour in an area than in the one above it; None: all."""
    spans: Spans | None = None
    """The columns at which each slot can be shown; None: all can everywhere."""

    @property
    def count(self) -> int:
        return sum(self.counts)

    def set_count(self) -> int:
        """An upper bound of the number of sets, cheap to compute: for deciding whether to enumerate them."""
        total = 0
        for choices in self._grouped():
            total += math.prod(math.comb(max(len(c), n), n) for c, n in zip(choices, self.counts, strict=True))
        return total

    def sets(self) -> tuple[tuple[int, ...], ...]:
        """Every way to fill the slots, in slot order, that matters: one arrangement a set of colours, none with fewer
        colours than slots unless there are too few colours to choose from."""
        found: dict[frozenset[int], tuple[int, ...]] = {}
        for choices in self._grouped():
            for parts in itertools.product(*(_combinations(c, n) for c, n in zip(choices, self.counts, strict=True))):
                filled = tuple(itertools.chain.from_iterable(parts))
                found.setdefault(frozenset(filled), filled)
        return tuple(found[key] for key in maximal(found))

    def _grouped(self) -> list[tuple[tuple[int, ...], ...]]:
        if not self.groups:
            return [self.choices]
        per_group = [tuple(tuple(k for k in c if k in set(group)) for c in self.choices) for group in self.groups]
        return [choices for choices in per_group if all(choices)]


def levels(mode: ScreenMode, colours: int) -> tuple[Level, ...]:
    """The levels of a mode under a palette of so many colours, the picture's first, then cells from coarse to fine.

    Raises PixelStyleError when the palette is too small for a slot to hold anything.
    """
    size = (mode.width, mode.height)
    by_area: dict[tuple[int, int] | None, list[int]] = {}
    for entry, slots in enumerate(mode.slots):
        by_area.setdefault(slots.cell, []).append(entry)
    found = []
    for area, entries in sorted(by_area.items(), key=lambda item: -math.prod(item[0] or (1 << 20, 1 << 20))):
        choices = tuple(_choices(mode, entry, colours) for entry in entries)
        groups: tuple[tuple[int, ...], ...] = ()
        if area is not None and mode.groups:
            groups = tuple(tuple(k for k in group if k < colours) for group in mode.groups)
        counts, first = tuple(mode.slots[e].count for e in entries), mode.slots[entries[0]]
        found.append(Level(area or size, tuple(entries), counts, choices, groups, first.writes, first.spans))
    return tuple(found)


def _choices(mode: ScreenMode, entry: int, colours: int) -> tuple[int, ...]:
    slots = mode.slots[entry]
    fixed: Mapping[str, int] = mode.fixed
    wanted = (fixed[slots.name],) if slots.name in fixed else slots.choices
    usable = range(colours) if mode.usable is None else mode.usable
    possible = tuple(k for k in (usable if wanted is None else wanted) if k < colours and k in usable)
    if not possible:
        least = min(usable if wanted is None else wanted) + 1
        raise PixelStyleError(
            f"The mode '{mode.name}' needs a palette of at least {least} colours; this one has {colours}."
        )
    return possible


def _combinations(choices: tuple[int, ...], count: int) -> list[tuple[int, ...]]:
    """All sets of `count` of the choices; if there are fewer, the one that holds all, its last repeated."""
    if len(choices) < count:
        return [choices + choices[-1:] * (count - len(choices))]
    return list(itertools.combinations(choices, count))


def maximal(sets: Mapping[frozenset[int], object]) -> list[frozenset[int]]:
    """Those sets that are part of no other: a larger set never costs more."""
    by_size: dict[int, list[frozenset[int]]] = {}
    for candidate in sets:
        by_size.setdefault(len(candidate), []).append(candidate)
    kept: list[frozenset[int]] = []
    for size in sorted(by_size, reverse=True):
        larger = list(kept)
        kept += [candidate for candidate in by_size[size] if not any(candidate < other for other in larger)]
    return kept
