"""Finding the colours of a picture: k-means, median cut or octree."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pixelstyle.arrays import Counts, Rgb8
from pixelstyle.colour import oklab_to_srgb, srgb_to_oklab
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes.palette import MAX_COLOURS, Palette

EXACT_COLOURS = 16_384
"""Pictures with more different colours than this are summed up in a grid of 64 x 64 x 64 before the search."""


_LLOYD_STEPS = 20

_DEEPEST = 20
"""Levels of the octree: deep enough to tell any two 8-bit colours apart in OKLab."""


def colour_histogram(picture: NDArray[np.uint8]) -> tuple[NDArray[np.float64], Counts]:
    """The colours of a uint8 picture [..., 3] and how many pixels have each: float64 [N, 3] 0..255 and int64 [N].

    Exact up to EXACT_COLOURS different ones; else one entry, the mean, for each occupied cell of 4 levels a channel.

    >>> colours, counts = colour_histogram(np.array([[[0, 0, 0], [255, 0, 0], [0, 0, 0]]], np.uint8))
    >>> colours.tolist(), counts.tolist()
    ([[0.0, 0.0, 0.0], [255.0, 0.0, 0.0]], [2, 1])
    """
    pixels = picture.reshape(-1, 3)
    packed = (pixels.astype(np.uint32) << np.array([16, 8, 0], np.uint32)).sum(axis=1, dtype=np.uint32)
    values, counts = np.unique(packed, return_counts=True)
    colours = (values[:, None] >> np.array([16, 8, 0], np.uint32) & 255).astype(np.float64)
    if len(values) > EXACT_COLOURS:
        _, cell = np.unique(colours.astype(np.int64) // 4 @ (4096, 64, 1), return_inverse=True)
        sums = [np.bincount(cell, weights=colours[:, channel] * counts) for channel in range(3)]
        counts = np.bincount(cell, weights=counts).astype(np.int64)
        colours = np.stack(sums, axis=1) / counts[:, None]
    return colours, counts


def extract_palette(
    picture: Rgb8, colours: int, method: str = "kmeans", *, seed: int = 0, name: str = "extracted"
) -> Palette:
    """At most `colours` colours for a uint8 picture [H, W, 3], from dark to light; its own if it has no more.

    method: 'kmeans' (scikit-learn, in OKLab, the best and slowest; without scikit-learn `lloyd`), 'median-cut'
    (Heckbert 1982, in OKLab) or 'octree' (after Gervautz and Purgathofer 1988, in OKLab). Only k-means uses the seed.
    Raises PixelStyleError for a number of colours outside 2 to 256, UnknownNameError for another method.

    >>> picture = np.array([[[0, 0, 0], [9, 9, 9], [250, 250, 250]]], np.uint8)
    >>> extract_palette(picture, 2, "median-cut").hex()
    ['#010101', '#fafafa']
    """
    if method not in METHODS:
        raise UnknownNameError("way of finding colours", method, METHODS)
    if not 2 <= colours <= MAX_COLOURS:
        raise PixelStyleError(f"A palette of {colours} colours cannot be made; ask for 2 to {MAX_COLOURS}.")
    found, counts = colour_histogram(picture)
    if len(found) > colours:
        found = METHODS[method](found, counts, colours, seed)
    rounded = np.unique(np.clip(np.round(found), 0, 255).astype(np.uint8), axis=0)
    lightness = srgb_to_oklab(rounded / 255)[:, 0]
    return Palette.from_array(name, rounded[np.argsort(lightness, kind="stable")], f"{colours} colours by {method}")


def _kmeans(colours: np.ndarray, counts: np.ndarray, wanted: int, seed: int) -> np.ndarray:
    try:
        from sklearn.cluster import KMeans
        from sklearn.exceptions import ConvergenceWarning
    except ModuleNotFoundError:  # a light install
        return lloyd(colours, counts, wanted)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct colours than asked for is no trouble here
        search = KMeans(wanted, n_init=2, random_state=seed).fit(srgb_to_oklab(colours / 255), sample_weight=counts)
    return np.asarray(oklab_to_srgb(search.cluster_centers_) * 255)


def lloyd(colours: np.ndarray, counts: np.ndarray, wanted: int) -> np.ndarray:
    """k-means without scikit-learn: from median cut's colours each moves to the mean of those that are nearest to it.

    After Lloyd (1982), in OKLab: colours float64 [N, 3] 0..255, counts [N], gives float64 [<= wanted, 3].
    Its squared error is up to 6 % above scikit-learn's (the five example photos, 8, 16 and 64 colours).
    """
    points = srgb_to_oklab(colours / 255)
    centres = srgb_to_oklab(_median_cut(colours, counts, wanted, 0) / 255)
    for _ in range(_LLOYD_STEPS):
        nearest = np.square(points[:, None] - centres).sum(axis=-1).argmin(axis=1)
        weights = np.bincount(nearest, weights=counts, minlength=len(centres))
        sums = [np.bincount(nearest, weights=counts * channel, minlength=len(centres)) for channel in points.T]
        means = np.stack(sums, axis=1) / np.maximum(weights, 1)[:, None]
        centres = np.where(weights[:, None] > 0, means, centres)
    return np.asarray(oklab_to_srgb(centres) * 255)


def _median_cut(colours: np.ndarray, counts: np.ndarray, wanted: int, _seed: int) -> np.ndarray:
    """Cut the box with the most pixels times its longest side squared, across that side, where half the pixels lie."""
    points = srgb_to_oklab(colours / 255)
    boxes = [np.arange(len(points))]
    while len(boxes) < wanted:
        merit = [counts[box].sum() * np.ptp(points[box], axis=0).max() ** 2 for box in boxes]
        box = boxes.pop(int(np.argmax(merit)))
        box = box[np.argsort(points[box, np.ptp(points[box], axis=0).argmax()], kind="stable")]
        running = np.cumsum(counts[box])
        cut = int(np.clip(np.searchsorted(running, running[-1] / 2) + 1, 1, len(box) - 1))
        boxes += [box[:cut], box[cut:]]
    means = [np.average(points[box], axis=0, weights=counts[box]) for box in boxes]
    return np.asarray(oklab_to_srgb(np.array(means)) * 255)


def _octree(colours: np.ndarray, counts: np.ndarray, wanted: int, _seed: int) -> np.ndarray:
    """Open the leaf whose colours differ most into the eight halves of its cube, until there are enough leaves.

    Gervautz and Purgathofer build the whole tree and prune where the fewest pixels are, level by level; opening where
    the squared error is largest needs one step a colour and puts leaves where they show.
    """
    points = srgb_to_oklab(colours / 255)
    low, size = points.min(axis=0), np.ptp(points, axis=0).max()
    places = np.minimum((points - low) / size * (1 << _DEEPEST), (1 << _DEEPEST) - 1).astype(np.int64)

    def measured(members: np.ndarray, depth: int) -> tuple[float, int, np.ndarray]:
        weights, inside = counts[members], points[members]
        mean = np.average(inside, axis=0, weights=weights)
        return float((weights @ (inside - mean) ** 2).sum()), depth, members

    leaves = [measured(np.arange(len(colours)), 0)]
    while len(leaves) < wanted:
        worst = max(range(len(leaves)), key=lambda leaf: leaves[leaf][0])
        _, depth, members = leaves.pop(worst)
        octant = (places[members] >> (_DEEPEST - 1 - depth) & 1) @ (4, 2, 1)
        parts = [measured(members[octant == number], depth + 1) for number in np.unique(octant)]
        parts.sort(key=lambda part: -part[0])
        room = wanted - len(leaves)
        if len(parts) > room:  # the last leaf to be opened: what is most alike stays together
            rest = np.concatenate([part[2] for part in parts[room - 1 :]])
            parts = [*parts[: room - 1], measured(rest, depth + 1)]
        leaves += parts
    means = [np.average(points[members], axis=0, weights=counts[members]) for _, _, members in leaves]
    return np.asarray(oklab_to_srgb(np.array(means)) * 255)


METHODS: dict[str, Callable[[np.ndarray, np.ndarray, int, int], np.ndarray]] = {
    "kmeans": _kmeans,
    "median-cut": _median_cut,
    "octree": _octree,
}
"""Each takes colours [N, 3] 0..255, pixel counts [N], how many to find and a seed; it gives [<= K, 3] 0..255."""
