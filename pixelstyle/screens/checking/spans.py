"""The checker's rule about registers that are written within the line: is each colour held where it is shown?

Where nothing is written a register keeps its colour, so that a line comes apart into segments, each of which has as
many slots as there are registers. Slots are filled from the right, the one that ends last first: it can hold any one
colour, and serves it in all segments that it spans. A way goes on while slots enough are left for what colours still
need, each by itself. Of the ways those are followed, side by side, that need fewest; and the same once more from the
left. That is more than pictures made for the machine ever take, though that all ways end is no proof that there is
none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from pixelstyle.screens.cells import Spans
from pixelstyle.screens.checking.clash import Clash, at
from pixelstyle.screens.checking.picture import CheckedPicture

_WAYS = 300
"""That are followed side by side at most, in the last of several tries; pictures made for the machine take a few."""
_TRIES = (2, 40, _WAYS)

Way = tuple[tuple[int, int], ...]
"""For each colour the last segment that still has to show it, -1 where none has to."""


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
        if not (known is not None and line.shows(known, lines)) and not line.possible(shown):
            every, allowed = set[int]().union(*shown), f"{line.registers} at a time, each for as long as it is held"
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

    def possible(self, shown: list[set[int]]) -> bool:
        """Whether a filling was found for these colours in each segment."""
        number = {column: segment for segment, column in enumerate(self.cuts)}
        slots = [(number[end] - 1, number[first]) for first, end in self.spans]
        mirrored = [(len(shown) - 1 - first, len(shown) - 1 - last) for last, first in slots]
        return any(
            _filled(sorted(side, reverse=True), colours, most)
            for most in _TRIES
            for side, colours in ((slots, shown), (mirrored, shown[::-1]))
        )


class _Need:
    """Where one colour has to be held."""

    def __init__(self, colour: int, shown: list[set[int]], slots: list[tuple[int, int]]) -> None:
        self.before = list(accumulate((n if colour in there else -1 for n, there in enumerate(shown)), max, initial=-1))
        """For each segment, and one more, the last before it that shows the colour; -1: none."""
        self.takes = {-1: np.zeros(len(slots), np.intp)}
        """For the last segment that still has to show it: the slots that it takes, when each is the last that will do.
        No way takes fewer, nor any of them later."""
        self.latest = {
            segment: max(n for n, (last, first) in enumerate(slots) if first <= segment <= last)
            for segment in sorted({*self.before} - {-1})
        }
        """The last of the slots that will do, which reaches furthest to the left, for each."""
        for segment, latest in self.latest.items():
            self.takes[segment] = self.takes[self.before[slots[latest][1]]].copy()
            self.takes[segment][latest] += 1


def _filled(slots: list[tuple[int, int]], shown: list[set[int]], most: int) -> bool:
    """Whether one of the ways, of which `most` are followed, serves all colours; slots: last and first segment of each,
    from the right."""
    needs = {colour: _Need(colour, shown, slots) for colour in set[int]().union(*shown)}
    start: Way = tuple((colour, need.before[-1]) for colour, need in sorted(needs.items()))
    ways = {start: np.sum([needs[colour].takes[segment] for colour, segment in start], axis=0)}
    for n, (last, first) in enumerate(slots):
        following = dict(ways)
        for way, takes in ways.items():
            spare = np.arange(1, len(slots) + 1 - n) - takes[n:].cumsum()
            scarce = n + int((spare == 0).argmax()) if (spare == 0).any() else len(slots)
            for place, (colour, segment) in enumerate(way):
                need = needs[colour]
                if 0 <= segment <= last and need.latest[segment] <= scarce:
                    rest = need.before[first]
                    after = (*way[:place], (colour, rest), *way[place + 1 :])
                    following[after] = takes - need.takes[segment] + need.takes[rest]
        every = list(following.items())
        totals = np.cumsum([takes for _, takes in every], axis=1)
        enough = np.flatnonzero((totals[:, n:] <= np.arange(len(slots) - n)).all(axis=1))
        likeliest = enough[totals[enough, -1].argsort(kind="stable")]
        ways = dict(every[k] for k in likeliest[:most])
        if not ways:
            return False
    return True
