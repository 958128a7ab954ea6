"""MSX2+'s YJK: for each four pixels the J and K, and for each pixel the Y, nearest to a picture."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.yjk import CHROMAS, GROUP, LEVELS, codes_of_groups, every_level, exact_codes, render
from pixelstyle.screens.solving.costs import in_space

_AROUND = np.stack(np.meshgrid(np.arange(-1, 2), np.arange(-1, 2), indexing="ij"), axis=-1).reshape(-1, 2)
"""Values of J and K that are tried about the best so far."""
_Y_AROUND = np.arange(-2, 3)
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
    found = _search(picture, metric)
    codes, _ = exact_codes(render(found, np.empty((0, 3))))
    whole = np.rint(picture * 255)
    if np.abs(picture * 255 - whole).max() > 1e-3:
        return codes
    exact, possible = exact_codes(np.clip(whole, 0, 255).astype(np.uint8))
    return np.where(possible.repeat(GROUP, axis=1), exact, codes)


def _search(picture: np.ndarray, metric: str) -> np.ndarray:
    """The bytes found for sRGB [H, W, 3].

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
    y = np.zeros(own_y.shape, np.intp)
    moving = np.arange(len(best))
    for _ in range(_ROUNDS):
        before = best[moving]
        for start in range(0, len(moving), _TOGETHER):
            part = moving[start : start + _TOGETHER]
            best[part], y[part] = _step(best[part], points[part], own_y[part], own[part], table)
        moving = moving[(best[moving] != before).any(axis=1)]
        if not len(moving):
            break
    chroma = (best[:, 0] + CHROMAS // 2) * CHROMAS + best[:, 1] + CHROMAS // 2
    return codes_of_groups(y.reshape(height, width), chroma.reshape(height, -1))


def _step(
    centre: np.ndarray, points: np.ndarray, own_y: np.ndarray, own: np.ndarray, table: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The best J and K [N, 2] about those of each group, and the four Y [N, 4] that go with them."""
    tried = _inside(centre[:, None] + _AROUND)
    off = tried[:, :, None] - own[:, None]  # [N, 9, 4, 2]
    middle = np.rint(own_y[:, None] - off @ np.array(_LIGHTNESS, np.float32)).astype(np.intp)
    y = np.clip(middle[..., None] + _Y_AROUND, 0, LEVELS - 1)
    chroma = (tried[..., 0] + CHROMAS // 2) * CHROMAS + tried[..., 1] + CHROMAS // 2
    apart = table.reshape(-1, 3)[chroma[:, :, None, None] * LEVELS + y] - points[:, None, :, None]
    costs = np.einsum("...c,...c->...", apart, apart)
    found = costs.argmin(axis=3)
    total = np.take_along_axis(costs, found[..., None], axis=3)[..., 0].sum(axis=2)
    pick, every = total.argmin(axis=1), np.arange(len(centre))
    chosen = np.take_along_axis(y, found[..., None], axis=3)[..., 0]
    return tried[every, pick], chosen[every, pick]


def _inside(chroma: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(chroma, -CHROMAS // 2, CHROMAS // 2 - 1))
