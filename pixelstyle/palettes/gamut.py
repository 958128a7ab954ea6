"""Bringing a picture's colours to where a palette has some, before anything is optimised or reduced.

A palette's gamut is taken to be the convex hull of its colours in OKLab: what its mixtures look like from afar.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pixelstyle.arrays import Rgb8
from pixelstyle.colour import oklab_to_srgb, srgb_to_oklab
from pixelstyle.errors import UnknownNameError
from pixelstyle.palettes.extract import colour_histogram
from pixelstyle.palettes.palette import Palette

GAMUT_MAPS = ("clip", "compress", "match")

Matrix = NDArray[np.floating[Any]]

_GRID = 17
"""Clipping is tabled on a grid of 17 x 17 x 17 colours and interpolated between them."""


def map_to_gamut(picture: Rgb8, palette: Palette, how: str = "clip") -> Rgb8:
    """A uint8 picture [H, W, 3] with its colours in or near the palette's gamut.

    clip: what lies outside goes to the nearest colour of the gamut; the rest stays.
    compress: lightness is spread over the palette's range and chroma scaled by one factor, so that 98 % of the pixels
        lie inside: colours keep their relations.
    match: the mean and the covariance of the picture's colours become the palette's, by the linear map that moves them
        least (Pitié and Kokaram 2007): the picture takes on the palette's mood.
    The last two clip what is still outside. Raises UnknownNameError for another `how`.

    >>> greys = Palette("greys", ((0, 0, 0), (255, 255, 255)))
    >>> red, green, blue = map_to_gamut(np.full((1, 1, 3), (200, 0, 0), np.uint8), greys)[0, 0].tolist()
    >>> max(red, green, blue) - min(red, green, blue) <= 2
    True
    """
    if how not in GAMUT_MAPS:
        raise UnknownNameError("way into the gamut", how, GAMUT_MAPS)
    corners = srgb_to_oklab(palette.srgb().astype(np.float64))
    colours, counts = colour_histogram(picture)
    lab = srgb_to_oklab(colours / 255)
    matrix: Matrix = np.eye(3)
    before, after = np.zeros(3), np.zeros(3)
    if how == "match":
        before, after = np.average(lab, axis=0, weights=counts), corners.mean(axis=0)
        spread = np.cov(lab.T, aweights=counts, bias=True) if len(lab) > 1 else np.zeros((3, 3))
        matrix = least_map(spread, np.cov(corners.T, bias=True) if len(corners) > 1 else np.zeros((3, 3)))
    elif how == "compress":
        matrix, before, after = _compression(lab, counts, hull_corners(corners))
    return _clipped(picture, matrix, after - before @ matrix.T, hull_corners(corners))


def least_map(covariance: Matrix, wanted: Matrix) -> Matrix:
    """The symmetric matrix T with T covariance T' = wanted that moves the points least: both are [C, C], >= 0.

    The Monge-Kantorovich solution of Pitié and Kokaram, "The linear Monge-Kantorovitch linear colour mapping for
    example-based colour transfer" (2007). Directions without any spread stay as they are.
    """
    root, inverse = _powers(covariance)
    middle, _ = _powers(root @ wanted @ root)
    return np.asarray(inverse @ middle @ inverse + (np.eye(len(root)) - root @ inverse))


def nearest_in_hull(points: Matrix, corners: Matrix, steps: int = 300) -> Matrix:
    """For each point [N, D] the nearest one of the convex hull of the corners [K, D], to about 0.001 of its size.

    Minimises |w @ corners - p|^2 over weights w >= 0 that sum to 1, by accelerated projected gradient (Beck and
    Teboulle 2009), which works for any hull: also a line or a single point.
    """
    curvature = np.linalg.norm(corners - corners.mean(axis=0), 2) ** 2 + 1e-12
    centred, centre = corners - corners.mean(axis=0), corners.mean(axis=0)
    target = points - centre
    weights = np.eye(len(corners))[((target[:, None] - centred) ** 2).sum(-1).argmin(axis=1)]
    leap, momentum = weights, 1.0
    for _ in range(steps):
        moved = _onto_simplex(leap - (leap @ centred - target) @ centred.T / curvature)
        next_momentum = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        leap = moved + (momentum - 1) / next_momentum * (moved - weights)
        weights, momentum = moved, next_momentum
    return np.asarray(weights @ corners)


def hull_corners(points: Matrix) -> Matrix:
    """Those of the points [K, 3] that are outermost in at least one of 2,000 directions: their hull, nearly."""
    number = np.arange(2000) + 0.5
    height, angle = 1 - number / 1000, number * np.pi * (1 + 5**0.5)  # a Fibonacci lattice on the sphere
    radius = np.sqrt(1 - height**2)
    directions = np.stack([radius * np.cos(angle), radius * np.sin(angle), height], axis=1)
    # OKLab is flat: without the scaling the directions would mostly probe lightness.
    scale = np.maximum(np.ptp(points, axis=0), 1e-6)
    return np.asarray(points[np.unique((directions @ (points / scale).T).argmax(axis=1))])


def _compression(lab: np.ndarray, counts: np.ndarray, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The matrix that scales lightness and chroma, and the colours that it turns about before and after."""
    order = np.argsort(lab[:, 0])
    share = np.cumsum(counts[order]) / counts.sum()
    dark, light = (lab[order[np.searchsorted(share, part).clip(0, len(lab) - 1)], 0] for part in (0.01, 0.99))
    darkest, lightest = corners[:, 0].min(), corners[:, 0].max()
    # Never spread further than the picture's own range: a flat grey sky is not to become black and white.
    stretch = min(1.0, (lightest - darkest) / max(light - dark, 1e-6))
    before = np.array([(dark + light) / 2, 0, 0])
    middle = np.clip(before[0], darkest + (light - dark) * stretch / 2, lightest - (light - dark) * stretch / 2)
    after = nearest_in_hull(np.array([[middle, 0.0, 0.0]]), corners)[0]
    sample = np.argsort(counts)[-1500:]

    def fits(chroma: float) -> bool:
        moved = (lab[sample] - before) * (stretch, chroma, chroma) + after
        far = np.linalg.norm(nearest_in_hull(moved, corners, 100) - moved, axis=1) > 0.01
        return bool(counts[sample][far].sum() <= 0.02 * counts[sample].sum())

    inside, outside = (1.0, 1.0) if fits(1.0) else (0.0, 1.0)
    while outside - inside > 0.005:
        chroma = (inside + outside) / 2
        inside, outside = (chroma, outside) if fits(chroma) else (inside, chroma)
    return np.diag([stretch, inside, inside]), before, after


