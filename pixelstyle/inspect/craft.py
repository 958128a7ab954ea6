"""A picture's craft as words and as a map: which technique is where, and which faults."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.craft import BLOCK, FAULTS, TECHNIQUES, Craft, see_craft
from pixelstyle.inspect.sheet import Figure, Row, Sheet

_COLOURS = {
    "photo": (250, 250, 250),
    "flat areas": (120, 124, 132),
    "pixel art": (228, 62, 62),
    "error diffusion": (70, 190, 90),
    "ordered dither": (70, 110, 235),
    "line dither": (235, 210, 60),
    "halftone": (215, 90, 215),
    "banding": (70, 205, 215),
    "anti-aliasing": (240, 150, 50),
}
_FAULT = (255, 40, 40)
_LEAST_SHARE = 0.01
"""Techniques of smaller parts of a picture are not named."""
_PLACES = 3
"""As many places of a fault are told as a person reads."""
_WIDTH = 460
"""Pixels that a map is enlarged to."""


def inspect_craft(picture: Rgb8) -> tuple[list[str], Sheet]:
    """What there is to say of uint8 [H, W, 3] in lines, and the map. Raises MissingExtraError on a light install."""
    seen = see_craft(picture)
    lines = [techniques_in_words(seen), *faults_in_words(seen)]
    return [*lines, f"made by hand: {seen.by_hand:.2f} of 1"], _sheet(seen)


def techniques_in_words(seen: Craft) -> str:
    """'error diffusion 61 %, flat areas 30 %': by their parts of the picture."""
    named = {name: share for name, share in seen.shares().items() if share >= _LEAST_SHARE}
    return ", ".join(f"{name} {100 * share:.0f} %" for name, share in named.items())


def faults_in_words(seen: Craft) -> list[str]:
    """A line for each fault that the picture has: how much of it, and where, in the picture's own pixels."""
    found = []
    for name in FAULTS:
        blocks = seen.faults[name]
        if not blocks.any():
            continue
        count = int(seen.lone.sum()) if name == "lone pixels" else 0
        much = f"{count:,}" if count else f"{100 * blocks.mean():.0f} % of the picture"
        if not count and blocks.mean() < _LEAST_SHARE:
            much = "less than 1 % of the picture"
        found.append(f"{name}: {much}, at {_where(blocks, seen)}")
    return found


def _where(blocks: np.ndarray, seen: Craft) -> str:
    """The largest places, as '40,16 to 79,31'; and how many there are beside these."""
    boxes = sorted(_regions(blocks), key=lambda box: -box[0])
    across, down = seen.pixel
    height, width = seen.native.shape[:2]
    told = []
    for _, top, left, bottom, right in boxes[:_PLACES]:
        last_x, last_y = min(width, right * BLOCK) * across - 1, min(height, bottom * BLOCK) * down - 1
        told.append(f"{left * BLOCK * across},{top * BLOCK * down} to {last_x},{last_y}")
    more = len(boxes) - _PLACES
    return "; ".join(told) + (f"; and {more} more places" if more > 1 else "; and one more place" if more == 1 else "")


def _regions(blocks: np.ndarray) -> Iterator[tuple[int, int, int, int, int]]:
    """Blocks that hang together, of eight neighbours: how many, top, left, bottom, right."""
    left = {(int(y), int(x)) for y, x in np.argwhere(blocks)}
    while left:
        group, new = set[tuple[int, int]](), [left.pop()]
        while new:
            y, x = new.pop()
            group.add((y, x))
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            new += near
        rows, columns = [y for y, _ in group], [x for _, x in group]
        yield len(group), min(rows), min(columns), max(rows) + 1, max(columns) + 1


def _sheet(seen: Craft) -> Sheet:
    """The picture, its techniques, and its faults if it has any, each as a map over it."""
    native = seen.native.repeat(seen.pixel[1], axis=0).repeat(seen.pixel[0], axis=1)
    grey = (native @ np.array([0.3, 0.59, 0.11]))[..., None] * 0.5 + 30
    colours = np.array([_COLOURS[name] for name in TECHNIQUES], float)[seen.technique]
    tinted = 0.5 * grey + 0.5 * _over(colours, seen)
    rows = [Row("Techniques", (_figure("", native), _figure("", tinted)), ()), Row("", _legend(seen))]
    faulty = [name for name in FAULTS if seen.faults[name].any()]
    figures = [
        _figure(name, np.where(_over(seen.faults[name][..., None], seen), 0.55 * grey + 0.45 * np.array(_FAULT), grey))
        for name in faulty
    ]
    return Sheet("Craft", (*rows, *([Row("Faults", tuple(figures))] if figures else [])))


def _legend(seen: Craft) -> tuple[Figure, ...]:
    named = [(name, share) for name, share in seen.shares().items() if share >= _LEAST_SHARE]
    swatch = np.ones((10, 130, 3), np.uint8)
    return tuple(Figure(f"{n} {100 * share:.0f} %", swatch * np.array(_COLOURS[n], np.uint8)) for n, share in named)


def _over(blocks: np.ndarray, seen: Craft) -> np.ndarray:
    """A map of blocks, [h, w, C], as large as the picture."""
    across, down = seen.pixel
    height, width = seen.native.shape[:2]
    large = blocks.repeat(BLOCK * down, axis=0).repeat(BLOCK * across, axis=1)
    return np.asarray(large[: height * down, : width * across])


def _figure(label: str, picture: np.ndarray) -> Figure:
    """A picture enlarged by a whole number, or thinned out by one, to about _WIDTH."""
    factor, thin = max(1, _WIDTH // picture.shape[1]), -(-picture.shape[1] // _WIDTH)
    shown = picture.clip(0, 255).astype(np.uint8)[::thin, ::thin]
    return Figure(label, shown.repeat(factor, axis=0).repeat(factor, axis=1))
