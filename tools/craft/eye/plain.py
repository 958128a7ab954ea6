"""Pictures drawn by a program: flat shapes with hard edges or with anti-aliased ones, and sprites made up by chance."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

_FINER = 4
"""Pixels across, and down, of which an anti-aliased one is the mean."""


def flat_shapes(height: int, width: int, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The same shapes with hard edges and anti-aliased, uint8 [height, width, 3] each."""
    colours = _colours(int(chance.integers(3, 9)), chance)
    fine = Image.new("RGB", (_FINER * width, _FINER * height), tuple(int(c) for c in colours[0]))
    hard = Image.new("RGB", (width, height), tuple(int(c) for c in colours[0]))
    pens = ((ImageDraw.Draw(fine), _FINER), (ImageDraw.Draw(hard), 1))
    for _ in range(int(chance.integers(4, 16))):
        colour = tuple(int(c) for c in colours[chance.integers(len(colours))])
        kind, text = int(chance.integers(6)), "".join(chr(chance.integers(33, 126)) for _ in range(12))
        points = chance.integers(-10, (width + 10, height + 10), (int(chance.integers(3, 6)), 2))
        size, thick = int(chance.integers(9, 40)), int(chance.integers(1, 5))
        for pen, scale in pens:
            _draw(pen, kind, [(int(x) * scale, int(y) * scale) for x, y in points], colour, (size, thick, text, scale))
    smooth = np.asarray(fine.resize((width, height), Image.Resampling.BOX))
    return np.asarray(hard).copy(), smooth.copy()


def _draw(
    pen: ImageDraw.ImageDraw,
    kind: int,
    points: list[tuple[int, int]],
    colour: tuple[int, ...],
    how: tuple[int, int, str, int],
) -> None:
    size, thick, text, scale = how
    (x0, y0), (x1, y1) = points[:2]
    box = (min(x0, x1), min(y0, y1), max(x0, x1) + 6 * scale, max(y0, y1) + 6 * scale)
    pen.fontmode = "1"
    if kind == 0:
        pen.ellipse(box, fill=colour)
    elif kind == 1:
        pen.rectangle(box, fill=colour)
    elif kind == 2:
        pen.polygon(points, fill=colour)
    elif kind == 3:
        pen.line(points, fill=colour, width=thick * scale)
    elif kind == 4:
        pen.ellipse(box, outline=colour, width=thick * scale)
    else:
        pen.text((x0, y0), text, fill=colour, font_size=size * scale)


def _colours(count: int, chance: np.random.Generator) -> np.ndarray:
    """uint8 [count, 3], far enough apart to be told."""
    found = [chance.integers(0, 256, 3)]
    while len(found) < count:
        colour = chance.integers(0, 256, 3)
        if min(np.abs(colour - other).max() for other in found) > 40:
            found.append(colour)
    return np.array(found, np.uint8)


def made_up_sprite(chance: np.random.Generator) -> np.ndarray:
    """A figure by chance, uint8 [h, w, 4]: a mirrored shape in few shades, lit from one side, with an outline."""
    height, half = int(chance.integers(10, 33)), int(chance.integers(5, 17))
    grown = chance.random((height, half)) < 0.5
    for _ in range(int(chance.integers(2, 5))):
        around = np.pad(grown.astype(np.int8), 1)
        places = [(y, x) for y in (0, 1, 2) for x in (0, 1, 2)]
        near = np.sum([around[y : y + height, x : x + half] for y, x in places], axis=0)
        grown = np.asarray(near >= 5)
    shape = np.pad(np.concatenate([grown, grown[:, ::-1]], axis=1), 1)
    ramps = [_ramp(int(chance.integers(3, 6)), chance) for _ in range(int(chance.integers(1, 4)))]
    depth = _depth(shape)
    light = depth + 2.5 * np.linspace(1, -1, shape.shape[0])[:, None] + np.linspace(1.5, -1.5, shape.shape[1])
    part = np.digitize(np.linspace(0, 1, shape.shape[0]), np.sort(chance.random(len(ramps) - 1)))
    drawing = np.zeros((*shape.shape, 4), np.uint8)
    for number, ramp in enumerate(ramps):
        step = np.clip(((light + 2) / 7 * len(ramp)).astype(int), 0, len(ramp) - 1)
        rows = part == number
        drawing[rows, :, :3] = ramp[step[rows]]
    edge = beside(shape) & ~shape
    drawing[edge, :3] = (ramps[0][0] * 0.4).astype(np.uint8)
    drawing[..., 3] = np.where(shape | edge, 255, 0)
    return drawing


def _ramp(count: int, chance: np.random.Generator) -> np.ndarray:
    """uint8 [count, 3], from dark to light, with the hue moved on the way."""
    dark, light = np.sort(chance.integers(0, 256, (2, 3)), axis=0)
    return np.linspace(dark * 0.6, light * 0.6 + 100, count).clip(0, 255).astype(np.uint8)


def beside(shape: np.ndarray) -> np.ndarray:
    """Where one of the four neighbours is in the shape."""
    around = np.pad(shape, 1)
    return np.asarray(around[:-2, 1:-1] | around[2:, 1:-1] | around[1:-1, :-2] | around[1:-1, 2:])


def _depth(shape: np.ndarray) -> np.ndarray:
    """How many pixels from the edge, up to five."""
    depth, inner = np.zeros(shape.shape), shape
    for _ in range(5):
        depth += inner
        inner = inner & ~beside(~inner)
    return depth
