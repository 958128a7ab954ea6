"""Which of a picture's colours is which entry of a palette: the best one-to-one assignment, over all renderings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.recognising.linear_assignment import assign
from pixelstyle.screens.recognising.renderings import (
    AS_IT_IS,
    SETTINGS,
    Setting,
    adjusted,
    finer,
    of_all,
    perceived,
)

_SINGLE, _STRICTER = 0.002, 20.0
"""What one colour of another rendering than the others' costs, as a squared distance, and how many times its own
counts: pictures went through several programs, but a colour that is just off is not one of another rendering."""
PRICE = 0.003
"""What an unusual gamma or saturation costs, as a squared distance."""
_OFF = 12
"""As far may a channel be off, of 255."""
_STEPS = (0.1, 0.05, 0.025, 0.0125, 0.006)
"""How finely gamma and saturation are found, as shares."""
_ROUNDS, _REFINED = 3, 6
"""As often the assignment may change with them, and as many of the likeliest readings are refined."""


@dataclass(frozen=True)
class Assignment:
    """One reading of a picture's colours."""

    entries: tuple[int, ...]
    """For each colour of the picture the palette's entry; no entry twice."""
    rendering: str
    """The palette that comes nearest, by its name."""
    cost: float
    """Mean squared distance of the colours from the rendering's, and how unusual its gamma and saturation are."""
    distances: tuple[float, ...]
    """How far each colour is from its entry's."""
    setting: Setting = AS_IT_IS
    """How the rendering was changed."""

    @property
    def largest(self) -> float:
        """The largest distance."""
        return max(self.distances)

    @property
    def scatter(self) -> float:
        """The root mean square of the distances."""
        return float(np.sqrt(np.square(self.distances).mean()))


def exact_assignment(colours: np.ndarray, rendering: Palette, entries: np.ndarray) -> Assignment | None:
    """The reading in which each colour, uint8 [n, 3], is just one of the rendering's, of those `entries` [k] that may
    be used; None where there is none."""
    place = {rendering.colours[entry]: int(entry) for entry in entries[::-1]}
    found = [place.get((int(r), int(g), int(b))) for r, g, b in colours]
    known = tuple(entry for entry in found if entry is not None)
    return Assignment(known, rendering.name, 0.0, (0.0,) * len(known)) if len(known) == len(colours) else None


def nearest_by_numbers(colours: np.ndarray, renderings: tuple[Palette, ...], entries: np.ndarray) -> Assignment | None:
    """The reading in which no channel of any colour, uint8 [n, 3], is off by more than what programs that save in fewer
    bits or in other colour spaces make of it, of the rendering that is nearest; None where there is none."""
    best: Assignment | None = None
    for rendering in renderings:
        off = np.abs(colours[:, None].astype(np.float64) - rendering.bytes()[entries])
        squared = np.square(off).sum(axis=-1)
        chosen = assign(np.where(off.max(axis=-1) <= _OFF, squared, 1e6 + squared))
        rows = np.arange(len(chosen))
        cost = float(squared[rows, chosen].mean()) / 255**2
        if off[rows, chosen].max() <= _OFF and (best is None or cost < best.cost):
            shown = perceived(rendering.srgb()[entries[chosen]])
            distances = np.sqrt(np.square(perceived(colours / 255) - shown).sum(axis=-1))
            best = Assignment(tuple(entries[chosen].tolist()), rendering.name, cost, tuple(distances.tolist()))
    return best


def in_order_of_lightness(colours: np.ndarray, palette: Palette, cost: float) -> Assignment:
    """The reading of as many colours, uint8 [n, 3], as a palette of shades has: the darkest is the darkest."""
    order = np.argsort(perceived(palette.srgb())[:, 0])
    place = np.argsort(np.argsort(perceived(colours / 255)[:, 0]))
    return Assignment(tuple(order[place].tolist()), "any shades, by their lightness", cost, (0.0,) * len(colours))


def assignments(
    colours: np.ndarray,
    renderings: tuple[Palette, ...],
    entries: np.ndarray,
    *,
    adjust: bool = True,
    most: float = np.inf,
    price: float = PRICE,
) -> list[Assignment]:
    """Different readings of colours, uint8 [n, 3], in any of the renderings, the likeliest first.

    `entries` [k], k >= n, are those that may be used, one of each colour. With `adjust`, renderings are tried at other
    gammas and saturations, too, and single colours may be any rendering's. Each is the best of its rendering: the
    assignment problem (Kuhn, 1955; Crouse, 2016). Those that cost more than `most` are left out; `price` is that of an
    unusual gamma or saturation.
    """
    seen = perceived(colours / 255)
    best: dict[tuple[int, ...], Assignment] = {}
    plain = [np.square(seen[:, None] - perceived(each.srgb())[entries]).sum(axis=-1) for each in renderings]
    anywhere = _SINGLE + _STRICTER * np.min(plain, axis=0)
    settings = SETTINGS if adjust else (AS_IT_IS,)
    unusual = np.array([setting.unusual for setting in settings]) * price
    for rendering in renderings:
        grid = adjusted(rendering.colours)[: len(settings)]
        squared = np.square(seen[None, :, None] - grid[:, None, entries]).sum(axis=-1)
        for distances, extra, setting in zip(np.minimum(squared, anywhere), unusual, settings, strict=True):
            if distances.min(axis=1).mean() + extra > most:  # no reading is cheaper than this
                continue
            chosen = assign(distances)
            each = distances[np.arange(len(chosen)), chosen]
            key, cost = tuple(entries[chosen].tolist()), float(each.mean() + extra)
            if cost <= most and (key not in best or cost < best[key].cost):
                best[key] = Assignment(key, rendering.name, cost, tuple(np.sqrt(each).tolist()), setting)
    ordered = sorted(best.values(), key=lambda found: found.cost)
    if adjust:
        by_name = {each.name: each.srgb().astype(np.float64)[entries] for each in renderings}
        for reading in ordered[:_REFINED]:
            found = _refined(reading, seen, by_name[reading.rendering], entries, anywhere, price)
            if found.entries not in best or found.cost < best[found.entries].cost:
                best[found.entries] = found
    return sorted(best.values(), key=lambda found: found.cost)


def _refined(
    reading: Assignment, seen: np.ndarray, srgb: np.ndarray, entries: np.ndarray, anywhere: np.ndarray, price: float
) -> Assignment:
    """A reading of colours, [n, 3] as perceived, with the gamma and saturation of its rendering, sRGB [k, 3], found
    finely, and with them perhaps another assignment. `anywhere` [n, k] are the most that distances count."""
    place = {int(entry): n for n, entry in enumerate(entries)}
    rows, best = np.arange(len(seen)), reading
    for _ in range(_ROUNDS):
        chosen, setting = np.array([place[entry] for entry in best.entries]), best.setting
        for step in _STEPS:
            tried = finer(setting, step)
            made = perceived(of_all(tried, srgb[chosen]))
            squared = np.minimum(np.square(made - seen).sum(axis=-1), anywhere[rows, chosen])
            setting = tried[int((squared.mean(axis=1) + price * np.array([each.unusual for each in tried])).argmin())]
        squared = np.square(seen[:, None] - perceived(setting.of(srgb))).sum(axis=-1)
        squared = np.minimum(squared, anywhere)
        chosen = assign(squared)
        each = squared[rows, chosen]
        found, cost = tuple(entries[chosen].tolist()), float(each.mean()) + price * setting.unusual
        if cost >= best.cost:
            break
        again = found != best.entries
        best = Assignment(found, reading.rendering, cost, tuple(np.sqrt(each).tolist()), setting)
        if not again:
            break
    return best
