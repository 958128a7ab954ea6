"""Which of a painter's paintings a picture shows: it is known in another file and at another size, too."""

from __future__ import annotations

import functools

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.files import fit_picture
from pixelstyle.painters.painter import Painter

_SIDE = 24
_LIKE = 0.03
"""How far two files of one painting are apart at most, as a mean in OKLab over such a small copy: the
shipped painter's copies are 0.001 from the paintings, a tenth darker ones 0.02, other pictures from 0.057 on."""
_SHAPE = 1.04
"""And how far their shapes, as a factor."""


def painting_shown(painter: Painter, picture: np.ndarray) -> int | None:
    """The number of the painting that a picture, uint8 [h, w, 3], is a file of; None: none of them."""
    shape = picture.shape[1] / picture.shape[0]
    small = _small(picture)
    found: list[tuple[float, int]] = []
    for number in range(len(painter.paintings)):
        own, own_shape = _known(painter, number)
        if 1 / _SHAPE < shape / own_shape < _SHAPE:
            found.append((float(np.abs(own - small).mean()), number))
    apart, number = min(found, default=(1.0, 0))
    return number if apart < _LIKE else None


@functools.lru_cache(maxsize=64)
def _known(painter: Painter, number: int) -> tuple[np.ndarray, float]:
    """A painting's small copy, and its width over its height."""
    picture = painter.paintings[number].pixels()
    return _small(picture), picture.shape[1] / picture.shape[0]


def _small(picture: np.ndarray) -> np.ndarray:
    """OKLab [_SIDE, _SIDE, 3]."""
    return np.asarray(srgb_to_oklab(fit_picture(picture, _SIDE, _SIDE, "stretch")))
