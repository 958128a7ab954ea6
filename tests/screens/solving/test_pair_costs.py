"""What areas cost in mixtures."""

from __future__ import annotations

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.screens import area_costs, pair_costs


def test_an_area_costs_what_its_light_costs_in_each_pair() -> None:
    colours = np.array([[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5]], np.float32)
    board = (np.indices((8, 12)).sum(axis=0) % 2)[..., None].repeat(3, axis=2).astype(np.float32)
    costs = area_costs(board, colours, "oklab", 0.0, 4)
    assert costs.shape == (2, 3, 6)
    light = np.full((1, 1, 3), 0.735357, np.float32)  # half the light, in sRGB
    np.testing.assert_allclose(costs, np.broadcast_to(pair_costs(light, colours, "oklab", 0.0), costs.shape), atol=1e-5)
    points = srgb_to_oklab(np.concatenate([light[0], colours]))
    np.testing.assert_allclose(costs[0, 0, [0, 3, 5]], np.square(points[1:] - points[0]).sum(axis=1), atol=1e-4)
    assert costs[0, 0, 1] < costs[0, 0, [0, 3, 5]].min()
