"""The colours that a machine can make, and how far colours are from each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import to_bits
from pixelstyle.screens.solving.costs import in_space

_NEIGHBOURS = np.array(list(itertools.product((-1, 0, 1), repeat=3)))
"""Steps to a colour's neighbours on the lattice and to itself, [27, 3]."""


@dataclass(frozen=True)
class Gamut:
    """The colours that a machine can make: a lattice of bits a channel, or a list."""

    bits: tuple[int, int, int] | None
    listed: np.ndarray | None
    """uint8 [L, 3]."""
    metric: str
    barred: frozenset[tuple[int, ...]] = frozenset()
    """Colours of the lattice that are not to be used; from a list they are simply missing."""

    def without(self, colours: np.ndarray) -> Gamut:
        """This lattice without its nearest to each of uint8 [N, 3]."""
        return replace(self, barred=frozenset(map(tuple, self.snap(colours / 255).tolist()))) if len(colours) else self

    def snap(self, srgb: np.ndarray) -> np.ndarray:
        """The nearest makeable colours, uint8 [N, 3], to sRGB [N, 3] 0..1: nearest in the metric where there is a
        list."""
        if self.listed is None:
            assert self.bits is not None
            snapped = to_bits(np.round(np.clip(srgb, 0, 1) * 255).astype(np.uint8), self.bits)
            return self._beside(snapped) if self.barred else snapped
        points, listed = self.embed(srgb), self.embed(self.listed / 255)
        return np.asarray(self.listed[squared(points, listed).argmin(axis=0)])

    def around(self, colours: np.ndarray) -> np.ndarray:
        """The neighbours of colours, uint8 [K, 3], on the lattice, and they themselves: uint8 [K, 27, 3]."""
        assert self.bits is not None
        size = 1 / (2.0 ** np.array(self.bits) - 1)
        beside = colours[:, None] / 255 + _NEIGHBOURS * size
        return self.snap(beside.reshape(-1, 3)).reshape(beside.shape)

    def _beside(self, colours: np.ndarray) -> np.ndarray:
        """Each barred one of uint8 [N, 3] as the nearest colour of the lattice that is not."""
        assert self.bits is not None
        steps = np.stack(np.meshgrid(*[np.arange(-3, 4)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
        size = 1 / (2.0 ** np.array(self.bits) - 1)
        for row in np.flatnonzero([tuple(colour) in self.barred for colour in colours.tolist()]):
            around = np.round(np.clip(colours[row] / 255 + steps * size, 0, 1) * 255).astype(np.uint8)
            around = np.unique(to_bits(around, self.bits), axis=0)
            around = around[[tuple(colour) not in self.barred for colour in around.tolist()]]
            if not len(around):
                raise PixelStyleError("So many neighbouring colours are forbidden that none is left in their place.")
            colours[row] = around[squared(self.embed(colours[row : row + 1] / 255), self.embed(around / 255)).argmin()]
        return colours

    def embed(self, srgb: np.ndarray) -> np.ndarray:
        """sRGB [..., 3], 0..1, in the metric's space, float32."""
        return in_space(srgb, self.metric)


def squared(points: np.ndarray, colours: np.ndarray, lengths: np.ndarray | None = None) -> np.ndarray:
    """Squared distances [K, N] of points [N, 3] to colours [K, 3]; `lengths` are the points' own, squared, if known."""
    found = (-2 * colours) @ points.T
    found += np.einsum("kc,kc->k", colours, colours)[:, None]
    found += np.einsum("nc,nc->n", points, points) if lengths is None else lengths
    return np.asarray(np.maximum(found, 0, out=found))
