"""What an eye makes of dots: local averages."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Planes


def smooth(values: Planes, across: float, down: float) -> Planes:
    """Gaussian averages of [H, W, C] with these standard deviations in pixels; edges repeat.

    >>> dot = np.zeros((1, 5, 1))
    >>> dot[0, 2] = 1
    >>> smooth(dot, across=0.5, down=0)[0, :, 0].round(2).tolist()
    [0.0, 0.11, 0.79, 0.11, 0.0]
    """
    for axis, sigma in ((0, down), (1, across)):
        radius = int(3 * sigma)
        weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / max(sigma, 1e-6)) ** 2)
        pad = [(radius, radius) if a == axis else (0, 0) for a in range(values.ndim)]
        padded, size = np.moveaxis(np.pad(values, pad, mode="edge"), axis, 0), values.shape[axis]
        first, *others = weights / weights.sum()
        total = first * padded[:size]
        part = np.empty_like(total)
        for number, weight in enumerate(others, start=1):
            total += np.multiply(padded[number : number + size], weight, out=part)
        values = np.moveaxis(total, 0, axis)
    return values
