"""The checker's rule about registers that are written within the line: is each colour held where it is shown?

Where nothing is written a register keeps its colour, so that a line comes apart into segments, each of which has as
many slots as there are registers. Slots are filled from the right, the one that ends last first: it can hold any one
colour, and serves it in all segments that it spans. So to be filled never hurts, and later is better for the colour
that takes the slot; of two slots that serve a colour's next segment, the later one may span further ones, too. A colour
for which all slots that do leave it the same rest is settled.

A search by depth tries all ways but those that need not be tried:

    counts     No slot may come after which colours need more slots, each its last each time, than are left; where just
               as many are left, only colours that are counted can have them.
    settled    If the colour that can wait least is settled, it takes the slot: whoever has the slot in another way can
               take the one in which it is served there, which is no later than either can wait. By the same exchange
               none of the settled is tried but the one that can wait least.
    alike      Colours that are shown in the same segments are one for the other.

What it finds is so, and if all ways end, there is none: a proof. Should it take too many steps from the right and from
the left, the line is called undecided; none of thousands of random ones was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.cells import Spans
from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.picture import CheckedPicture

_MOST_STEPS = 20_000
"""Of one search: a second or so. Legal lines take some 50, illegal ones mostly fewer, the worst of 500 took 12,500."""

Waiting = Counter[tuple[int, int]]
"""How many colours still have to be shown, by kind and by the last segment that has to show them."""


def span_clashes(picture: CheckedPicture) -> list[Clash]:
    """The lines whose colours no filling of slots gives where they are. What the picture carries in its slots is taken
    at its word for the lines that it shows to be legal, since to find it anew can be hard."""
    rule = next((slots for slots in picture.mode.slots if slots.spans is not None), None)
    if rule is None or rule.cell is None or rule.spans is None:
        return []
    width, height = rule.cell
    line = _Line(rule.spans)
    clashes = []
    for band in range(-(-len(picture.indices) // height)):
        lines = picture.indices[band * height : (band + 1) * height, :width]
        shown = line.shown(lines)
        known = picture.native.slots[0][band, 0] if picture.native is not None and picture.native.slots else None
        if known is not None and line.shows(known, lines):
            continue
        possible = line.possible(shown)
        if not possible:
            every, allowed = set[int]().union(*shown), f"{line.registers} at a time, each for as long as it is held"
            allowed += "" if possible is False else " (undecided: no way was found, nor that there is none)"
            clashes.append(at((band, 0), rule.cell, picture.names_of(every), allowed, "colours along a line"))
    return clashes


@dataclass(frozen=True)
class _Line:
    """A line's slots, by their first and last segment."""

    spans: Spans

    @property
    def registers(self) -> int:
        return sum(first == 0 for first, _ in self.spans)

    @property
    def cuts(self) -> list[int]:
        """The columns at which segments begin, and the line's end."""
        return sorted({column for span in self.spans for column in span})

    def shown(self, lines: np.ndarray) -> list[set[int]]:
        """The colours in each segment of some lines, [height, W]."""
        return [set(np.unique(lines[:, a:b]).tolist()) for a, b in zip(self.cuts, self.cuts[1:], strict=False)]

    def shows(self, held: np.ndarray, lines: np.ndarray) -> bool:
        """Whether slots that hold these colours, [slots], show all of some lines, [height, W]."""
        column, (first, end) = np.arange(lines.shape[1])[:, None], np.array(self.spans).T
        found = (held == lines[..., None]) & (first <= column) & (column < end)
        return bool(found.any(axis=2).all())

    def possible(self, shown: list[set[int]]) -> bool | None:
        """Whether there is a filling for these colours in each segment; None: undecided."""
        number = {column: segment for segment, column in enumerate(self.cuts)}
        slots = [(number[end] - 1, number[first]) for first, end in self.spans]
        mirrored = [(len(shown) - 1 - first, len(shown) - 1 - last) for last, first in slots]
        for side, colours in ((slots, shown), (mirrored, shown[::-1])):
            found = _Search(sorted(side, reverse=True), colours).run()
            if found is not None:
                return found
        return None


