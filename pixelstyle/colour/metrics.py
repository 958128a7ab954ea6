"""The distances that solvers can minimise, each as a space in which squared Euclidean distance is the metric.

A new metric is one line in METRICS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pixelstyle.arrays import Costs, Points
from pixelstyle.colour.spaces import srgb_to_lab, srgb_to_oklab, srgb_to_yuv
from pixelstyle.errors import UnknownNameError

METRICS: dict[str, Callable[[Any], Any]] = {
    "oklab": srgb_to_oklab,
    "lab": lambda srgb: srgb_to_lab(srgb) / 100,  # so that every metric's lightness runs from 0 to 1
    "yuv": srgb_to_yuv,
    "rgb": lambda srgb: srgb,
}


def embed(srgb: Any, metric: str = "oklab") -> Any:
    """sRGB [..., 3] into the metric's space, [..., 3], lightness 0..1.

    Raises UnknownNameError for a metric that is not in METRICS.

    >>> embed(np.array([1.0, 1.0, 1.0]), "lab").round(3).tolist()
    [1.0, 0.0, 0.0]
    """
    if metric not in METRICS:
        raise UnknownNameError("colour metric", metric, METRICS)
    return METRICS[metric](srgb)


def squared_distances(picture: Points, palette: Points, metric: str = "oklab") -> Costs:
    """What each pixel costs in each colour: float32 [H, W, K] from sRGB 0..1 [H, W, 3] and [K, 3].

    Raises UnknownNameError for a metric that is not in METRICS.

    >>> black_and_white = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
    >>> squared_distances(np.full((1, 1, 3), 0.5), black_and_white, "rgb").tolist()
    [[[0.75, 0.75]]]
    """
    points = np.asarray(embed(picture.astype(np.float32), metric), dtype=np.float32)
    colours = np.asarray(embed(palette.astype(np.float32), metric), dtype=np.float32)
    # |p - c|^2 = |p|^2 - 2 p.c + |c|^2: one matrix product in place of an [H, W, K, 3] array.
    costs: Costs = points @ (-2 * colours.T)
    costs += np.einsum("...c,...c", points, points)[..., None]
    costs += np.einsum("kc,kc->k", colours, colours)
    np.maximum(costs, 0, out=costs)
    return costs
