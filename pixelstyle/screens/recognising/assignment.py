"""Which of a picture's colours is which entry of a palette: the best one-to-one assignment, over all renderings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.recognising.linear_assignment import assign
from pixelstyle.screens.recognising.renderings import adjusted, perceived

_SINGLE, _STRICTER = 0.002, 20.0
"""What one colour of another rendering than the others' costs, as a squared distance, and how many times its own
counts: pictures went through several programs, but a colour that is just off is not one of another rendering."""


@dataclass(frozen=True)
class Assignment:
    """One reading of a picture's colours."""

    entries: tuple[int, ...]
    """For each colour of the picture the palette's entry; no entry twice."""
    rendering: str
    """The palette that comes nearest, by its name."""
    cost: float
    """Mean squared distance of the colours from the rendering's, and how unusual its gamma and saturation are."""
    largest: float
    """The largest distance."""


def exact_assignment(colours: np.ndarray, rendering: Palette, entries: np.ndarray) -> Assignment | None:
    """The reading in which each colour, uint8 [n, 3], is just one of the rendering's, of those `entries` [k] that may
    be used; None where there is none."""
    place = {rendering.colours[entry]: int(entry) for entry in entries[::-1]}
    found = [place.get((int(r), int(g), int(b))) for r, g, b in colours]
    known = tuple(entry for entry in found if entry is not None)
    return Assignment(known, rendering.name, 0.0, 0.0) if len(known) == len(colours) else None


def in_order_of_lightness(colours: np.ndarray, palette: Palette, cost: float) -> Assignment:
    """The reading of as many colours, uint8 [n, 3], as a palette of shades has: the darkest is the darkest."""
    order = np.argsort(perceived(palette.srgb())[:, 0])
    place = np.argsort(np.argsort(perceived(colours / 255)[:, 0]))
    return Assignment(tuple(order[place].tolist()), "any shades, by their lightness", cost, 0.0)


def assignments(
    colours: np.ndarray,
    renderings: tuple[Palette, ...],
    entries: np.ndarray,
    *,
    adjust: bool = True,
    most: float = np.inf,
) -> list[Assignment]:
    """Different readings of colours, uint8 [n, 3], in any of the renderings, the likeliest first.

    `entries` [k], k >= n, are those that may be used, one of each colour. With `adjust`, renderings are tried at other
    gammas and saturations, too, and single colours may be any rendering's. Each is the best of its rendering: the
    assignment problem (Kuhn, 1955; Crouse, 2016). Those that cost more than `most` are left out.
    """
    seen = perceived(colours / 255)
    best: dict[tuple[int, ...], Assignment] = {}
    plain = [np.square(seen[:, None] - perceived(each.srgb())[entries]).sum(axis=-1) for each in renderings]
    anywhere = _SINGLE + _STRICTER * np.min(plain, axis=0)
    for rendering in renderings:
        grid, unusual = adjusted(rendering.colours)
        if not adjust:
            grid, unusual = grid[:1], unusual[:1]
        squared = np.square(seen[None, :, None] - grid[:, None, entries]).sum(axis=-1)
        for distances, extra in zip(np.minimum(squared, anywhere), unusual, strict=True):
            if distances.min(axis=1).mean() + extra > most:  # no reading is cheaper than this
                continue
            chosen = assign(distances)
            each = distances[np.arange(len(chosen)), chosen]
            key, cost = tuple(entries[chosen].tolist()), float(each.mean() + extra)
            if cost <= most and (key not in best or cost < best[key].cost):
                best[key] = Assignment(key, rendering.name, cost, float(np.sqrt(each.max())))
    return sorted(best.values(), key=lambda found: found.cost)