def _clipped(picture: np.ndarray, matrix: np.ndarray, shift: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """lab -> matrix @ lab + shift -> nearest in the hull, by way of a table over sRGB, interpolated trilinearly."""
    axis = np.linspace(0, 1, _GRID)
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), -1)
    lab = srgb_to_oklab(grid.reshape(-1, 3)) @ matrix.T + shift
    mapped = nearest_in_hull(lab, corners)
    near = np.linalg.norm(mapped - lab, axis=1) < 0.004  # inside, but for the search's own error: leave it exactly
    mapped[near] = lab[near]
    # Only the difference is interpolated, so that what stays inside stays as fine as it was.
    change = (np.clip(oklab_to_srgb(mapped), 0, 1) - grid.reshape(-1, 3)).reshape(grid.shape).astype(np.float32)
    place = np.minimum(np.arange(256) / 255 * (_GRID - 1), _GRID - 1.001)
    cell, part = place.astype(np.intp), (place % 1).astype(np.float32)
    result = picture.astype(np.float32) / 255
    for corner in np.ndindex(2, 2, 2):
        index = tuple(cell[picture[..., channel]] + corner[channel] for channel in range(3))
        weight = np.ones(picture.shape[:2], np.float32)
        for channel in range(3):
            fraction = part[picture[..., channel]]
            weight *= fraction if corner[channel] else 1 - fraction
        result += weight[..., None] * change[index]
    return np.asarray(np.round(np.clip(result, 0, 1) * 255).astype(np.uint8))


def _onto_simplex(rows: np.ndarray) -> np.ndarray:
    """Each row's nearest point with entries >= 0 that sum to 1 (Held, Wolfe and Crowder 1974)."""
    ordered = -np.sort(-rows, axis=1)
    thresholds = (np.cumsum(ordered, axis=1) - 1) / np.arange(1, rows.shape[1] + 1)
    last = (ordered > thresholds).sum(axis=1) - 1
    return np.maximum(rows - np.take_along_axis(thresholds, last[:, None], axis=1), 0)


def _powers(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The square root of a symmetric matrix >= 0, and the root's pseudo-inverse."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > max(values.max() * 1e-9, 1e-14)
    root = np.where(kept, np.sqrt(np.maximum(values, 0)), 0)
    inverse = np.where(kept, 1 / np.maximum(root, 1e-7), 0)
    return (vectors * root) @ vectors.T, (vectors * inverse) @ vectors.T
