"""Whether the order of an indexed picture's palette is somebody's, or only what a program left behind.

Programs that save a picture anew put its colours in an order of their own, and an artist's order must not be lost. A
file does not say which it has, but both leave traces: artists lay out ramps, keep two places of one colour apart, and
draw areas; what machines make of photos is full of single pixels, and colours that a program has shuffled stand beside
each other by chance.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from pixelstyle.colour import srgb_to_lab
from pixelstyle.palettes import get_palette, shipped_palettes

_SPECKLED = 0.002
"""The share of pixels that none of their eight neighbours is like, from which on a picture is no drawing of areas."""
_CHANCE = 0.003
"""How rarely a shuffled palette may run as smoothly as this one for that to be an order."""
_SHUFFLES = 3_000
_MANY = 5
"""So many colours do not stand in a program's order by chance."""
_LUMA = np.array([299, 587, 114])
_QUANTIZERS = (Image.Quantize.MEDIANCUT, Image.Quantize.MAXCOVERAGE, Image.Quantize.FASTOCTREE)


def dark_to_light(colours: np.ndarray) -> np.ndarray:
    """The order in which colours, uint8 [K, 3], stand where nobody gave them another: places, intp [K]."""
    return np.lexsort((*colours.T, colours.astype(np.int64) @ _LUMA))


def order_is_meant(indices: np.ndarray, colours: np.ndarray) -> bool:
    """Whether the order of colours, uint8 [K, 3], says something about a picture, uint8 [H, W], whose pixels may have
    any of them.

    >>> areas = np.repeat(np.arange(4, dtype=np.uint8), 64).reshape(16, 16)
    >>> order_is_meant(areas, np.array([[9, 9, 9], [255, 0, 0], [0, 0, 0], [0, 0, 255]], np.uint8))
    True
    """
    used = np.unique(indices)
    shown = colours[used]
    speckled = _speckled(indices)
    if len(np.unique(shown, axis=0)) < len(shown) or (not speckled and _has_others(colours, used)):
        return True
    if speckled or len(used) >= _MANY:
        gaps = int(used[-1]) >= len(used)
        if not gaps and (_sorted(indices, shown, used) or _as_quantized(indices, colours, used)):
            return False
    if not speckled:
        return True
    return _runs_smoothly(colours[: int(used[-1]) + 1]) or _as_shipped(shown)


def _speckled(indices: np.ndarray) -> bool:
    """Whether many pixels have no neighbour of their colour."""
    height, width = indices.shape
    padded = np.pad(indices.astype(np.int16), 1, constant_values=-1)
    beside = np.zeros(indices.shape, bool)
    for down in range(3):
        for across in range(3):
            if (down, across) != (1, 1):
                beside |= padded[down : down + height, across : across + width] == indices
    return bool((~beside).mean() >= _SPECKLED)


def _has_others(colours: np.ndarray, used: np.ndarray) -> bool:
    """Whether the palette has entries that no pixel has, but for one colour at its end by which it was filled up."""
    gaps = int(used[-1]) >= len(used)
    return gaps or len(np.unique(colours[len(used) :], axis=0)) > 1


def _sorted(indices: np.ndarray, colours: np.ndarray, used: np.ndarray) -> bool:
    """Whether the colours stand as programs sort them: by lightness, by number, or by how many pixels have them."""
    wide = colours.astype(np.int64)
    keys = [
        wide @ _LUMA,
        wide.sum(axis=1),
        np.asarray(srgb_to_lab(colours / 255))[:, 0],
        wide @ np.array([65536, 256, 1]),
    ]
    if any(bool((step >= 0).all() or (step <= 0).all()) for step in map(np.diff, keys)):
        return True
    counts = np.diff(np.bincount(indices.reshape(-1))[used])
    return bool((counts > 0).all() or (counts < 0).all())


def _as_quantized(indices: np.ndarray, colours: np.ndarray, used: np.ndarray) -> bool:
    """Whether a program that looks for colours anew finds them in this order."""
    image = Image.fromarray(np.ascontiguousarray(colours[indices]))
    wanted = colours[used].tobytes()
    orders = (image.quantize(len(used), method, dither=Image.Dither.NONE).getpalette() for method in _QUANTIZERS)
    return any(bytes((order or [])[: len(wanted)]) == wanted for order in orders)


def _runs_smoothly(colours: np.ndarray) -> bool:
    """Whether neighbours in the palette are so alike as chance rarely has them: ramps."""
    seen = np.asarray(srgb_to_lab(colours / 255))
    apart = np.sqrt(np.square(seen[:, None] - seen).sum(axis=2))
    rng = np.random.default_rng(0)
    shuffled = np.stack([rng.permutation(len(colours)) for _ in range(_SHUFFLES)])
    lengths = apart[shuffled[:, 1:], shuffled[:, :-1]].sum(axis=1)
    own = apart[np.arange(1, len(colours)), np.arange(len(colours) - 1)].sum()
    return bool((lengths <= own * (1 + 1e-9)).mean() < _CHANCE)


def _as_shipped(colours: np.ndarray) -> bool:
    """Whether a known palette has the colours, if they are many, in this order."""
    if len(colours) < _MANY:
        return False
    wanted = [tuple(colour) for colour in colours.tolist()]
    for name in shipped_palettes():
        place = {colour: n for n, colour in reversed(list(enumerate(get_palette(name).colours)))}
        places = [place.get(colour, -1) for colour in wanted]
        if min(places) >= 0 and places == sorted(places):
            return True
    return False
