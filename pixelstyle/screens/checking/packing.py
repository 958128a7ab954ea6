"""Colours of cells into sub-palettes: whether there are sub-palettes that serve all, and what is left over if not."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from pixelstyle.screens.mode import SubPalettes

Colours = frozenset[int]
Place = tuple[int, int]

_MOST_STEPS = 4_000_000
"""Comparisons of two sets of colours in the whole search for a packing, some seconds; a machine's picture rarely takes
ten thousand."""
MOST_AT_ONCE = _MOST_STEPS // 4
"""Of these for one choice of shared colours."""

_LIKELIEST = 3
"""Choices of shared colours that are worth a search for what is left over."""


def pack(used: dict[Place, Colours], rule: SubPalettes) -> tuple[Colours, list[Colours]] | None:
    """Shared colours and sub-palettes' own such that every cell finds all its colours in one; None when there are
    none.

    Shared colours are tried in the order of how many cells show them, each choice with a search that tries harder
    than any real picture needs.
    """
    steps = 0
    for shared in _shared_choices(used, rule):
        rest = {colours - shared for colours in used.values()}
        if steps < _MOST_STEPS and all(len(colours) <= rule.size for colours in rest):
            packed, taken = pack_sets(largest(rest), rule, MOST_AT_ONCE)
            steps += taken
            if packed is not None:
                return shared, packed
    return None


def unpackable(used: dict[Place, Colours], rule: SubPalettes) -> list[Place]:
    """The cells that are left over when the others' colours have been put into sub-palettes; [] when all fit.

    The colours that most cells show together come first, so that what is left over is what few cells show. Which
    colours are shared is tried with those that fewest cells could not do without.
    """
    if pack(used, rule) is not None:
        return []

    def impossible(shared: Colours) -> int:
        return sum(len(colours - shared) > rule.size for colours in used.values())

    likeliest = sorted(_shared_choices(used, rule), key=impossible)[:_LIKELIEST]
    return min((_left_over({p: c - shared for p, c in used.items()}, rule) for shared in likeliest), key=len)


def _left_over(own: dict[Place, Colours], rule: SubPalettes) -> list[Place]:
    """The cells, of those with these colours beside the shared ones, that do not fit with the more frequent ones."""
    frequency = Counter(own.values())
    bins, kept, steps = list[Colours](), list[Colours](), 0
    for colours in sorted(frequency, key=lambda colours: (-frequency[colours], -len(colours), sorted(colours))):
        grown = _added(colours, bins, rule)
        if grown is None and len(colours) <= rule.size and steps < MOST_AT_ONCE:
            grown, taken = pack_sets([*kept, colours], rule, MOST_AT_ONCE // 4)
            steps += taken
        if grown is not None:
            bins = grown
            if not any(colours <= other for other in kept):
                kept = [*(other for other in kept if not other <= colours), colours]
    return sorted(place for place, colours in own.items() if not any(colours <= held for held in bins))


def _added(colours: Colours, bins: list[Colours], rule: SubPalettes) -> list[Colours] | None:
    """The bins with these colours in the one that has most of them already; None where they fit in none."""
    if any(colours <= held for held in bins):
        return bins
    fitting = [n for n, held in enumerate(bins) if len(held | colours) <= rule.size]
    if fitting:
        n = max(fitting, key=lambda n: len(bins[n] & colours))
        return [*bins[:n], bins[n] | colours, *bins[n + 1 :]]
    return [*bins, colours] if len(bins) < rule.count and len(colours) <= rule.size else None


def _shared_choices(used: dict[Place, Colours], rule: SubPalettes) -> list[Colours]:
    """Every choice of shared colours, those that most cells show first."""
    popularity = Counter(colour for colours in used.values() for colour in colours)
    by_popularity = [colour for colour, _ in popularity.most_common()]
    return [frozenset(c) for c in combinations(by_popularity, min(rule.shared, len(by_popularity)))]


def largest(sets: set[Colours]) -> list[Colours]:
    """Those that are part of no other, the largest first."""
    ordered = sorted(sets, key=lambda colours: (-len(colours), sorted(colours)))
    kept: list[Colours] = []
    for colours in ordered:
        if not any(colours <= other for other in kept):
            kept.append(colours)
    return kept


def pack_sets(sets: list[Colours], rule: SubPalettes, most_steps: int) -> tuple[list[Colours] | None, int]:
    """The sets in rule.count bins of rule.size colours each, None when no way was found; and the comparisons taken.

    Depth-first, the most constrained set next.
    """
    steps = 0
    size, count = rule.size, rule.count

    def place(left: list[int], bins: list[int]) -> list[int] | None:
        nonlocal steps
        left = [colours for colours in left if not any(colours & held == colours for held in bins)]
        if not left:
            return bins
        steps += len(left) * (len(bins) + 1)
        if steps > most_steps:
            return None
        fitting = [[n for n, held in enumerate(bins) if (held | colours).bit_count() <= size] for colours in left]
        number = min(range(len(left)), key=lambda n: (len(fitting[n]), -left[n].bit_count()))
        colours, where = left[number], fitting[number]
        others = left[:number] + left[number + 1 :]
        for n in sorted(where, key=lambda n: -(bins[n] & colours).bit_count()):
            packed = place(others, [*bins[:n], bins[n] | colours, *bins[n + 1 :]])
            if packed is not None:
                return packed
        return place(others, [*bins, colours]) if len(bins) < count else None

    # As bits of a number, sets are compared several times as fast.
    every = sorted(frozenset[int]().union(*sets))
    bit = {colour: 1 << n for n, colour in enumerate(every)}
    bins = place([sum(bit[colour] for colour in colours) for colours in sets], [])
    held = None if bins is None else [frozenset(colour for colour in every if bits & bit[colour]) for bits in bins]
    return held, steps
