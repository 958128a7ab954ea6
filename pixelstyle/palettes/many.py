"""Palette files of more colours than a palette has places: paint shops' charts, all colours of a printer."""

from __future__ import annotations

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.palettes.palette import MAX_COLOURS
from pixelstyle.palettes.text_files import Contents

TOO_MANY = f"A palette has at most {MAX_COLOURS} places: "
"""How a palette that came of such a file begins to say of itself in `source` what was left out."""


def narrowed(contents: Contents) -> Contents:
    """At most 256 colours, in the order of the file: each once, and if these are too many, those that lie furthest
    apart in OKLab, each the one that is furthest from those before it (T. Gonzalez, 1985), the file's first one first.

    Contents of fewer colours are as they were: there a colour may stand twice, and its place counts.
    """
    if len(contents.colours) <= MAX_COLOURS:
        return contents
    places = sorted({colour: place for place, colour in reversed(list(enumerate(contents.colours)))}.values())
    told = f"of the file's {len(contents.colours):,} each colour stands once."
    if len(places) > MAX_COLOURS:
        places = [places[number] for number in _apart([contents.colours[place] for place in places])]
        told = f"of the file's {len(contents.colours):,} colours those are kept that lie furthest apart."
    return Contents(
        [contents.colours[place] for place in places],
        [contents.names[place] for place in places] if contents.names else [],
        [TOO_MANY + told, *contents.comments],
    )


def _apart(colours: list[tuple[int, int, int]]) -> list[int]:
    """The numbers of 256 of the colours, in rising order."""
    points = srgb_to_oklab(np.array(colours, np.float64) / 255)
    taken, distance = [0], ((points - points[0]) ** 2).sum(axis=1)
    while len(taken) < MAX_COLOURS:
        taken.append(int(distance.argmax()))
        distance = np.minimum(distance, ((points - points[taken[-1]]) ** 2).sum(axis=1))
    return sorted(taken)
