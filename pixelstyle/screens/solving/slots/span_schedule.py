"""Whether registers that are written within the line can show exactly what a line is to show, and with which colours.

The line is cut where any register is written, into parts within which nothing changes. Slots in the order in which
they begin are the time: each goes to one colour, and shows it in the parts that it spans. A colour that is yet to be
shown has to get a slot before the last that spans its next part has gone; how late it can be given, from there on as
late as possible each time, says how many slots will have gone to it by when at least, and these must never be more
than there are. A search by depth, which has hardly ever to go back: where such a count leaves no choice, only colours
that it counts are tried, those first that are not needed again for longest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.cells import Spans

_MOST_STEPS = 2_000
"""Steps of a search, one of which in hundreds takes more than one for each slot, before it is begun from the right."""
_NEVER = 1 << 20

Pending = Mapping[int, int]
"""For each colour that is still to be shown, the first part of the line that shows it and has no slot with it yet."""


class Parts:
    """A line's parts, from left to right, and which slots span each: `first` to `last` in the order of beginning."""

    def __init__(self, spans: Spans, width: int) -> None:
        self.order = sorted(range(len(spans)), key=lambda slot: spans[slot])
        """The slots by where they begin."""
        cuts = np.unique(np.array(spans))
        self.of_column = np.searchsorted(cuts, np.arange(width), side="right") - 1
        """intp [width]: the part that each column is in."""
        first, end = np.searchsorted(cuts, np.array(spans)[self.order]).T
        part = np.arange(len(cuts) - 1)[:, None]
        there = (first <= part) & (part < end)
        self.first = there.argmax(axis=1).tolist()
        self.last = (len(spans) - 1 - there[:, ::-1].argmax(axis=1)).tolist()
        self.after = end.tolist()
        """For each slot in that order the part that it no longer spans."""

    def reversed(self) -> Parts:
        """The same line from right to left."""
        mirrored = Parts.__new__(Parts)
        slots, parts = len(self.order), len(self.first)
        mirrored.order, mirrored.of_column = self.order[::-1], parts - 1 - self.of_column
        mirrored.first = [slots - 1 - slot for slot in reversed(self.last)]
        mirrored.last = [slots - 1 - slot for slot in reversed(self.first)]
        begins = [min(p for p in range(parts) if self.first[p] <= slot <= self.last[p]) for slot in range(slots)]
        mirrored.after = [parts - begins[slot] for slot in reversed(range(slots))]
        return mirrored


def schedule(line: np.ndarray, parts: Parts, mirrored: Parts) -> np.ndarray | None:
    """What each slot holds, intp [slots], so that every pixel of a line, [width], has its colour; -1: anything. None
    where no way was found."""
    for way in (parts, mirrored):
        pairs = np.unique(line.astype(np.int64) * len(way.first) + way.of_column)
        needed: dict[int, list[int]] = {}
        for pair in pairs.tolist():
            needed.setdefault(pair // len(way.first), []).append(pair % len(way.first))
        if len(needed) > len(way.order):
            return None
        found = _Search(way, needed).run()
        if found is not None:
            held = np.full(len(way.order), -1)
            held[way.order[: len(found)]] = found
            return held
    return None


@dataclass(frozen=True)
class _Option:
    """A colour for the slot at hand; None: any, it is not needed."""

    colour: int
    next: int | None
    """The part from which the colour is needed again."""
    deadline: int
    as_good: bool
    """Whether later slots would serve the colour no longer."""

    def order(self) -> tuple[int, int]:
        """What is not needed again for longest comes first, no colour at all last."""
        return 0 if self.colour < 0 else -(_NEVER if self.next is None else self.next + 1), self.deadline


class _Search:
    def __init__(self, parts: Parts, needed: Mapping[int, list[int]]) -> None:
        self._parts, self._left = parts, _MOST_STEPS
        self._begun = {colour: shown[0] for colour, shown in needed.items()}
        self._dead: set[tuple[int, frozenset[tuple[int, int]]]] = set()
        slots = len(parts.order)
        self._room = np.arange(1, slots + 1)
        self._next: dict[int, list[int | None]] = {}
        self._load: dict[int, dict[int | None, np.ndarray]] = {}
        for colour, shown in needed.items():
            following: list[int | None] = [None] * (len(parts.first) + 1)
            for part in range(len(parts.first) - 1, -1, -1):
                following[part] = part if part in shown else following[part + 1]
            loads: dict[int | None, np.ndarray] = {None: np.zeros(slots, np.intp)}
            for part in reversed(shown):
                late = parts.last[part]
                loads[part] = loads[following[parts.after[late]]].copy()
                loads[part][late] += 1
            self._next[colour], self._load[colour] = following, loads

    def run(self) -> list[int] | None:
        """The colours of slots in order, -1 for those that are not needed; None: no way was found."""
        load = sum(
            (self._load[colour][part] for colour, part in self._begun.items()), np.zeros(len(self._room), np.intp)
        )
        return self._from(0, self._begun, load)

    def _from(self, slot: int, pending: Pending, load: np.ndarray) -> list[int] | None:
        if not pending:
            return []
        key = (slot, frozenset(pending.items()))
        self._left -= 1
        if key in self._dead or self._left < 0:
            return None
        spare = (self._room - slot - load.cumsum())[slot:]
        if len(spare) and spare.min() >= 0:
            tight = np.flatnonzero(spare == 0)
            for option in self._options(slot, pending, slot + int(tight[0]) if len(tight) else None):
                rest, its = dict(pending), load
                if option.colour >= 0:
                    loads = self._load[option.colour]
                    its = load - loads[rest.pop(option.colour)] + loads[option.next]
                    if option.next is not None:
                        rest[option.colour] = option.next
                found = self._from(slot + 1, rest, its)
                if found is not None:
                    return [option.colour, *found]
        self._dead.add(key)
        return None

    def _options(self, slot: int, pending: Pending, until: int | None) -> list[_Option]:
        """What the slot could hold, the likeliest first; only colours that must have one of the slots `until` one."""
        parts, options = self._parts, list[_Option]()
        for colour, part in pending.items():
            late = parts.last[part]
            if parts.first[part] <= slot and (until is None or late <= until):
                following = self._next[colour]
                now, then = following[parts.after[slot]], following[parts.after[late]]
                options.append(_Option(colour, now, late, now == then))
        if until is None:
            free = [option for option in options if option.as_good]
            if free:
                return [min(free, key=lambda option: option.deadline)]
            options.append(_Option(-1, None, _NEVER, True))
        return sorted(options, key=_Option.order)
