"""From the colours held to the picture: each pixel takes the cheapest that it may."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Choices, Costs, Indices


def cheapest(costs: Costs, choices: Choices) -> Indices:
    """uint8 [H, W]: for costs [H, W, K] the cheapest of each pixel's choices [H, W, M], the first of equals."""
    best = np.take_along_axis(costs, choices[..., :1].astype(np.intp), axis=2)[..., 0]
    indices = choices[..., 0].copy()
    for slot in range(1, choices.shape[2]):
        cost = np.take_along_axis(costs, choices[..., slot : slot + 1].astype(np.intp), axis=2)[..., 0]
        better = cost < best
        best[better] = cost[better]
        indices[better] = choices[..., slot][better]
    return indices
