"""What pixels cost in colours: the squared distances of the metrics in `colour`, and CIEDE2000 itself.

CIEDE2000 is no distance in any space, which searches over one set of costs do not mind: they take any numbers. Where
a space is needed, to find centres or to mix colours, CIELab, on which it is built, stands in for it.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Costs, Planes
from pixelstyle.colour import METRICS, ciede2000, embed, squared_distances, srgb_to_lab
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import Palette

CIEDE2000 = "ciede2000"
SOLVER_METRICS: tuple[str, ...] = (*METRICS, CIEDE2000)
"""What `nearest`, `fit` and `choose_palette` take. By mean CIEDE2000, the last is best on every photo; 'lab' comes
next."""


def distances(picture: Planes, palette: Palette, metric: str) -> Costs:
    """What each pixel costs in each colour, float32 [H, W, K], for sRGB [H, W, 3] 0..1; lightness weighs 0..1.

    Raises PixelStyleError for a picture with values that are no numbers, UnknownNameError for an unknown metric.

    >>> from pixelstyle.palettes import Palette
    >>> black_and_white = Palette("two", ((0, 0, 0), (255, 255, 255)))
    >>> distances(np.ones((1, 1, 3), np.float32), black_and_white, "rgb").tolist()
    [[[3.0, 0.0]]]
    """
    picture = expected_numbers(picture)
    if metric != CIEDE2000:
        return squared_distances(picture, palette.srgb(), space_of(metric))
    lab = srgb_to_lab(picture.astype(np.float64))
    costs = np.empty((*picture.shape[:2], len(palette)), np.float32)
    for number, colour in enumerate(srgb_to_lab(palette.srgb().astype(np.float64))):
        costs[..., number] = (ciede2000(lab, colour) / 100) ** 2
    return costs


def expected_numbers(picture: Planes) -> Planes:
    """The picture. Raises PixelStyleError where it holds values that are no numbers."""
    if not np.isfinite(picture).all():
        raise PixelStyleError("The picture holds values that are not numbers.")
    return picture


def space_of(metric: str) -> str:
    """The metric that has a space, for one that may have none. Raises UnknownNameError for one that does not exist."""
    if metric not in SOLVER_METRICS:
        raise UnknownNameError("colour metric", metric, SOLVER_METRICS)
    return "lab" if metric == CIEDE2000 else metric


def in_space(srgb: np.ndarray, metric: str) -> np.ndarray:
    """sRGB [..., 3] 0..1 in the metric's space, float32."""
    return np.asarray(embed(np.asarray(srgb, np.float32), space_of(metric)), np.float32)
