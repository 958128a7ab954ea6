"""MSX2+'s YJK: for each four pixels the J and K, and for each pixel the Y, nearest to a picture; with an attribute, for
each pixel the Y or one of the palette's colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.signals.yjk import CHROMAS, GROUP, LEVELS, codes_of_groups, every_level, exact_codes, render
from pixelstyle.screens.signals.yjk_attribute import Y_STEP, codes_of, codes_of_choices
from pixelstyle.screens.signals.yjk_attribute import render as render_attribute
from pixelstyle.screens.solving.costs import in_space

_AROUND = np.stack(np.meshgrid(np.arange(-1, 2), np.arange(-1, 2), indexing="ij"), axis=-1).reshape(-1, 2)
"""Values of J and K that are tried about the best so far."""
_Y_AROUND = np.arange(-1, 2)
"""And of Y about the one that keeps the pixel's lightness."""
_LIGHTNESS = (0.25, 0.57)
"""By how much Y has to fall, about, where J and K are larger than the pixel's own."""
_ROUNDS = 12
_TOGETHER = 4096
"""Groups tried at once: their costs then stay in the cache."""


def solve_yjk(picture: np.ndarray, metric: str) -> np.ndarray:
    """The bytes, uint8 [H, W], nearest to sRGB [H, W, 3]; those of a picture that is one already where it is.

    Of several that show the same colours always the same ones, which are found again in an RGB copy.
    """
    y, chroma, _ = _search(picture, metric)
    codes, _ = exact_codes(render(codes_of_groups(y, chroma), np.empty((0, 3))))
    whole = _whole(picture)
    if whole is None:
        return codes
    exact, possible = exact_codes(whole)
    return np.where(possible.repeat(GROUP, axis=1), exact, codes)


def solve_yjk_attribute(picture: np.ndarray, colours: np.ndarray, metric: str) -> np.ndarray:
    """The same with an attribute and a palette of colours, uint8 [K, 3], K <= 16."""
    points, own = in_space(picture, metric), in_space(colours / np.float32(255), metric)
    apart = (own**2).sum(axis=1) - 2 * points @ own.T
    entries = apart.argmin(axis=2)
    listed = np.maximum(0, apart.min(axis=2) + (points**2).sum(axis=2)).reshape(-1, GROUP)
    y, chroma, costs = _search(picture, metric, listed, Y_STEP)
    found = codes_of_choices(entries, (listed <= costs).reshape(entries.shape), y, chroma)
    codes, _ = codes_of(render_attribute(found, colours), colours)
    whole = _whole(picture)
    if whole is None:
        return codes
    exact, possible = codes_of(whole, colours)
    return np.where(possible, exact, codes)


def _whole(picture: np.ndarray) -> np.ndarray | None:
    """sRGB [H, W, 3] 0..1 as uint8 where all of it is of 8 bits."""
    whole = np.rint(picture * 255)
    return None if np.abs(picture * 255 - whole).max() > 1e-3 else np.clip(whole, 0, 255).astype(np.uint8)


def _search(
    picture: np.ndarray, metric: str, listed: np.ndarray | None = None, step: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Y, a multiple of `step`, int [H, W], the number of each group's J and K, int [H, W / 4], and what each pixel
    costs, float32 [N, 4], for sRGB [H, W, 3], where a pixel need not cost more than `listed`, float32 [N, 4].

    Each group begins with the mean of what its pixels would have alone, and moves to the best J and K of the nine about
    it until it is the best itself. A local optimum: on two photos all 4,096 leave two hundredths less error.
    """
    height, width = picture.shape[:2]
    table = in_space(every_level() / np.float32(31), metric)
    points = in_space(picture, metric).reshape(-1, GROUP, 3)
    red, green, blue = np.moveaxis(picture.reshape(-1, GROUP, 3) * 31, 2, 0)
    own_y = (2 * red + green + 4 * blue) / 8
    own = np.stack([red - own_y, green - own_y], axis=2)
    best = _inside(np.rint(own.mean(axis=1)).astype(np.intp))
    y, costs = np.zeros(own_y.shape, np.intp), np.zeros(own_y.shape, np.float32)
    most = np.full(own_y.shape, np.inf, np.float32) if listed is None else listed
    moving = np.arange(len(best))
    for _ in range(_ROUNDS):
        before = best[moving]
        for start in range(0, len(moving), _TOGETHER):
            part = moving[start : start + _TOGETHER]
            group = _Groups(points[part], own_y[part], own[part], most[part])
            best[part], y[part], costs[part] = _step(best[part], group, table, step)
        moving = moving[(best[moving] != before).any(axis=1)]
        if not len(moving):
            break
    chroma = (best[:, 0] + CHROMAS // 2) * CHROMAS + best[:, 1] + CHROMAS // 2
    return y.reshape(height, width), chroma.reshape(height, -1), costs


@dataclass(frozen=True)
class _Groups:
    """What N groups of four pixels are wanted to be."""

    points: np.ndarray
    """In the metric's space, float32 [N, 4, 3]."""
    y: np.ndarray
    """The Y that each pixel would have alone, float32 [N, 4]."""
    chroma: np.ndarray
    """And its J and K, float32 [N, 4, 2]."""
    most: np.ndarray
    """What each pixel costs at most, float32 [N, 4]."""


def _step(
    centre: np.ndarray, groups: _Groups, table: np.ndarray, step: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The best J and K [N, 2] about those of each group, the four Y [N, 4] that go with them, and what those cost."""
    tried = _inside(centre[:, None] + _AROUND)
    off = tried[:, :, None] - groups.chroma[:, None]  # [N, 9, 4, 2]
    middle = np.rint((groups.y[:, None] - off @ np.array(_LIGHTNESS, np.float32)) / step).astype(np.intp)
    y = np.clip(middle[..., None] + _Y_AROUND, 0, LEVELS // step - 1) * step
    chroma = (tried[..., 0] + CHROMAS // 2) * CHROMAS + tried[..., 1] + CHROMAS // 2
    apart = table.reshape(-1, 3)[chroma[:, :, None, None] * LEVELS + y] - groups.points[:, None, :, None]
    costs = np.einsum("...c,...c->...", apart, apart)
    found = costs.argmin(axis=3)
    least = np.take_along_axis(costs, found[..., None], axis=3)[..., 0]
    total = np.minimum(least, groups.most[:, None]).sum(axis=2)
    pick, every = total.argmin(axis=1), np.arange(len(centre))
    chosen = np.take_along_axis(y, found[..., None], axis=3)[..., 0]
    return tried[every, pick], chosen[every, pick], least[every, pick]


def _inside(chroma: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(chroma, -CHROMAS // 2, CHROMAS // 2 - 1))