class _Kind:
    """Where colours of one kind have to be held: `there` says for each segment whether it shows them."""

    def __init__(self, there: Iterable[bool], slots: list[tuple[int, int]]) -> None:
        self.before = [-1]
        """For each segment, and one more, the last before it that shows the colour; -1: none."""
        for segment, shown in enumerate(there):
            self.before.append(segment if shown else self.before[-1])
        self.takes = {-1: np.zeros(len(slots), np.intp)}
        """For the last segment that still has to show it: the slots that it takes, when each is the last that will do.
        No way takes fewer, nor any of them later."""
        self.latest: dict[int, int] = {}
        """The last of the slots that will do, which reaches furthest to the left, for each."""
        self.rest: dict[int, int] = {-1: -1}
        """The last segment that then has to show it."""
        for segment in sorted({*self.before} - {-1}):
            latest = max(n for n, (last, first) in enumerate(slots) if first <= segment <= last)
            rest = self.before[slots[latest][1]]
            self.latest[segment], self.rest[segment] = latest, rest
            self.takes[segment] = self.takes[rest].copy()
            self.takes[segment][latest] += 1


@dataclass(frozen=True, order=True)
class _Option:
    """A colour for the slot at hand: those that then need fewest slots come first, of these what can wait least."""

    more: int
    """Slots that it takes beside those that it would, if it waited as long as it can; 0 for all that are settled."""
    latest: int
    settled: bool
    kind: int
    segment: int
    rest: int
    """The last segment that then has to show it."""


class _Search:
    """Slots: last and first segment of each, from the right; shown: the colours of each segment."""

    def __init__(self, slots: list[tuple[int, int]], shown: list[set[int]]) -> None:
        self._slots, self._left = slots, _MOST_STEPS
        self._dead: set[tuple[int, frozenset[tuple[tuple[int, int], int]]]] = set()
        self._room = np.arange(1, len(slots) + 1)
        where = Counter(tuple(colour in there for there in shown) for colour in set[int]().union(*shown))
        self._kinds = [_Kind(there, slots) for there in where]
        self._start: Waiting = Counter()
        self._takes = np.zeros(len(slots), np.intp)
        for number, (kind, count) in enumerate(zip(self._kinds, where.values(), strict=True)):
            self._start[number, kind.before[-1]] = count
            self._takes += count * kind.takes[kind.before[-1]]

    def run(self) -> bool | None:
        """Whether all are served in some way; None: undecided."""
        return self._from(0, self._start, self._takes)

    def _from(self, slot: int, waiting: Waiting, takes: np.ndarray) -> bool | None:
        if not waiting:
            return True
        key = (slot, frozenset(waiting.items()))
        if slot == len(self._slots) or key in self._dead:
            return False
        self._left -= 1
        if self._left < 0:
            return None
        spare = (self._room - slot - takes.cumsum())[slot:]
        if spare.min() >= 0:
            scarce = slot + int((spare == 0).argmax()) if (spare == 0).any() else len(self._slots)
            for option in self._options(slot, waiting, scarce):
                kind, rest = self._kinds[option.kind], waiting.copy()
                rest[option.kind, option.segment] -= 1
                if option.rest >= 0:
                    rest[option.kind, option.rest] += 1
                found = self._from(slot + 1, +rest, takes - kind.takes[option.segment] + kind.takes[option.rest])
                if found is not False:
                    return found
        self._dead.add(key)
        return False

    def _options(self, slot: int, waiting: Waiting, scarce: int) -> list[_Option]:
        """What has to be tried in a slot that only colours with a slot up to the scarce one to come can have. A colour
        whose segment the slot does not reach stays as it is: so nobody has the slot."""
        last, first = self._slots[slot]
        options = []
        for number, segment in waiting:
            kind = self._kinds[number]
            if segment <= last:
                rest, best = kind.before[first], kind.rest[segment]
                more = int((kind.takes[rest] - kind.takes[best]).sum())
                options.append(_Option(more, kind.latest[segment], rest == best, number, segment, rest))
        hastiest = min(options, key=lambda option: (option.latest, not option.settled), default=None)
        if hastiest is not None and hastiest.settled:
            return [hastiest]
        counted = sorted(option for option in options if option.latest <= scarce)
        settled = next((option for option in counted if option.settled), None)
        return [option for option in counted if option is settled or not option.settled]
